"""Going from one page to another without the pages knowing each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal


class Navigation(QObject):
    """Pages ask here; the main window listens."""

    page_requested = Signal(str)
    files_offered = Signal(object)  # list of paths for the data page
    declaration_offered = Signal(str)  # the text of a code, for the page that screens declarations
    screen_requested = Signal()
    kiosk_requested = Signal()
    audience_changed = Signal(bool)  # whether big screen or kiosk stands before people

    def go(self, page: str) -> None:
        """Show the page with this id."""
        self.page_requested.emit(page)

    def show_screen(self) -> None:
        """Show the big screen."""
        self.screen_requested.emit()

    def show_kiosk(self) -> None:
        """Show the kiosk."""
        self.kiosk_requested.emit()

    def offer_declaration(self, text: str) -> None:
        """Show the page that screens declarations with what a code said, filled in."""
        self.declaration_offered.emit(text)

    def offer_files(self, files: Sequence[Path]) -> None:
        """Show the data page with these files to import; none asks the user to choose some."""
        self.files_offered.emit(list(files))
