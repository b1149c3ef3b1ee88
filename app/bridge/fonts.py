"""The bundled Chinese font, so that the window reads the same on a machine without one."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from app.engine import paths


def provide_fonts() -> list[str]:
    """Make the bundled families known to Qt; returns their names, none where the files were never built."""
    families: list[str] = []
    for file in sorted((paths.resources() / "web" / "fonts").glob("*.ttf")):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    return sorted(set(families))
