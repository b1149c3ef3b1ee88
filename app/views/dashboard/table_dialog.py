"""A chart as a table: all members in figures, sortable, to copy or to save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.engine.reports.tables import Table
from app.widgets.parts import button, label
from app.widgets.report_table import ReportTable

_SIZE = (880, 560)


class TableDialog(QDialog):
    """Stays open beside the page; `save_requested(kind)` asks for a file of the table."""

    save_requested = Signal(str)

    def __init__(self, desk: Desk, table: Table, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tableDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.setWindowTitle(title)
        space = desk.theme.tokens.space
        heading, about = label("heading"), label("caption", wraps=True)
        heading.setText(title)
        about.setText(desk.texts.say("dashboard.table_about", rows=f"{len(table.rows):,}"))
        self.table = ReportTable(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(4), space(4), space(4))
        column.setSpacing(space(2))
        for widget in (heading, about, self.table):
            column.addWidget(widget)
        column.addLayout(self._buttons(desk))

    def _buttons(self, desk: Desk) -> QHBoxLayout:
        texts, row = desk.texts, QHBoxLayout()
        self.copy = button("", "copyTable")
        texts.bind(self.copy.setText, "dashboard.copy_table")
        self.copy.clicked.connect(self.table.copy)
        row.addWidget(self.copy)
        for kind in ("csv", "xlsx"):
            save = button("", kind)
            texts.bind(save.setText, f"dashboard.save_{kind}")
            save.clicked.connect(lambda _checked=False, kind=kind: self.save_requested.emit(kind))
            row.addWidget(save)
        row.addStretch(1)
        close = button("primary", "closeTable")
        texts.bind(close.setText, "dashboard.close")
        close.clicked.connect(self.close)
        row.addWidget(close)
        return row
