"""Draws the program's icon from resources/theme/icon.svg: a PNG for the window, an ICO for the bundle."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.engine import paths

SOURCE = paths.resources() / "theme" / "icon.svg"
PICTURE = SOURCE.with_suffix(".png")
BUNDLED = Path(__file__).resolve().parent.parent / "installer" / "tradescope.ico"
_SIZE = 256
_BUNDLED_SIZES = [(size, size) for size in (16, 24, 32, 48, 64, 256)]


def main() -> None:
    """Write both files."""
    application = QGuiApplication([])
    draw().save(str(PICTURE))
    # Qt writes one size, uncompressed
    Image.open(PICTURE).save(BUNDLED, sizes=_BUNDLED_SIZES)
    for target in (PICTURE, BUNDLED):
        sys.stdout.write(f"{target.name} {target.stat().st_size}\n")
    application.quit()


def draw() -> QImage:
    """The drawing on a transparent ground."""
    image = QImage(_SIZE, _SIZE, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, _SIZE, _SIZE))
    painter.end()
    return image


if __name__ == "__main__":
    main()
