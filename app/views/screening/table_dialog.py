"""A table in a window of its own, to read and to copy from."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.engine.reports.tables import Table
from app.widgets.parts import button, label
from app.widgets.report_table import ReportTable

_WIDTH, _HEIGHT = 760, 480


class TableDialog(QDialog):
    """Empty until its rows are there."""

    def __init__(self, desk: Desk, parent: QWidget, title_code: str, about_code: str) -> None:
        super().__init__(parent)
        self.setObjectName("tableDialog")
        self.resize(_WIDTH, _HEIGHT)
        texts, space = desk.texts, desk.theme.tokens.space
        heading, about = label("heading"), label("muted", wraps=True)
        self.table = ReportTable(Table("", (), ()))
        self.copy, self.leave = button("", "copyTable"), button("primary", "closeTable")
        for setter, code in (
            (self.setWindowTitle, title_code),
            (heading.setText, title_code),
            (about.setText, about_code),
            (self.table.setAccessibleName, title_code),
            (self.copy.setText, "screening_desk.copy_table"),
            (self.leave.setText, "screening_desk.close"),
        ):
            texts.bind(setter, code)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading)
        column.addWidget(about)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.copy.clicked.connect(self.table.copy)
        self.leave.clicked.connect(self.accept)

    def show_table(self, table: Table) -> None:
        """The rows, once they have been read."""
        self.table.show_table(table)
        self.table.horizontalHeader().setStretchLastSection(True)  # reasons are sentences
