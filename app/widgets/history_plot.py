"""A price over the years: its band, the real history beside it, and breaks across which no line is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPixmap

from app.bridge.plot_scale import Mark, Scale, Span, View, even_places, whole_places, written
from app.bridge.price_curve import CurveReading, log_ticks, reading, segments, years_of
from app.bridge.texts import Texts
from app.bridge.theme import Theme, Tokens, tokens
from app.engine.price.answers import PriceCurve
from app.widgets.history_drawing import HistoryDrawing
from app.widgets.plot_area import PlotArea

_MARGIN = 0.06
_BESIDE_YEARS = 0.6
_LEAST_PRICE = 1e-12


class HistoryPlot(PlotArea):
    """Wheel and drag zoom, the pointer and the arrow keys read a year; `show_curve` draws another."""

    read = Signal(object)  # CurveReading or None

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(can_zoom=True)
        self.setObjectName("historyPlot")
        self._theme, self._texts = theme, texts
        self._curve = PriceCurve((), (), ())
        self._is_log = self._is_printed = False
        self._read_year: int | None = None
        self._declared: tuple[int, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        texts.bind(self.setAccessibleName, "price_desk.curve")
        theme.changed.connect(self.update)
        texts.language_changed.connect(self.update)

    @property
    def colours(self) -> Tokens:
        """On paper, the light theme's."""
        return tokens(is_dark=False) if self._is_printed else self._theme.tokens

    @property
    def is_log(self) -> bool:
        """Whether equal distances are equal ratios."""
        return self._is_log

    @property
    def lines(self) -> tuple[tuple[int, ...], ...]:
        """Years that each drawn line connects."""
        return tuple(tuple(point.year for point in run) for run in segments(self._curve))

    @property
    def declared(self) -> tuple[int, float] | None:
        """Year and price of the point that is compared with the curve."""
        return self._declared

    def show_curve(self, curve: PriceCurve) -> None:
        """Draw another curve over its whole span."""
        self._curve, self._read_year = curve, None
        self.reset_zoom()
        self.read.emit(None)

    def show_declared(self, year: int, price: float | None) -> None:
        """Mark a price beside the curve, which is zoomed so that it can be seen; None marks none."""
        self._declared = None if price is None or price <= 0 else (year, price)
        self.reset_zoom()

    def set_log(self, is_log: bool) -> None:
        """Change the scale; the whole curve is shown again."""
        self._is_log = is_log
        self.reset_zoom()

    def reset_zoom(self) -> None:
        """Show all years and every price but outliers, which must not flatten the rest."""
        years, prices = years_of(self._curve), self._bulk()
        if self._declared is not None:
            years, prices = sorted({*years, self._declared[0]}), [*prices, self._declared[1]]
        if years and prices:
            low, high = self.scaled(min(prices)), self.scaled(max(prices))
            margin = max((high - low) * _MARGIN, abs(high) * 1e-6, 1e-9)
            across = Span(years[0] - _BESIDE_YEARS, years[-1] + _BESIDE_YEARS)
            self.show_view(View(across, Span(low - margin, high + 2 * margin)))
        self.update()

    def picture(self) -> QPixmap:
        """What is seen now, on white whatever the theme."""
        self._is_printed = True
        made = self.grab()
        self._is_printed = False
        return made

    def read_at(self, year: int | None) -> None:
        """Move the read-out."""
        self._read_year = year
        self.update()
        found: CurveReading | None = None if year is None else reading(self._curve, year)
        self.read.emit(found)

    def scaled(self, price: float) -> float:
        """Where a price stands on the axis."""
        return math.log10(max(price, _LEAST_PRICE)) if self._is_log else price

    def draw(self, painter: QPainter, scale: Scale) -> None:
        """Breaks, bands and lines, the history and what is compared with it."""
        drawing = HistoryDrawing(painter, scale, self.colours, self.scaled)
        drawing.breaks(self._curve.breaks, self._texts)
        for run in segments(self._curve):
            drawing.run(run)
        drawing.history(self._curve.history)
        if self._declared is not None:
            drawing.declared(*self._declared)
        if self._read_year is not None:
            drawing.cursor(self._read_year)

    def across_marks(self, view: View, most: int) -> Sequence[Mark]:
        """Whole years only."""
        return [Mark(year, str(year)) for year in whole_places(view.x, most)]

    def upward_marks(self, view: View, most: int) -> Sequence[Mark]:
        """Prices, whose places are logarithms where that is wanted."""
        if self._is_log:
            return [Mark(place, f"{10**place:,.10g}") for place in log_ticks(view.y.low, view.y.high)]
        places = even_places(view.y, most)
        return [Mark(place, text) for place, text in zip(places, written(places), strict=True)]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Left and right read the neighbouring year, Home shows everything again."""
        years = years_of(self._curve)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and years:
            place = years.index(self._read_year) + step if self._read_year in years else (0 if step > 0 else -1)
            self.read_at(years[max(0, min(place, len(years) - 1)) if place >= 0 else (0 if self._read_year else -1)])
        elif event.key() == Qt.Key.Key_Home:
            self.reset_zoom()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """The year under the pointer is read."""
        super().mouseMoveEvent(event)
        years, scale = years_of(self._curve), self.scale
        if years and scale.area.contains(QPointF(event.position())):
            year = round(scale.values(event.position())[0])
            self.read_at(year if year in years else None)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """The read-out goes with the pointer."""
        super().leaveEvent(event)
        self.read_at(None)

    def _bulk(self) -> list[float]:
        """Bounds of what is worth seeing: the 80 % band, and the quartiles of the history."""
        bounds = [bound for run in segments(self._curve) for point in run for bound in point.usual]
        bounds += [bound for point in self._curve.history for bound in (point.lower_quartile, point.upper_quartile)]
        return [bound for bound in bounds if bound > 0]
