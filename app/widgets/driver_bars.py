"""Bars to the left and the right of a line: by how much each thing lowers or raises a figure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.bridge.theme import Theme

_ROW, _THICKNESS, _LABEL_SHARE, _FIGURE = 26, 12, 0.52, 64


@dataclass(frozen=True, slots=True)
class DriverBar:
    """`factor` is the figure with it over the figure without it; `text` is how that is written."""

    name: str
    factor: float
    text: str
    tip: str


class DriverBars(QWidget):
    """As many rows as there are bars; the longest fills its side."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("driverBars")
        self._theme = theme
        self._bars: tuple[DriverBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def bars(self) -> tuple[DriverBar, ...]:
        """What is shown."""
        return self._bars

    def show_bars(self, bars: Sequence[DriverBar]) -> None:
        """Show these, from the top."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("\n".join(bar.tip for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """One row for each bar."""
        return QSize(260, _ROW * max(len(self._bars), 1))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Names, a line in the middle of the rest, and the bars."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tokens = self._theme.tokens
            longest = max((abs(math.log(bar.factor)) for bar in self._bars), default=0.0) or 1.0
            left = self.width() * _LABEL_SHARE
            room = self.width() - left - _FIGURE
            middle = left + room / 2
            painter.setPen(QColor(tokens.colour("border")))
            painter.drawLine(int(middle), 0, int(middle), _ROW * len(self._bars))
            for row, bar in enumerate(self._bars):
                top = row * _ROW
                length = math.log(bar.factor) / longest * room / 2
                painter.setPen(QColor(tokens.colour("text")))
                name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, int(left) - 8)
                painter.drawText(QRectF(0, top, left - 8, _ROW), Qt.AlignmentFlag.AlignVCenter, name)
                painter.fillRect(
                    QRectF(min(middle, middle + length), top + (_ROW - _THICKNESS) / 2, abs(length), _THICKNESS),
                    QColor(tokens.series[1 if bar.factor >= 1 else 0]),
                )
                painter.setPen(QColor(tokens.colour("muted")))
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(self.width() - _FIGURE, top, _FIGURE, _ROW), side, bar.text)

    def event(self, event: object) -> bool:
        """The whole sentence of a bar in its tip."""
        if isinstance(event, QHelpEvent):
            row = event.pos().y() // _ROW
            QToolTip.showText(event.globalPos(), self._bars[row].tip if row < len(self._bars) else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]  # Qt's event, which the signature must not narrow
