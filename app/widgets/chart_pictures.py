"""Pictures of several charts, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.bridge.charts.cards import ImageKind
from app.widgets.chart_area import ChartArea

OnPictures = Callable[[dict[str, bytes]], object]


def take_pictures(area: ChartArea, cards: Iterable[str], on_pictures: OnPictures) -> None:
    """Call `on_pictures` with a PNG for each card that has something drawn."""
    waiting = list(cards)
    found: dict[str, bytes] = {}

    def take_next() -> None:
        if not waiting:
            on_pictures(found)
            return
        area.capture(waiting[0], ImageKind.PNG, keep, has_title=False)

    def keep(picture: bytes | None) -> None:
        card = waiting.pop(0)
        if picture is not None:
            found[card] = picture
        take_next()

    take_next()
