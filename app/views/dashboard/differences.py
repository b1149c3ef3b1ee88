"""The list of what differs between the two sides of a comparison."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.dashboard_board import DashboardBoard
from app.bridge.dashboard_charts import lens_of
from app.bridge.dashboard_content import Part
from app.bridge.dashboard_differences import are_comparable, difference_table, differences
from app.bridge.desk import Desk
from app.engine.reports.tables import Table
from app.widgets.parts import frame, label
from app.widgets.report_table import ReportTable
from app.widgets.segments import Segments

_WIDTH = 484
_PARTS = (Part.COUNTRY, Part.PROVINCE, Part.GOODS, Part.MODE)
_NO_TABLE = Table("", (), ())


class DifferencePanel(QWidget):
    """Members of one dimension with the values of both sides, the largest change first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setFixedWidth(_WIDTH)
        self._desk = desk
        self._part = Part.COUNTRY
        self._is_part_chosen = False
        self.title, self.why = label("heading"), label("muted", wraps=True)
        desk.texts.bind(self.title.setText, "dashboard.differences")
        kinds = [(part.value, f"dashboard.column_{part.value}") for part in _PARTS]
        self.parts = Segments(desk.texts, "dashboard.differences", kinds)
        self.parts.show_choice(self._part.value)
        self.parts.chosen.connect(self._on_part_chosen)
        self.table = ReportTable(_NO_TABLE, is_narrow=True)
        self._board: DashboardBoard | None = None
        self._heads = ("", "")
        self._build()
        self.hide()

    def show_differences(self, board: DashboardBoard, heads: tuple[str, str]) -> None:
        """Show those of the board's two contents; hidden while there is one."""
        self._board, self._heads = board, heads
        self.setVisible(len(board.contents) > 1)
        if len(board.contents) > 1:
            self._choose_part()
            self._show()
        else:
            self._is_part_chosen = False

    def _choose_part(self) -> None:
        """The first dimension that differs: partners are the same where only partners were compared."""
        if self._board is None or self._is_part_chosen:
            return
        left, right = self._board.contents
        self._part = next((part for part in _PARTS if differences(left, right, part)), self._part)
        self.parts.show_choice(self._part.value)

    def _show(self) -> None:
        if self._board is None:
            return
        left, right = self._board.contents
        lens = lens_of(right if right.basis.context else left, self._desk.texts.language)
        found = differences(left, right, self._part)
        code = "dashboard.no_differences" if are_comparable(left, right) else "dashboard.not_comparable"
        self.why.setText(self._desk.texts.say(code))
        self.why.setVisible(not found)
        table = difference_table(found, self._part, lens, heads=self._heads)
        self.table.show_table(table, shortened=lens.language)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        card = frame("card")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, space(3), space(4), 0)
        around.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(2))
        column.addWidget(self.title)
        column.addWidget(self.parts)
        column.addWidget(self.why)
        column.addWidget(self.table, 1)

    def _on_part_chosen(self, name: str) -> None:
        self._part, self._is_part_chosen = Part(name), True
        self._show()
