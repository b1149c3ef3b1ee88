"""From the sums of the trend, and from counts by span, to the key figures of a dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.engine.store.questions.dashboard_answer import KeyFigures, TrendPoint
from app.engine.store.questions.dashboard_members import added
from app.engine.store.questions.span_sums import SpanCount, SpanSums
from app.engine.store.selection import Direction, Years


def trend_of(years: Mapping[int, SpanSums], unit: int | None) -> tuple[TrendPoint, ...]:
    """Points in time order, imports first."""
    return tuple(
        TrendPoint(year, direction, sums.figures(direction.id, unit))
        for year, sums in sorted(years.items())
        for direction in Direction
        if direction.id in sums.records
    )


@dataclass(frozen=True, slots=True)
class FigureSource:
    """What key figures of any span are put together from; counts are None where nothing was counted."""

    trend: Sequence[TrendPoint]
    direction: Direction | None
    partners: Mapping[int, SpanCount] | None
    products: Mapping[int, SpanCount] | None

    def key_figures(self, span: int, years: Years) -> KeyFigures:
        """The key figures of a span, by its id and its years."""
        held = [
            point.figures
            for point in self.trend
            if years.first <= point.year <= years.last and self.direction in (None, point.direction)
        ]
        partners, products = _count(self.partners, span), _count(self.products, span)
        return KeyFigures(
            figures=added(held),
            partners=None if partners is None else partners.members,
            products=None if products is None else products.members,
            hhi=None if partners is None else partners.hhi,
        )


def _count(counts: Mapping[int, SpanCount] | None, span: int) -> SpanCount | None:
    """The count of a span; one without members has no row."""
    return None if counts is None else counts.get(span, SpanCount(0, None))
