"""A note over a table whose answer takes longer than a second: that it is being worked out, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.bridge.texts import Texts
from app.widgets.parts import button, frame, label

_SHOWN_AFTER_MS = 1_000
_WIDTH = 320


class BusyNote(QWidget):
    """Covers its parent's middle while `set_busy(True)` has lasted a second."""

    stopped = Signal()

    def __init__(self, texts: Texts, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_AFTER_MS)
        self._timer.timeout.connect(self._appear)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.stop_button = button("", "stopQuestion")
        self._build(texts)
        parent.installEventFilter(self)
        self.hide()

    def set_busy(self, is_busy: bool) -> None:
        """Start or stop waiting."""
        if is_busy:
            self._timer.start()
        else:
            self._timer.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Stay over the parent."""
        if watched is self._covered and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)

    def _build(self, texts: Texts) -> None:
        words = label("", "busyWords")
        texts.bind(words.setText, "explore.working")
        texts.bind(self.stop_button.setText, "explore.stop")
        texts.bind(self.bar.setAccessibleName, "explore.working")
        self.stop_button.clicked.connect(self.stopped)
        card = frame("card")
        card.setFixedWidth(_WIDTH)
        row = QHBoxLayout()
        row.addWidget(words, 1)
        row.addWidget(self.stop_button)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 16)
        inner.setSpacing(12)
        inner.addLayout(row)
        inner.addWidget(self.bar)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def _appear(self) -> None:
        self.setGeometry(self._covered.rect())
        self.show()
        self.raise_()
