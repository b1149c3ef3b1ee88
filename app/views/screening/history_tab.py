"""What was done with the line so far, and what was decided of like ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_tables import likes_table, steps_table
from app.engine.reports.tables import Table
from app.widgets.parts import label
from app.widgets.report_table import ReportTable

if TYPE_CHECKING:
    from app.engine.screening.case_outcomes import KnownCase
    from app.engine.screening.cases import Case


class HistoryTab(QWidget):
    """Two tables beside each other, so that a low window shows some lines of both; they follow the language."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._case: Case | None = None
        self._likes: Sequence[KnownCase] = ()
        self.steps, self.likes = ReportTable(Table("", (), ())), ReportTable(Table("", (), ()))
        row = QHBoxLayout(self)
        space = desk.theme.tokens.space
        row.setContentsMargins(0, space(2), 0, 0)
        row.setSpacing(space(3))
        for code, table in (("steps_title", self.steps), ("likes_title", self.likes)):
            title, column = label("caption"), QVBoxLayout()
            column.setSpacing(space(1))
            desk.texts.bind(title.setText, f"screening_desk.{code}")
            desk.texts.bind(table.setAccessibleName, f"screening_desk.{code}")
            column.addWidget(title)
            column.addWidget(table, 1)
            row.addLayout(column, 1)
        desk.texts.language_changed.connect(self._show)

    def show_case(self, case: Case) -> None:
        """Another case, or the same one later."""
        self._case, self._likes = case, ()
        self._show()

    def show_likes(self, likes: Sequence[KnownCase]) -> None:
        """Earlier decided cases of its trader, or of its goods and partner."""
        self._likes = likes
        self._show()

    def _show(self) -> None:
        if self._case is not None:
            self.steps.show_table(steps_table(self._case.steps, self._desk.texts))
            self.likes.show_table(likes_table(self._likes, self._desk.texts))
