"""The style sheet of a window, which holds for all in it and for its dialogs and menus.

Never the application's: where that has one, Qt goes through all that a widget holds each time the widget is put into
another, so that a page takes three times as long to make.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication, QWidget

from app.bridge.stylesheet import window_sheet
from app.bridge.theme import Tokens

_DRESSED = "isDressed"


def dress_window(window: QWidget, tokens: Tokens) -> None:
    """Give a window the theme's look; best when all is in it and before it is shown."""
    window.setProperty(_DRESSED, True)
    window.setStyleSheet(window_sheet(tokens))


def dress_orphan(popup: QWidget, owner: QWidget) -> None:
    """The look of the owner's window for a popup that Qt makes nobody's child."""
    dressed: QWidget | None = owner
    while dressed is not None and not dressed.property(_DRESSED):
        dressed = dressed.parentWidget()
    sheet = "" if dressed is None else dressed.styleSheet()
    if popup.styleSheet() != sheet:
        popup.setStyleSheet(sheet)


def undress_windows(application: QApplication) -> Sequence[QWidget]:
    """Take the look of all windows away, and tell which they are."""
    windows = [window for window in application.topLevelWidgets() if window.property(_DRESSED)]
    for window in windows:
        window.setStyleSheet("")
    return windows
