"""Records behind the number; a click on a cell asks for what it tells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_board import PriceDetail
from app.bridge.price_tables import COMPARABLE_KEYS, comparables_table, filtered_by
from app.engine.price.answers import Comparable
from app.engine.reports.tables import Table
from app.widgets.parts import button, label
from app.widgets.report_table import ReportTable


class ComparablesPanel(QWidget):
    """Sorted by likeness until a heading is clicked."""

    filtered = Signal(object)  # PriceQuestion
    save_requested = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._detail: PriceDetail | None = None
        self.about = label("caption", "comparablesAbout", wraps=True)
        self.table = ReportTable(Table("", (), ()))
        self.copy = button("", "copyComparables")
        self.saves = {kind: button("", f"{kind}Comparables") for kind in ("csv", "xlsx")}
        self._build()
        self.table.clicked.connect(self._on_clicked)
        self.table.activated.connect(self._on_clicked)
        self.copy.clicked.connect(self.table.copy)
        for kind, save in self.saves.items():
            save.clicked.connect(lambda _checked=False, kind=kind: self.save_requested.emit(kind))
        desk.texts.language_changed.connect(self._show)

    @property
    def rows(self) -> tuple[Comparable, ...]:
        """The records in the order of their likeness."""
        return self._detail.comparables if self._detail else ()

    def show_detail(self, detail: PriceDetail) -> None:
        """Show the records of another answer."""
        self._detail = detail
        self._show()

    def clear(self) -> None:
        """Show nothing, where there is no answer."""
        self._detail = None
        self.table.show_table(Table("", (), ()))
        self.about.clear()
        for each in (self.copy, *self.saves.values()):
            each.setEnabled(False)

    def _show(self) -> None:
        detail, texts = self._detail, self._desk.texts
        if detail is None:
            return
        self.table.show_table(comparables_table(detail.answer, detail.comparables, texts.language))
        has_rows = bool(detail.comparables)
        code = "price_desk.comparables_about" if has_rows else "price_desk.no_comparables"
        self.about.setText(texts.say(code, rows=len(detail.comparables)))
        for each in (self.copy, *self.saves.values()):
            each.setEnabled(has_rows)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self.copy.setText, "price_desk.copy_table")
        texts.bind(self.table.setAccessibleName, "price_desk.comparables")
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.about, 1)
        row.addWidget(self.copy)
        for kind, save in self.saves.items():
            texts.bind(save.setText, f"window.save_{kind}")
            row.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, 0)
        column.setSpacing(space(2))
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def _on_clicked(self, index: QModelIndex) -> None:
        detail = self._detail
        if detail is None or not index.isValid():
            return
        shown = self.table.content.rows[index.row()]
        place = next(number for number, row in enumerate(self.table.content.table.rows) if row is shown)
        question = detail.answer.question
        changed = filtered_by(question, detail.comparables[place], COMPARABLE_KEYS[index.column()])
        if changed != question:
            self.filtered.emit(changed)
