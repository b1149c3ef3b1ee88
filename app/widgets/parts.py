"""Standard widgets with the role that the style sheet knows and the name by which tests and F6 find them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from app.bridge.icons import Icons


def label(role: str = "", name: str = "", *, wraps: bool = False) -> QLabel:
    """A label of plain text: what comes from files is never read as mark-up."""
    made = QLabel(wordWrap=wraps, textFormat=Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setObjectName(name)
    return made


def button(role: str = "", name: str = "") -> QPushButton:
    """A push button that Enter does not press by accident."""
    made = QPushButton(autoDefault=False)
    made.setProperty("role", role)
    made.setObjectName(name)
    return made


def answer(role: str = "", name: str = "") -> QPushButton:
    """A button of a dialog: Enter presses the one that has the focus, instead of the dialog's default."""
    made = button(role, name)
    made.setAutoDefault(True)
    return made


def draw_beside_text(owner: QPushButton, icons: Icons, name: str, colour: str = "text") -> None:
    """Put an icon before the words of a button; again whenever the theme changes."""
    owner.setIconSize(icons.size_beside_text)
    owner.setIcon(icons.beside_text(name, colour))


def frame(role: str, name: str = "") -> QFrame:
    """A frame: card, banner, toolbar, footer, popup or line."""
    made = QFrame()
    made.setProperty("role", role)
    made.setObjectName(name)
    return made
