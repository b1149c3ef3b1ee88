"""What stands in place of the charts when their process keeps dying."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.bridge.texts import Texts

_TEXT_WIDTH = 480


class FailurePanel(QWidget):
    """A sentence and a button that asks for another try."""

    retried = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sentence = QLabel(self)
        sentence.setWordWrap(True)
        sentence.setMaximumWidth(_TEXT_WIDTH)
        texts.bind(sentence.setText, "charts.renderer_failed")
        button = QPushButton(self)
        button.setProperty("role", "primary")
        texts.bind(button.setText, "charts.retry")
        button.clicked.connect(self.retried)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        layout.addWidget(sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
