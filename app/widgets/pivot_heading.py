"""How one heading of a cross table looks."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.bridge.theme import Tokens

LEVEL_HEIGHT = 30
PADDING = 8
ARROW_WIDTH = 18
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it is painted: `seen` is the part of `rect` in view, where the name stands; `arrow` a sort mark."""

    rect: QRect
    seen: QRect
    text: str
    arrow: str = ""
    is_arrow_faint: bool = False
    is_current: bool = False
    is_strong: bool = False
    is_right: bool = False


def paint_heading(painter: QPainter, heading: Heading, tokens: Tokens, font: QFont) -> None:
    """Ground, lines, name, sort mark."""
    rect = heading.rect
    painter.fillRect(rect, QColor(tokens.colour("accent_soft" if heading.is_current else "raised")))
    painter.setPen(QColor(tokens.colour("border")))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomRight())
    painter.setFont(_font(font, tokens, is_strong=heading.is_strong))
    inner = heading.seen.adjusted(PADDING, 0, -PADDING, 0)
    if heading.arrow:
        painter.setPen(QColor(tokens.colour("muted" if heading.is_arrow_faint else "text")))
        painter.drawText(inner, _RIGHT, heading.arrow)
        inner.adjust(0, 0, -ARROW_WIDTH, 0)
    painter.setPen(QColor(tokens.colour("text")))
    shown = painter.fontMetrics().elidedText(heading.text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, _RIGHT if heading.is_right else _LEFT, shown)


def _font(base: QFont, tokens: Tokens, *, is_strong: bool) -> QFont:
    font = QFont(base)
    font.setPixelSize(tokens.sizes["caption"] + 1)
    font.setWeight(QFont.Weight.Bold if is_strong else QFont.Weight.Normal)
    return font
