"""What the page should show, and the smallest message that brings it there."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.bridge.charts.cards import Chart, Layout


class Outbox:
    """Keeps the whole state as text; `take` gives what the page does not have yet, `restart` makes it all new again."""

    def __init__(self) -> None:
        self._wanted: dict[str, str] = {}
        self._sent: dict[str, str] = {}
        self._charts: dict[str, str] = {}
        self._sent_charts: dict[str, str] = {}
        self.revision = 0

    def put(self, part: str, document: Mapping[str, object]) -> None:
        """One of the parts besides charts: layout, theme, words."""
        self._wanted[part] = _text(document)

    def put_charts(self, charts: Mapping[str, Chart]) -> None:
        """Charts to show; those not named stay as they are."""
        self._charts.update((name, _text(chart.document())) for name, chart in charts.items())

    def keep_only(self, layout: Layout) -> None:
        """Forget charts that the layout has no card for; the page forgets them too."""
        names = {card.id for card in layout.cards}
        self._charts = {name: text for name, text in self._charts.items() if name in names}
        self._sent_charts = {name: text for name, text in self._sent_charts.items() if name in names}

    def restart(self) -> None:
        """The page has forgotten everything."""
        self._sent = {}
        self._sent_charts = {}

    def take(self) -> str | None:
        """The next message, under a new revision; None where the page has it all."""
        parts = {name: text for name, text in self._wanted.items() if self._sent.get(name) != text}
        charts = {name: text for name, text in self._charts.items() if self._sent_charts.get(name) != text}
        if not parts and not charts:
            return None
        self._sent |= parts
        self._sent_charts |= charts
        self.revision += 1
        if charts:
            parts["charts"] = _joined(charts)
        return _joined({"revision": str(self.revision)} | parts)


def _joined(texts: Mapping[str, str]) -> str:
    """A JSON object of values that are JSON texts already."""
    return "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in texts.items()) + "}"


def _text(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
