"""Sums that margins in memory tell without a statement: of one dimension's members under at most one other filter."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.margin_file import UNIT, UNTOLD
from app.engine.store.margins import ALL_ROWS, Margin, Rows, Span
from app.engine.store.open_store import Generation
from app.engine.store.questions.span_sums import SpanCount, SpanSums
from app.engine.store.scan import facet_hs, find_facet, prefix_range
from app.engine.store.selection import Selection

_Ranges = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class HeldRows:
    """The rows of a margin that are in a selection, whatever its direction and years, and the member of each."""

    margin: Margin
    rows: Rows
    members: list[int | None]
    is_distinct: bool  # no two rows have the same member
    is_whole: bool = False  # all rows, each a member of its own

    def sums(self, span: Span | None) -> SpanSums:
        """Members with records in the span."""
        if span is None:
            return SpanSums()
        records = self.margin.sums(self.margin.records, span, self.rows)
        values = self.margin.sums(self.margin.value, span, self.rows)
        if not self.is_distinct:
            return self._added(values, records)
        if 0 not in records:
            return SpanSums(dict(zip(self.members, values, strict=True)), dict(zip(self.members, records, strict=True)))
        found = [row for row in zip(self.members, values, records, strict=True) if row[2]]
        return SpanSums({member: value for member, value, _ in found}, {member: count for member, _, count in found})

    def count(self, span: Span | None) -> SpanCount:
        """How many members are told in the span, and how concentrated their values are."""
        if span is None:
            return SpanCount(0, None)
        told = self.margin.told_in(span) if self.is_whole else None
        if told is None:
            return self.sums(span).count()
        return SpanCount(told.members, told.squares / told.value**2 if told.value else None)

    @property
    def numbers(self) -> Sequence[int]:
        """The rows by their numbers."""
        return range(self.margin.size)[self.rows] if isinstance(self.rows, slice) else self.rows

    def codes(self, column: str) -> Sequence[int]:
        """What a column of the margin tells of each row."""
        return _picked(self.margin.codes(column), self.rows)

    def _added(self, values: list[int], records: list[int]) -> SpanSums:
        added = SpanSums()
        for member, value, count in zip(self.members, values, records, strict=True):
            if count:
                added.values[member] = added.values.get(member, 0) + value
                added.records[member] = added.records.get(member, 0) + count
        return added


def held_rows(
    generation: Generation,
    selection: Selection,
    context: Context,
    dimension: Dimension | None,
    *,
    by_unit: bool = False,
    only: Collection[int] | None = None,
) -> HeldRows | None:
    """The rows of the smallest facet that tells the dimension; None where that one is not in memory.

    `by_unit` takes those that tell units apart, if the facet has any; `only` keeps the rows of these members.
    """
    facet = find_facet(generation, selection, context, [dimension] if dimension else [])
    kind = f"{facet.name}_{UNIT}" if facet and by_unit and facet.has_quantity else facet.name if facet else ""
    margin = generation.margins.get(kind, context.id)
    if facet is None or margin is None or (UNIT in margin.columns and margin.quantity is None):
        return None
    digits, hs_column = facet_hs(facet, context)
    rows = _matching(margin, selection, hs_column=hs_column, hs_digits=digits)
    if dimension is None:
        untold: list[int | None] = [None] * len(_picked(margin.first, rows))
        return HeldRows(margin, rows, untold, is_distinct=len(untold) == 1)
    column = hs_column if dimension.hs_digits else dimension.value
    divisor = 10 ** (digits - dimension.hs_digits) if dimension.hs_digits else 1
    if only is not None:
        rows = _only(margin, rows, column, {code for member in only for code in _codes_of(member, divisor)})
    members = [None if code == UNTOLD else code // divisor for code in _picked(margin.codes(column), rows)]
    is_whole = rows is ALL_ROWS and divisor == 1 and len(margin.columns) == 1
    return HeldRows(margin, rows, members, is_whole or len(set(members)) == len(members), is_whole)


def held_units(generation: Generation, selection: Selection, context: Context) -> set[int | None] | None:
    """Units of the selected records, None for one that is not told; None where a statement has to tell them."""
    facet = find_facet(generation, selection, context, (), with_unit=True)
    margin = generation.margins.get(f"{facet.name}_{UNIT}", context.id) if facet else None
    if facet is None or margin is None:
        return None
    digits, hs_column = facet_hs(facet, context)
    rows = _matching(margin, selection, hs_column=hs_column, hs_digits=digits)
    span = margin.span(selection.direction, selection.years)
    counts = margin.sums(margin.records, span, rows) if span else []
    units = zip(_picked(margin.codes(UNIT), rows), counts, strict=bool(span))
    return {None if unit == UNTOLD else unit for unit, count in units if count}


def _codes_of(member: int, divisor: int) -> range:
    return range(member * divisor, (member + 1) * divisor)


def _only(margin: Margin, rows: Rows, column: str, codes: Collection[int]) -> Rows:
    if rows is ALL_ROWS and column == margin.columns[0]:
        return _rows_of(margin.first, _single(sorted(codes)))
    return _narrowed(margin, rows, column, _single(sorted(codes)))


def _matching(margin: Margin, selection: Selection, *, hs_column: str, hs_digits: int) -> Rows:
    """The rows that pass the filters of the selection but for direction and years."""
    wanted: dict[str, _Ranges] = {
        "country": _single(selection.countries),
        "province": _single(selection.provinces),
        "mode": _single(selection.modes),
        hs_column: [prefix_range(prefix, hs_digits) for prefix in selection.hs],
    }
    first, *others = margin.columns
    ranges = wanted.get(first)
    rows = _rows_of(margin.first, ranges) if ranges else ALL_ROWS
    for column in others:
        if ranges := wanted.get(column):
            rows = _narrowed(margin, rows, column, ranges)
    return rows


def _single(codes: Sequence[int]) -> _Ranges:
    """Each code as a range; what is none is told nowhere."""
    return [(code, code) if code > UNTOLD else (1, 0) for code in codes]


def _rows_of(sorted_codes: Sequence[int], ranges: _Ranges) -> Rows:
    found = [
        (bisect_left(sorted_codes, first), bisect_right(sorted_codes, last)) for first, last in sorted(set(ranges))
    ]
    if len(found) == 1:
        return slice(*found[0])
    return [row for bounds in found for row in range(*bounds)]


def _narrowed(margin: Margin, rows: Rows, column: str, ranges: _Ranges) -> Rows:
    wanted = {code for first, last in ranges for code in range(first, last + 1)}
    if rows is ALL_ROWS and column != margin.columns[0]:
        found = [margin.by_second[code] for code in wanted if code in margin.by_second]
        return found[0] if len(found) == 1 else sorted(row for each in found for row in each)
    codes = margin.codes(column)
    numbers = range(len(codes))[rows] if isinstance(rows, slice) else rows
    return [row for row in numbers if codes[row] in wanted]


def _picked(codes: Sequence[int], rows: Rows) -> Sequence[int]:
    return codes[rows] if isinstance(rows, slice) else [codes[row] for row in rows]
