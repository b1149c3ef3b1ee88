"""Draws resources/theme/splash.png, the picture that stands until the window does, from the tokens and our font."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from app.bridge.fonts import provide_fonts
from app.bridge.theme import tokens
from app.engine import messages, paths
from app.engine.messages import Language

TARGET = paths.resources() / "theme" / "splash.png"
_WIDTH, _HEIGHT, _MARGIN, _BAR, _DENSITY = 460, 220, 32, 4, 2
_NAME, _LEAD = 34, 15


def main() -> None:
    """Write the picture, at twice the size for dense screens."""
    application = QGuiApplication([])
    provide_fonts()
    draw().save(str(TARGET))
    sys.stdout.write(f"{TARGET} {TARGET.stat().st_size}\n")
    application.quit()


def draw() -> QImage:
    """Name and line of description on the colour of the rail, over a bar in the accent colour."""
    palette = tokens(is_dark=False)
    image = QImage(_WIDTH * _DENSITY, _HEIGHT * _DENSITY, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_DENSITY)
    image.fill(QColor(palette.colour("rail")))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(0, _HEIGHT - _BAR, _WIDTH, _BAR, QColor(palette.colour("accent")))
    box = QRect(_MARGIN, _MARGIN, _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN)
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    painter.setPen(QColor(palette.colour("on_rail_active")))
    painter.setFont(_font(_NAME, QFont.Weight.Bold))
    painter.drawText(box.adjusted(0, 24, 0, 0), left, messages.text("window.name", Language.ZH))
    painter.setPen(QColor(palette.colour("on_rail")))
    painter.setFont(_font(_LEAD, QFont.Weight.Normal))
    painter.drawText(box.adjusted(0, 76, 0, 0), left, messages.text("preferences.version_about", Language.ZH))
    painter.end()
    return image


def _font(pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont(list(tokens(is_dark=False).families))
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


if __name__ == "__main__":
    main()
