"""The button of a page that writes what it shows: one menu, alike on every page."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from app.bridge.desk import Desk
from app.widgets.parts import draw_beside_text

TABLES = {kind: f"window.export_{kind}" for kind in ("csv", "xlsx", "pdf")}


class ExportButton(QPushButton):
    """`chosen(kind)` with the kind of document, by which its entry in the menu is found as well."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, kinds: Mapping[str, str] = TABLES) -> None:
        super().__init__(autoDefault=False)  # Enter does not press it by accident
        self.setObjectName("export")
        self._desk = desk
        menu = QMenu(self)
        self.entries: dict[str, QAction] = {}
        for kind, code in kinds.items():
            action = self.entries[kind] = menu.addAction("")
            action.setObjectName(kind)
            desk.texts.bind(action.setText, code)
            action.triggered.connect(lambda _checked=False, kind=kind: self.chosen.emit(kind))
        self.setMenu(menu)
        desk.texts.bind(self.setText, "window.export")
        desk.theme.changed.connect(self._draw_icon)
        self._draw_icon()

    def _draw_icon(self) -> None:
        draw_beside_text(self, self._desk.icons, "download")
