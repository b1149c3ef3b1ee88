"""The kiosk over its window; light enough to be imported when the window starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.widgets.standing import Standing

if TYPE_CHECKING:
    from app.views.kiosk.kiosk import Kiosk


def standing_kiosk(desk: Desk, window: QWidget, prepare_charts: Callable[[], None]) -> Standing:
    """Shown whenever a page or a key asks for it; where nobody has seen the window, it is left on purpose only."""

    def make(standing: Standing) -> Kiosk:
        prepare_charts()
        from app.views.kiosk.kiosk import Kiosk  # noqa: PLC0415  # brings the browser engine

        kiosk = Kiosk(desk, is_guarded=standing.is_alone)
        kiosk.left.connect(standing.leave)
        return kiosk

    made = Standing(window, make)
    desk.navigation.kiosk_requested.connect(made.show)
    made.stands.connect(desk.navigation.audience_changed)
    return made
