"""The head of the page: title, the way to the dashboard, a file of questions, and documents."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.export_button import ExportButton
from app.widgets.parts import button, draw_beside_text, label

_EXPORTS = {kind: f"price_desk.export_{kind}" for kind in ("png", "xlsx", "pdf")}


class PriceHead(QWidget):
    """Buttons only; the page decides what they do."""

    dashboard_requested = Signal()
    batch_requested = Signal()
    export_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self.busy = label("caption", "busy")
        self.dashboard, self.batch = button("", "toDashboard"), button("", "batch")
        self.export = ExportButton(desk, _EXPORTS)
        title = label("title")
        texts.bind(title.setText, "price_desk.title")
        texts.bind(self.busy.setText, "price_desk.working")
        self.busy.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.tokens.space(2))
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self.busy)
        for each, name in ((self.dashboard, "dashboard"), (self.batch, "batch")):
            texts.bind(each.setText, f"price_desk.{name}")
            row.addWidget(each)
        row.addWidget(self.export)
        self.export.chosen.connect(self.export_requested)
        self.dashboard.clicked.connect(self.dashboard_requested)
        self.batch.clicked.connect(self.batch_requested)
        desk.theme.changed.connect(self._draw_icons)
        self._draw_icons()

    def show_possible(self, *, is_ready: bool, has_question: bool, has_detail: bool) -> None:
        """Enable what can be done now."""
        self.batch.setEnabled(is_ready)
        self.dashboard.setEnabled(has_question)
        self.export.setEnabled(has_detail)

    def _draw_icons(self) -> None:
        icons = self._desk.icons
        draw_beside_text(self.dashboard, icons, "layout-dashboard")
        draw_beside_text(self.batch, icons, "file-spreadsheet")
