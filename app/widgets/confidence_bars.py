"""Ranked answers with how probable each is; a click or its digit chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from app.bridge.theme import Theme
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import label

_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class BarEntry:
    """One answer: its title, a second line, and its probability between 0 and 1."""

    title: str
    note: str
    share: float
    is_right: bool = False  # a person said so


class ConfidenceBars(QWidget):
    """Rows are kept, so that nothing flickers."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, *, rows: int) -> None:
        super().__init__()
        self.rows = [_Row(theme, number) for number in range(1, rows + 1)]
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.tokens.space(1))
        for place, row in enumerate(self.rows):
            row.clicked.connect(lambda place=place: self.chosen.emit(place))
            column.addWidget(row)

    def show_entries(self, entries: Sequence[BarEntry], chosen: int) -> None:
        """Show these; `chosen` is drawn stronger."""
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(entries))
            if place < len(entries):
                row.show_entry(entries[place], is_chosen=place == chosen)

    def fit(self, spacing: int) -> None:
        """Distances for a display that is read from afar, and has no keys."""
        self._column.setSpacing(spacing)
        for row in self.rows:
            row.fit(spacing)


class _Row(QFrame):
    clicked = Signal()

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setObjectName(f"answer{number}")
        space = theme.tokens.space
        key = self._key = label("key")
        key.setText(str(number))
        self.title, self.note, self.share = ElidedLabel(), ElidedLabel(), label("heading")
        self.note.setProperty("role", "caption")
        self.right = label("success")
        self.bar = QProgressBar(textVisible=False, maximum=_STEPS)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(space(2), space(1), space(2), space(2))
        grid.setHorizontalSpacing(space(2))
        grid.setVerticalSpacing(2)
        grid.addWidget(key, 0, 0)
        grid.addWidget(self.title, 0, 1)
        grid.addWidget(self.right, 0, 2)
        grid.addWidget(self.share, 0, 3, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.note, 1, 1, 1, 3)
        grid.addWidget(self.bar, 2, 1, 1, 3)
        grid.setColumnStretch(1, 1)

    def show_entry(self, entry: BarEntry, *, is_chosen: bool) -> None:
        self.title.setText(entry.title)
        self.note.setText(entry.note)
        self.note.setVisible(bool(entry.note))
        self.share.setText(f"{entry.share:.1%}")
        self.right.setText("✓" if entry.is_right else "")
        self.bar.setValue(round(entry.share * _STEPS))
        self.setToolTip(f"{entry.title}\n{entry.note}")
        self.setAccessibleName(f"{entry.title} {entry.share:.1%}")
        if self.property("chosen") != is_chosen:
            self.setProperty("chosen", is_chosen)
            self.style().unpolish(self)
            self.style().polish(self)

    def fit(self, spacing: int) -> None:
        self._key.hide()
        self._grid.setContentsMargins(spacing, spacing // 2, spacing, spacing // 2)
        self._grid.setHorizontalSpacing(spacing)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Choose the answer."""
        super().mousePressEvent(event)
        self.clicked.emit()
