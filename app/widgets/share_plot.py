"""Curves of shares (0 to 1) over a share, with a movable reading line; for budgets and drills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg  # type: ignore[import-untyped]  # it brings no types
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.bridge.theme import Theme

_LEGEND = (-12, -12)  # from the right and the bottom


@dataclass(frozen=True, slots=True)
class ShareCurve:
    """One curve: its name, points from left to right, and its colour among the theme's series."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    series: int
    is_dashed: bool = False


class SharePlot(pg.PlotWidget):  # type: ignore[misc]  # as above
    """Not zoomed by hand: its whole range is what matters."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sharePlot")
        self._theme = theme
        self._curves: tuple[ShareCurve, ...] = ()
        self._at: float | None = None
        self._widest = 1.0
        self.setMenuEnabled(False)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)
        self._legend = pg.LegendItem(offset=_LEGEND)
        self._legend.setParentItem(self.getPlotItem().vb)
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def curves(self) -> tuple[ShareCurve, ...]:
        """What is drawn."""
        return self._curves

    def show_curves(self, curves: Sequence[ShareCurve], *, widest: float = 1.0) -> None:
        """Draw others, over shares from nothing to `widest`."""
        self._curves, self._widest = tuple(curves), widest
        self._draw()

    def read_at(self, share: float | None) -> None:
        """Move the reading line."""
        self._at = share
        self._draw()

    def _draw(self) -> None:
        tokens, plot = self._theme.tokens, self.getPlotItem()
        plot.clear()
        self.setBackground(tokens.colour("surface"))
        for name in ("left", "bottom"):
            axis = plot.getAxis(name)
            axis.setPen(tokens.colour("border"))
            axis.setTextPen(tokens.colour("muted"))
            axis.setScale(100)
            axis.enableAutoSIPrefix(False)
        plot.showGrid(x=False, y=True, alpha=0.25)
        self._legend.clear()
        self._legend.setLabelTextColor(tokens.colour("text"))
        for curve in self._curves:
            style = Qt.PenStyle.DashLine if curve.is_dashed else Qt.PenStyle.SolidLine
            pen = pg.mkPen(QColor(tokens.series[curve.series % len(tokens.series)]), width=2, style=style)
            item = pg.PlotDataItem(list(curve.xs), list(curve.ys), pen=pen)
            self.addItem(item)
            self._legend.addItem(item, curve.name)
        if self._at is not None:
            pen = pg.mkPen(tokens.colour("accent"), width=2)
            self.addItem(pg.InfiniteLine(self._at, angle=90, movable=False, pen=pen), ignoreBounds=True)
        self.setXRange(0, self._widest, padding=0.01)
        self.setYRange(0, 1, padding=0.03)
