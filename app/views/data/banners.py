"""Two lines above everything: that there are demonstration data, and that a removal can be undone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from app.bridge import data_words
from app.bridge.data_removals import Removals
from app.bridge.desk import Desk
from app.views.data.layouts import row
from app.widgets.parts import button, label

_ICON = 20


class DemoBanner(QFrame):
    """Shown while the store holds demonstration data."""

    removal_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("demoBanner")
        self.setProperty("role", "banner")
        self.setProperty("level", "warning")
        self._desk = desk
        self._icon, words = label(), label("", "demoText", wraps=True)
        self.remove = button("", "removeDemo")
        line = row(desk.theme, self, margin=2, gap=3)
        line.addWidget(self._icon)
        line.addWidget(words, 1)
        line.addWidget(self.remove)
        desk.texts.bind(words.setText, "data.demo_banner")
        desk.texts.bind(self.remove.setText, "data.demo_remove")
        self.remove.clicked.connect(self.removal_asked)
        desk.theme.changed.connect(self._draw)
        self._draw()

    def refresh(self) -> None:
        """Show or hide by what the store holds now."""
        self.setVisible(self._desk.session.has_demo)

    def _draw(self) -> None:
        self._icon.setPixmap(self._desk.icons.pixmap("sparkles", _ICON, "warning"))


class UndoBanner(QFrame):
    """Shown while a removal can be undone."""

    def __init__(self, desk: Desk, removals: Removals) -> None:
        super().__init__()
        self.setObjectName("undoBanner")
        self.setProperty("role", "banner")
        self._desk, self._removals = desk, removals
        self._icon, self._words = label(), label("", "undoText", wraps=True)
        self.undo = button("", "undoRemoval")
        line = row(desk.theme, self, margin=2, gap=3)
        line.addWidget(self._icon)
        line.addWidget(self._words, 1)
        line.addWidget(self.undo)
        desk.texts.bind(self.undo.setText, "data.undo")
        self.undo.clicked.connect(removals.undo)
        removals.changed.connect(self.refresh)
        desk.texts.language_changed.connect(self.refresh)
        desk.theme.changed.connect(self._draw)
        self._draw()
        self.refresh()

    def refresh(self) -> None:
        """Say what would be undone."""
        last = self._removals.last
        self.setVisible(last is not None)
        self.undo.setEnabled(not self._removals.is_busy)
        if last is not None:
            rows = data_words.count(sum(segment.kept for segment in last.removal.segments))
            self._words.setText(self._desk.texts.say("data.removed", name=last.name, rows=rows))

    def _draw(self) -> None:
        self._icon.setPixmap(self._desk.icons.pixmap("undo-2", _ICON, "accent"))
