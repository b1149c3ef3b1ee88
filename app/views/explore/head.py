"""The head of the page: its title, ready-made tables, the way back, and what can be made of the table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from app.bridge.desk import Desk
from app.bridge.pivot_layout import PRESETS
from app.widgets.export_button import ExportButton
from app.widgets.parts import button, draw_beside_text, label

_EXPORTS = {kind: f"explore.export_{kind}" for kind in ("xlsx", "csv")}
_ICON_BUTTONS = {"undo": "undo-2", "redo": "redo-2", "transpose": "arrow-up-down"}


class ExploreHead(QWidget):
    """Buttons only; the page decides what they do."""

    preset_chosen = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()
    transpose_requested = Signal()
    chart_toggled = Signal(bool)
    export_requested = Signal(str)  # "xlsx" or "csv"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.buttons = {name: self._icon_button(name) for name in _ICON_BUTTONS}
        self.presets = self._preset_button()
        self.chart_button = button("", "showChart")
        self.chart_button.setCheckable(True)
        desk.texts.bind(self.chart_button.setText, "explore.show_chart")
        self.export_button = ExportButton(desk, _EXPORTS)
        self._build()
        self._connect()
        desk.texts.language_changed.connect(self._fill_presets)
        desk.theme.changed.connect(self._draw_icons)
        self._fill_presets()
        self._draw_icons()

    def show_possible(self, *, can_undo: bool, can_redo: bool, can_transpose: bool, has_table: bool) -> None:
        """Enable what can be done now."""
        self.buttons["undo"].setEnabled(can_undo)
        self.buttons["redo"].setEnabled(can_redo)
        self.buttons["transpose"].setEnabled(can_transpose)
        self.chart_button.setEnabled(has_table)
        self.export_button.setEnabled(has_table)

    def _build(self) -> None:
        title = label("title")
        self._desk.texts.bind(title.setText, "explore.title")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._desk.theme.tokens.space(2))
        row.addWidget(title)
        row.addSpacing(self._desk.theme.tokens.space(3))
        row.addWidget(self.presets)
        for each in self.buttons.values():
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.chart_button)
        row.addWidget(self.export_button)

    def _connect(self) -> None:
        self.buttons["undo"].clicked.connect(self.undo_requested)
        self.buttons["redo"].clicked.connect(self.redo_requested)
        self.buttons["transpose"].clicked.connect(self.transpose_requested)
        self.chart_button.toggled.connect(self.chart_toggled)
        self.export_button.chosen.connect(self.export_requested)
        for keys, signal in (
            (QKeySequence.keyBindings(QKeySequence.StandardKey.Undo), self.undo_requested),
            ([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")], self.redo_requested),
        ):
            action = QAction(self)
            action.setShortcuts(keys)
            action.triggered.connect(signal)
            self.addAction(action)

    def _fill_presets(self) -> None:
        menu = self.presets.menu()
        menu.clear()
        for name in PRESETS:
            action = menu.addAction(self._desk.texts.say(f"explore.preset_{name}"))
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, n=name: self.preset_chosen.emit(n))

    def _preset_button(self) -> QPushButton:
        made = button("", "presets")
        made.setMenu(QMenu(made))
        self._desk.texts.bind(made.setText, "explore.presets")
        return made

    def _icon_button(self, name: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName(name)
        self._desk.texts.bind(made.setToolTip, f"explore.{name}")
        self._desk.texts.bind(made.setAccessibleName, f"explore.{name}")
        return made

    def _draw_icons(self) -> None:
        for name, icon in _ICON_BUTTONS.items():
            self.buttons[name].setIcon(self._desk.icons.icon(icon))
        draw_beside_text(self.chart_button, self._desk.icons, "chart-no-axes-combined")
