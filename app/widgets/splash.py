"""What is seen while the window is being prepared: the name of the program and what it is doing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.bridge.theme import Tokens

_SIZE = (460, 220)
_MARGIN = 32
_BAR = 4


class Splash(QWidget):
    """Paints itself from the tokens alone, so that nothing has to be loaded for it."""

    painted = Signal()

    def __init__(self, tokens: Tokens, name: str, doing: str) -> None:
        flags = Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self.setWindowTitle(name)
        self._tokens, self._name, self._doing = tokens, name, doing
        self.resize(*_SIZE)
        self._centre()

    def say(self, doing: str) -> None:
        """Show what is going on now."""
        self._doing = doing
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Name, line of text and a bar in the accent colour."""
        colour = self._tokens.colour
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colour("rail")))
        painter.fillRect(QRect(0, self.height() - _BAR, self.width(), _BAR), QColor(colour("accent")))
        box = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.setPen(QColor(colour("on_rail_active")))
        painter.setFont(self._font("figure", QFont.Weight.Bold))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._name)
        painter.setPen(QColor(colour("on_rail")))
        painter.setFont(self._font("body", QFont.Weight.Normal))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), self._doing)
        painter.end()
        self.painted.emit()

    def _font(self, size: str, weight: QFont.Weight) -> QFont:
        font = QFont(list(self._tokens.families))
        font.setPixelSize(self._tokens.sizes[size])
        font.setWeight(weight)
        return font

    def _centre(self) -> None:
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            self.move(screen.availableGeometry().center() - self.rect().center())
