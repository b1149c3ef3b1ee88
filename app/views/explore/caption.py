"""The line above the table: what is measured in which unit, how large the table is, and what it rests on."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.pivot_basis import basis_line, left_out_lines, left_out_summary
from app.bridge.pivot_content import PivotFound
from app.engine.store.answers import Basis
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, frame, label

_POPUP_WIDTH = 520


class TableCaption(QWidget):
    """Says it again in the other language when that changes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._basis: Basis | None = None
        self.measure = label("", "tableMeasure")
        self.basis = ElidedLabel()
        self.basis.setProperty("role", "caption")
        self.left_out = button("link", "leftOut")
        self.left_out.clicked.connect(self._show_left_out)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.tokens.space(3))
        row.addWidget(self.measure)
        row.addWidget(self.basis, 1)
        row.addWidget(self.left_out)

    def show_table(self, measure: str, found: PivotFound | None) -> None:
        """Show what is measured, and the size and basis of the table; or nothing."""
        language = self._desk.texts.language
        basis = self._basis = found.basis if found else None
        self.measure.setText(measure)
        self.basis.setText(f"{self._size(found)} · {basis_line(found.basis, language)}" if found else "")
        summary = left_out_summary(basis, language) if basis else ""
        self.left_out.setText(summary)
        self.left_out.setVisible(bool(summary))

    def _size(self, found: PivotFound) -> str:
        content = found.content
        rows, columns = (content.rows.single_count, content.columns.single_count) if content else (0, 0)
        return self._desk.texts.say("explore.table_size", rows=rows, columns=columns)

    def _show_left_out(self) -> None:
        if self._basis is None:
            return
        popup = frame("popup", "leftOutReasons")
        popup.setParent(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(popup)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for line in left_out_lines(self._basis, self._desk.texts.language):
            column.addWidget(_line("", line))
        column.addWidget(_line("caption", self._desk.texts.say("dashboard.left_out_note")))
        popup.setFixedSize(_POPUP_WIDTH, column.heightForWidth(_POPUP_WIDTH))
        below = QPoint(self.left_out.width() - _POPUP_WIDTH, self.left_out.height())
        popup.move(self.left_out.mapToGlobal(below))
        popup.show()


def _line(role: str, text: str) -> QLabel:
    made = label(role, wraps=True)
    made.setText(text)
    return made
