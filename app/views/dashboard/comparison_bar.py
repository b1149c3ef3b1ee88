"""What stands on the left and on the right while two things are compared, and the way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.bridge.dashboard_names import described
from app.bridge.dashboard_state import Comparing, Comparison
from app.bridge.desk import Desk
from app.engine.store.selection import Selection
from app.widgets.choice_box import ChoiceBox
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, label


class ComparisonBar(QFrame):
    """Two years to choose, or the names of two selections."""

    years_chosen = Signal(int, int)
    stopped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._desk = desk
        texts = desk.texts
        self._marks = (label("key"), label("key"))
        self.names = (ElidedLabel(), ElidedLabel())
        self.boxes = tuple(ChoiceBox(texts, str, label_code=f"dashboard.year_of_{side}") for side in ("left", "right"))
        for box in self.boxes:
            box.chosen.connect(self._on_year_chosen)
        self.stop = button("", "stopComparing")
        texts.bind(self.stop.setText, "dashboard.stop_comparing")
        self.stop.clicked.connect(self.stopped)
        self._build()
        self.hide()

    def show_comparison(self, comparison: Comparison, selection: Selection, years: Sequence[int]) -> None:
        """Show what is compared; hidden while nothing is."""
        self.setVisible(comparison.is_on)
        if not comparison.is_on:
            return
        has_years = comparison.kind is Comparing.YEARS
        for box, name in zip(self.boxes, self.names, strict=True):
            box.setVisible(has_years)
            name.setVisible(not has_years)
        if has_years:
            chosen = (comparison.first_year, comparison.second_year)
            for box, year in zip(self.boxes, chosen, strict=True):
                box.show_choices(sorted({*years, year}), year)
        else:
            for name, side in zip(self.names, comparison.sides(selection), strict=True):
                name.setText(self._said(side))

    def side_names(self, comparison: Comparison) -> tuple[str, str]:
        """The two sides in short, for the heads of a table."""
        if comparison.kind is Comparing.YEARS:
            return f"A · {comparison.first_year}", f"B · {comparison.second_year}"
        return "A", "B"

    def _said(self, selection: Selection) -> str:
        language = self._desk.texts.language
        parts = described(selection, language)
        return "；".join(parts) if parts else self._desk.texts.say("dashboard.everything")

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        row = QHBoxLayout(self)
        row.setContentsMargins(space(3), space(1), space(2), space(1))
        row.setSpacing(space(2))
        for mark, text, box, name in zip(self._marks, "AB", self.boxes, self.names, strict=True):
            mark.setText(text)
            row.addWidget(mark)
            row.addWidget(box)
            row.addWidget(name, 1)
        row.addStretch(1)
        row.addWidget(self.stop)

    def _on_year_chosen(self, _year: object) -> None:
        left, right = (box.value for box in self.boxes)
        if isinstance(left, int) and isinstance(right, int):
            self.years_chosen.emit(left, right)
