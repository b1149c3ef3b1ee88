"""Structural breaks of a selection and of its largest members: over months where the data hold them, else years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.analysis.indicators.breaks import Break, adjusted, find_break
from app.engine.errors import NotInDataError
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.series import SeriesAnswer, SeriesRow, series
from app.engine.store.selection import Selection

_MONTHS = 12
_YEARS_FOR_SEASON = 4


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series; `month` is None in a series of years."""

    year: int
    month: int | None
    value: float


@dataclass(frozen=True, slots=True)
class BreakRow:
    """One series with its most likely break, or with the code of the sentence why it has none.

    `member` is None for the whole selection; `adjusted_p` allows for as many series as were tested (Holm).
    """

    member: int | None
    points: tuple[Point, ...]
    found: Break | None
    adjusted_p: float | None
    obstacle: str = ""

    @property
    def at(self) -> Point | None:
        """The first point of the new level."""
        return self.points[self.found.place] if self.found else None


@dataclass(frozen=True, slots=True)
class BreaksAnswer:
    """The whole selection first, then the largest members, the surest break first."""

    basis: Basis
    dimension: Dimension
    is_monthly: bool
    rows: tuple[BreakRow, ...]


def break_points(store: Store, selection: Selection, dimension: Dimension, *, limit: int) -> BreaksAnswer:
    """Tested apart for the whole and for each of the `limit` largest members."""
    whole = series(store, selection, limit=1)
    is_monthly = whole.basis.context is not None and whole.basis.context.holds(Dimension.MONTH)
    if is_monthly:
        whole = series(store, selection, monthly=True, limit=1)
    if not whole.rows:
        return BreaksAnswer(whole.basis, dimension, is_monthly, ())
    members = series(store, selection, by=dimension, monthly=is_monthly, limit=limit)
    periods = sorted({(row.year, row.month or 0) for row in whole.rows})
    total = _tested(None, whole.rows, periods)
    rows = [_tested(member, found, periods) for member, found in _by_member(members).items()]
    return BreaksAnswer(members.basis, dimension, is_monthly, (total, *_judged(rows)))


def _by_member(answer: SeriesAnswer) -> dict[int, list[SeriesRow]]:
    found: dict[int, list[SeriesRow]] = {}
    for row in answer.rows:
        if row.member is not None:
            found.setdefault(row.member, []).append(row)
    return found


def _tested(member: int | None, rows: Sequence[SeriesRow], periods: Sequence[tuple[int, int]]) -> BreakRow:
    points = tuple(Point(row.year, row.month, float(row.figures.value)) for row in rows)
    if len(points) < len(periods):
        return BreakRow(member, points, None, None, "query.gaps_in_series")
    season = _MONTHS if points[0].month and len(points) >= _YEARS_FOR_SEASON * _MONTHS else 0
    try:
        found = find_break([point.value for point in points], season=season)
    except NotInDataError as error:
        if member is None:
            raise
        return BreakRow(member, points, None, None, error.code)
    return BreakRow(member, points, found, found.p_value)


def _judged(rows: list[BreakRow]) -> list[BreakRow]:
    tested = [row for row in rows if row.found is not None]
    p_values = adjusted([row.found.p_value for row in tested if row.found])
    judged = [
        BreakRow(row.member, row.points, row.found, p_value) for row, p_value in zip(tested, p_values, strict=True)
    ]
    judged.sort(key=lambda row: (row.adjusted_p or 0.0, -(row.found.statistic if row.found else 0.0)))
    return [*judged, *(row for row in rows if row.found is None)]
