"""Icons in the colours of the theme, from the line drawings in resources/web/icons."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.bridge.theme import Theme
from app.engine import paths

_SIZES = (16, 20, 24, 32)
_BESIDE, _ROOM = 16, 4


class Icons:
    """Draws each icon once per colour and size; a name without a drawing gives an empty icon, never an error."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """The icon in a named colour of the current palette; ask again when the theme changes."""
        icon = QIcon()
        for size in _SIZES:
            icon.addPixmap(self.pixmap(name, size, colour))
        return icon

    def beside_text(self, name: str, colour: str = "text") -> QIcon:
        """The icon for a button with words, which a style puts so close that they touch: with room on its right."""
        drawing = self.pixmap(name, _BESIDE, colour)
        roomy = QPixmap(self.size_beside_text * drawing.devicePixelRatio())
        roomy.setDevicePixelRatio(drawing.devicePixelRatio())
        roomy.fill(Qt.GlobalColor.transparent)
        with QPainter(roomy) as painter:
            painter.drawPixmap(0, 0, drawing)
        return QIcon(roomy)

    @property
    def size_beside_text(self) -> QSize:
        """What a button must be told, or it draws that icon smaller."""
        return QSize(_BESIDE + _ROOM, _BESIDE)

    def pixmap(self, name: str, size: int, colour: str = "text") -> QPixmap:
        """The drawing at `size` device-independent pixels, sharp on the densest screen."""
        ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
        return _drawn(name, size, self._theme.tokens.colour(colour), ratio)


@functools.lru_cache(maxsize=1024)
def _drawn(name: str, size: int, colour: str, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(paths.resources() / "web" / "icons" / f"{name}.svg")
    if drawing:
        with QPainter(pixmap) as painter:
            QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode())).render(
                painter, QRectF(0, 0, size, size)
            )
    return pixmap


@functools.cache
def _drawing(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
