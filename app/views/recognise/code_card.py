"""One code that was read: what it says, what may be wrong with that, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from app.bridge.code_board import FoundCode
from app.bridge.code_words import code_words, declared_selection
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.engine.codes.payload import PayloadKind
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import button, frame, label

_MOST_SHOWN = 1_500


class CodeCard(QFrame):
    """Made anew for each code; a click anywhere on it marks the code in the picture."""

    pointed_at = Signal()
    price_wanted = Signal(object)  # Selection
    screening_wanted = Signal(str)

    def __init__(self, desk: Desk, found: FoundCode, number: int) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"code{number}")
        self._desk, self._found = desk, found
        self._words = code_words(found, desk.texts.language)
        self.text = CopyLabel(desk.texts, "", "codeText", wraps=True)
        self.copy = button("", "copyCode")
        self.price, self.screening = button("", "priceCode"), button("", "screenCode")
        self._selection = declared_selection(found.payload, desk.session.selection)
        self._build(number)
        self.copy.clicked.connect(self._on_copy)
        self.price.clicked.connect(lambda: self.price_wanted.emit(self._selection))
        self.screening.clicked.connect(lambda: self.screening_wanted.emit(found.code.reading.text))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Point at the code."""
        super().mousePressEvent(event)
        self.pointed_at.emit()

    def _build(self, number: int) -> None:
        texts, space, words = self._desk.texts, self._desk.theme.tokens.space, self._words
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(1))
        kind, about = label("heading"), label("caption")
        kind.setText(f"{number} · {words.kind}")
        about.setText(words.about)
        column.addWidget(kind)
        column.addWidget(about)
        for doubt in words.doubts:
            column.addWidget(self._doubt(doubt))
        self.text.setText(_cut(words.text))
        self.text.setToolTip("")
        column.addWidget(self.text)
        if words.rows:
            column.addLayout(self._rows())
        row = QHBoxLayout()
        row.setSpacing(space(2))
        texts.bind(self.copy.setText, "codes.copy")
        texts.bind(self.price.setText, "codes.price")
        texts.bind(self.screening.setText, "codes.screening")
        self.screening.setVisible(self._found.payload.kind is PayloadKind.DECLARATION)
        self.price.setVisible(self._selection is not None)
        row.addWidget(self.copy)
        row.addWidget(self.price)
        row.addWidget(self.screening)
        row.addStretch(1)
        column.addLayout(row)

    def _doubt(self, sentence: str) -> QFrame:
        banner = frame("banner")
        banner.setProperty("level", "warning")
        words = label("", wraps=True)
        words.setText(sentence)
        space = self._desk.theme.tokens.space
        inner = QVBoxLayout(banner)
        inner.setContentsMargins(space(2), space(1), space(2), space(1))
        inner.addWidget(words)
        return banner

    def _rows(self) -> QGridLayout:
        space = self._desk.theme.tokens.space
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(1))
        for line, (name, value) in enumerate(self._words.rows):
            title, told = label("caption", wraps=True), CopyLabel(self._desk.texts, wraps=True)
            title.setText(name)
            told.setText(value)
            grid.addWidget(title, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(told, line, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._found.code.reading.text)
        self._desk.notices.post(Level.INFO, "codes.copied")


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
