"""What is seen while the window is being prepared: a picture with the program's name, and what is going on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

_DENSITY = 2.0
_MARGIN = 32
_TEXT = QColor("#c9d4e0")


class Splash(QWidget):
    """A picture, because fonts, texts and colours would all have to be loaded before anything could be seen."""

    painted = Signal()

    def __init__(self, picture: Path) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self._picture = QPixmap(str(picture))
        self._picture.setDevicePixelRatio(_DENSITY)
        self._doing = ""
        self.resize(self._picture.deviceIndependentSize().toSize())
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            self.move(screen.availableGeometry().center() - self.rect().center())

    def say(self, doing: str) -> None:
        """Show what is going on now."""
        self._doing = doing
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and tell."""
        with QPainter(self) as painter:
            painter.drawPixmap(QPoint(0, 0), self._picture)
            painter.setPen(_TEXT)
            line = QRect(_MARGIN, self.height() - 2 * _MARGIN, self.width() - 2 * _MARGIN, _MARGIN)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._doing)
        self.painted.emit()
