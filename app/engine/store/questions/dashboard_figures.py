"""From the sums of the trend, and from counts by span, to the key figures of a dashboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.engine.store.questions.dashboard_answer import KeyFigures, TrendPoint
from app.engine.store.questions.dashboard_members import added
from app.engine.store.questions.dashboard_parts import SpanSum
from app.engine.store.questions.grouped import figures
from app.engine.store.selection import Direction, Years


def trend_of(rows: Iterable[SpanSum], unit: int | None) -> tuple[TrendPoint, ...]:
    """Points in time order, imports first."""
    points = [
        TrendPoint(
            year=row.span,
            direction=Direction.IMPORT if row.member == Direction.IMPORT.id else Direction.EXPORT,
            figures=figures(row.value, row.records, row.quantity, unit),
        )
        for row in rows
    ]
    return tuple(sorted(points, key=lambda point: (point.year, point.direction.id)))


@dataclass(frozen=True, slots=True)
class FigureSource:
    """What key figures of any span are put together from; counts are None where nothing was counted."""

    trend: Sequence[TrendPoint]
    direction: Direction | None
    partners: Sequence[SpanSum] | None
    products: Sequence[SpanSum] | None

    def key_figures(self, span: int, years: Years) -> KeyFigures:
        """The key figures of a span, by its id and its years."""
        held = [
            point.figures
            for point in self.trend
            if years.first <= point.year <= years.last and self.direction in (None, point.direction)
        ]
        partners = _counted(self.partners, span)
        products = _counted(self.products, span)
        return KeyFigures(
            figures=added(held),
            partners=None if partners is None else partners.records,
            products=None if products is None else products.records,
            hhi=None if partners is None else partners.ratio,
        )


def _counted(rows: Sequence[SpanSum] | None, span: int) -> SpanSum | None:
    """The count of a span; a span without members has no row."""
    if rows is None:
        return None
    return next((row for row in rows if row.span == span), SpanSum(None, span, None, 0, None, None))
