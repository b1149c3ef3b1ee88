"""The navigation rail: one button per page, with icon and name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from app.bridge.desk import Desk
from app.widgets.page_entry import PageEntry

_WIDTH = 84
_ICON = 24


class Rail(QFrame):
    """Tells which page was asked for; marks the one that is shown."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("role", "rail")
        self.setFixedWidth(_WIDTH)
        self._desk = desk
        self._entries = tuple(entries)
        self._group = QButtonGroup(self, exclusive=True)
        self._buttons: dict[str, QToolButton] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(6, 8, 6, 8)
        self._layout.setSpacing(4)
        for entry in self._entries:
            self._add(entry)
        desk.theme.changed.connect(self._draw_icons)
        self._draw_icons()

    def mark(self, page_id: str) -> None:
        """Show which page is open; a page that is not on the rail leaves none marked."""
        button = self._buttons.get(page_id)
        self._group.setExclusive(False)
        for each in self._buttons.values():
            each.setChecked(each is button)
        self._group.setExclusive(True)
        self._draw_icons()

    def button(self, page_id: str) -> QToolButton:
        """The button of a page."""
        return self._buttons[page_id]

    def _add(self, entry: PageEntry) -> None:
        button = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setObjectName(f"rail_{entry.id}")
        button.setProperty("role", "rail")
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.chosen.emit(entry.id))
        self._desk.texts.bind(button.setText, entry.title_code)
        self._desk.texts.bind(button.setAccessibleName, entry.title_code)
        texts = self._desk.texts
        texts.follow(button.setToolTip, lambda: f"{texts.say(entry.title_code)}  {entry.shortcut}")
        self._group.addButton(button)
        self._buttons[entry.id] = button
        if entry.id == "settings":
            self._layout.addStretch(1)
        self._layout.addWidget(button)

    def _draw_icons(self) -> None:
        for entry in self._entries:
            button = self._buttons[entry.id]
            colour = "on_rail_active" if button.isChecked() else "on_rail"
            button.setIcon(self._desk.icons.icon(entry.icon, colour))
