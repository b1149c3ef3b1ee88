"""The top of the dashboard: where one is, the way back, and what can be done with the whole page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from app.bridge.dashboard_names import path
from app.bridge.desk import Desk
from app.engine.store.selection import Selection
from app.widgets.breadcrumb import Breadcrumb
from app.widgets.export_button import ExportButton
from app.widgets.parts import button, draw_beside_text, label

_COMPARISONS = ("years", "selections")
_EXPORTS = {kind: f"dashboard.export_{kind}" for kind in ("pdf", "xlsx")}


class Header(QWidget):
    """Breadcrumb on the left, buttons on the right."""

    step_chosen = Signal(object)  # Selection
    compare_chosen = Signal(str)
    export_chosen = Signal(str)
    views_requested = Signal(object)  # the button, for a menu to open below

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.path = Breadcrumb(desk.icons, desk.theme, desk.texts)
        self.path.step_chosen.connect(self.step_chosen)
        self.demo = label("tag", "demo")
        desk.texts.bind(self.demo.setText, "dashboard.demo")
        desk.texts.bind(self.demo.setToolTip, "demo.label")
        self.demo.hide()
        self.back = self._icon_button("dashboard.back")
        self.back.clicked.connect(desk.session.back)
        self.forward = self._icon_button("dashboard.forward")
        self.forward.clicked.connect(desk.session.forward)
        self.compare = self._comparing()
        self.views = self._button("dashboard.views")
        self.views.clicked.connect(lambda: self.views_requested.emit(self.views))
        self.export = ExportButton(desk, _EXPORTS)
        self.export.chosen.connect(self.export_chosen)
        self._build()
        desk.theme.changed.connect(self._draw_icons)
        self._draw_icons()

    def show_selection(self, selection: Selection) -> None:
        """Show the way to it, and which ways back there are."""
        self.path.show_steps(path(selection, self._desk.texts.language))
        self.back.setEnabled(self._desk.session.can_go_back)
        self.forward.setEnabled(self._desk.session.can_go_forward)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._desk.theme.tokens.space(2))
        row.addWidget(self.back)
        row.addWidget(self.forward)
        row.addWidget(self.path, 1)
        for widget in (self.demo, self.compare, self.views, self.export):
            row.addWidget(widget)

    def _icon_button(self, code: str) -> QToolButton:
        made = QToolButton()
        self._desk.texts.bind(made.setToolTip, code)
        self._desk.texts.bind(made.setAccessibleName, code)
        return made

    def _button(self, code: str) -> QPushButton:
        made = button()
        self._desk.texts.bind(made.setText, code)
        return made

    def _comparing(self) -> QPushButton:
        made = self._button("dashboard.compare")
        menu = QMenu(made)
        for name in _COMPARISONS:
            action = menu.addAction("")
            action.setObjectName(name)
            self._desk.texts.bind(action.setText, f"dashboard.compare_{name}")
            action.triggered.connect(lambda _checked=False, name=name: self.compare_chosen.emit(name))
        made.setMenu(menu)
        return made

    def _draw_icons(self) -> None:
        icons = self._desk.icons
        self.back.setIcon(icons.icon("arrow-left"))
        self.forward.setIcon(icons.icon("arrow-right"))
        draw_beside_text(self.compare, icons, "git-compare")
        draw_beside_text(self.views, icons, "bookmark")
