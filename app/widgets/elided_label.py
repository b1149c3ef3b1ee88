"""A label that shortens what does not fit and shows the whole in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyleOption


class ElidedLabel(QLabel):
    """One line of text; the middle goes first, for names of files differ at both ends."""

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show another text."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as two letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 2, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what fits."""
        with QPainter(self) as painter:
            option = QStyleOption()
            option.initFrom(self)
            box = self.contentsRect()
            shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, box.width())
            flags = int(self.alignment() | Qt.TextFlag.TextSingleLine)
            self.style().drawItemText(
                painter, box, flags, option.palette, self.isEnabled(), shown, self.foregroundRole()
            )
