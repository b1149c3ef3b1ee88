"""What a plot shows of its plane, where that lies on the screen, and where its axes have marks."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

_STEPS = (1.0, 2.0, 5.0, 10.0)
_NEARLY = 1e-9
_WIDEST = 1e15


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, which is larger."""

    low: float
    high: float

    def around(self, fixed: float, factor: float) -> Span:
        """As many times as wide, within what numbers can tell apart; one place stays where it is."""
        made = Span(fixed + (self.low - fixed) * factor, fixed + (self.high - fixed) * factor)
        largest = max(abs(made.low), abs(made.high))
        return made if _NEARLY * largest < made.high - made.low < _WIDEST else self

    def moved(self, by: float) -> Span:
        """The same width elsewhere."""
        return Span(self.low + by, self.high + by)


@dataclass(frozen=True, slots=True)
class View:
    """The part of the plane that is shown."""

    x: Span
    y: Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis and what is written there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A view laid onto a rectangle of the screen, whose y grows downwards."""

    view: View
    area: QRectF

    def x(self, at: float) -> float:
        """A value's place from left to right."""
        span = self.view.x
        return self.area.left() + (at - span.low) / (span.high - span.low) * self.area.width()

    def y(self, at: float) -> float:
        """A value's place from top to bottom."""
        span = self.view.y
        return self.area.bottom() - (at - span.low) / (span.high - span.low) * self.area.height()

    def point(self, x: float, y: float) -> QPointF:
        """Both."""
        return QPointF(self.x(x), self.y(y))

    def values(self, point: QPointF) -> tuple[float, float]:
        """What lies at a point of the screen."""
        across, down = self.view.x, self.view.y
        x = across.low + (point.x() - self.area.left()) / max(self.area.width(), 1.0) * (across.high - across.low)
        y = down.low + (self.area.bottom() - point.y()) / max(self.area.height(), 1.0) * (down.high - down.low)
        return x, y


def even_places(span: Span, most: int) -> list[float]:
    """Round numbers at equal distances, at most so many."""
    least = (span.high - span.low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * each for each in _STEPS if power * each >= least * (1 - _NEARLY))
    first, last = math.ceil(span.low / step - _NEARLY), math.floor(span.high / step + _NEARLY)
    return [place * step for place in range(first, last + 1)]


def whole_places(span: Span, most: int) -> list[int]:
    """Whole numbers at equal distances, at most about so many."""
    step = max(1, math.ceil((span.high - span.low) / max(most, 1)))
    return list(range(math.ceil(span.low), math.floor(span.high) + 1, step))


def written(places: list[float]) -> list[str]:
    """With as many decimals as tell them apart."""
    step = min((after - before for before, after in itertools.pairwise(places)), default=1.0)
    decimals = max(0, -math.floor(math.log10(step) + _NEARLY)) if step > 0 else 0
    return [f"{place + 0.0:,.{decimals}f}" for place in places]
