"""The big screen over its window; light enough to be imported when the window starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.widgets.standing import Standing

if TYPE_CHECKING:
    from app.views.screen.big_screen import BigScreen


def standing_screen(desk: Desk, window: QWidget, prepare_charts: Callable[[], None]) -> Standing:
    """Shown whenever a page or a key asks for it."""

    def make(standing: Standing) -> BigScreen:
        prepare_charts()
        from app.views.screen.big_screen import BigScreen  # noqa: PLC0415  # brings the browser engine

        screen = BigScreen(desk)
        screen.left.connect(standing.leave)
        return screen

    made = Standing(window, make)
    desk.navigation.screen_requested.connect(made.show)
    made.stands.connect(desk.navigation.audience_changed)
    return made
