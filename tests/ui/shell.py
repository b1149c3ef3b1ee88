"""The main window over demo data with pages that only name themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from app.bridge.desk import Desk
from app.widgets.commands import Command
from app.widgets.main_window import MainWindow
from app.widgets.page_entry import PageEntry


class NamedPage(QLabel):
    """Notes what the window does with it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.activations = 0
        self.files: list[Path] = []
        self.state: Mapping[str, object] = {}
        self.exports = 0

    def activated(self) -> None:
        self.activations += 1

    def open_files(self, files: list[Path]) -> None:
        self.files = files

    def page_commands(self) -> list[Command]:
        return [Command("dashboard.export_pdf", "download", self._export)]

    def saved_state(self) -> Mapping[str, object]:
        return {"of": self.text()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        self.state = state

    def _export(self) -> None:
        self.exports += 1


def make_shell(desk: Desk, *, keys: tuple[tuple[str, str], ...] = ()) -> tuple[MainWindow, dict[str, NamedPage]]:
    """The window with the pages dashboard and data, and whatever of them was made so far."""
    made: dict[str, NamedPage] = {}

    def entry(name: str, shortcut: str) -> PageEntry:
        def factory(_desk: Desk) -> QWidget:
            made[name] = NamedPage(name)
            return made[name]

        return PageEntry(name, "house", f"page.{name}", factory, shortcut, keys)

    window = MainWindow(desk, [entry("dashboard", "Ctrl+1"), entry("data", "Ctrl+2")])
    window.show_page("dashboard")
    window.show()
    return window, made
