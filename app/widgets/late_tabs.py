"""Tabs whose parts are made when they are first shown, or when somebody asks for one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabWidget, QWidget

_Part = TypeVar("_Part", bound=QWidget)


class LateTabs(QTabWidget):
    """One tab for each of `makers`, which calls `put` with its part; a part that was put is never asked for again."""

    def __init__(self, makers: Sequence[Callable[[], object]]) -> None:
        super().__init__()
        self._makers: list[Callable[[], object] | None] = list(makers)
        self.setDocumentMode(True)
        for _ in makers:
            self.addTab(QWidget(), "")
        self.currentChanged.connect(self._on_shown)

    def is_made(self, place: int) -> bool:
        """Whether the part of this tab is there."""
        return self._makers[place] is None

    def put(self, place: int, part: _Part) -> _Part:
        """A part in the place that was kept for it, which stays in front if it was."""
        is_in_front, is_enabled = self.currentIndex() == place, self.isTabEnabled(place)
        kept, words = self.widget(place), self.tabText(place)
        self._makers[place] = None
        with QSignalBlocker(self):
            self.insertTab(place, part, words)
            self.removeTab(place + 1)
            self.setTabEnabled(place, is_enabled)
            if is_in_front:
                self.setCurrentIndex(place)
        if kept is not None:
            kept.deleteLater()
        return part

    def _on_shown(self, place: int) -> None:
        make = self._makers[place] if place >= 0 else None
        if make is not None:
            make()
