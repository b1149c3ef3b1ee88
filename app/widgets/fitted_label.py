"""A label whose text is as large as its style says, or as much smaller as it needs to be seen whole."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyleOption

_LEAST = 0.3  # of the size that the style says
_STEP = 0.94


class FittedLabel(QLabel):
    """As high as its text in the largest type, but never higher than some lines of it."""

    def __init__(self, name: str, *, lines: int) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.setObjectName(name)
        self._lines = lines

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Of the text in the largest type in which it takes no more room than some lines of that type."""
        self.ensurePolished()
        room = QRect(0, 0, width, self.fontMetrics().lineSpacing() * self._lines)
        return self._needed(self._fitted_in(room), width).height()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Of one line, which its width makes several of."""
        return QSize(self.fontMetrics().averageCharWidth() * 10, self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as two letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 2, self.fontMetrics().lineSpacing())

    def fitted(self) -> QFont:
        """The largest type in which the text fits."""
        return self._fitted_in(self.contentsRect())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all of it."""
        option = QStyleOption()
        option.initFrom(self)
        with QPainter(self) as painter:
            painter.setFont(self.fitted())
            painter.setPen(option.palette.color(self.foregroundRole()))
            painter.drawText(self.contentsRect(), self._flags(), self.text())

    def _fitted_in(self, box: QRect) -> QFont:
        font = QFont(self.font())
        largest = size = float(max(font.pixelSize(), 1))
        while size > largest * _LEAST and not self._fits(font, box):
            size *= _STEP
            font.setPixelSize(max(1, round(size)))
        return font

    def _fits(self, font: QFont, box: QRect) -> bool:
        needed = self._needed(font, box.width())
        return needed.width() <= box.width() and needed.height() <= box.height()

    def _needed(self, font: QFont, width: int) -> QRect:
        return QFontMetrics(font).boundingRect(QRect(0, 0, width, 0), self._flags(), self.text())

    def _flags(self) -> int:
        return int(Qt.TextFlag.TextWordWrap | (self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)) | int(
            Qt.AlignmentFlag.AlignVCenter
        )
