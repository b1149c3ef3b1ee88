"""Parts of a dashboard that margins in memory tell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import reduce
from operator import or_

from app.engine.store.margins import Span
from app.engine.store.questions.held_sums import HeldRows, held_rows
from app.engine.store.questions.part import Frame, Part, PartKind
from app.engine.store.questions.span_sums import PartRows, SpanCount, SpanSums
from app.engine.store.questions.spans import LAST_SPAN
from app.engine.store.selection import Direction, Selection, Years


def held_part(frame: Frame, part: Part) -> PartRows | None:
    """The part's sums and counts; None where a statement has to tell them."""
    if part.has_quantity:
        return None
    rows = held_rows(frame.generation, part.selection, frame.context, part.dimension)
    if rows is None:
        return None
    if part.kind is PartKind.HEADINGS:
        return PartRows({}, _headings(frame, part, rows)) if rows.margin.headings else None
    if part.kind is PartKind.TREND:
        return PartRows(_trend(rows), {})
    listed = [span for span in frame.spans if span <= LAST_SPAN] if part.is_listed else []
    sums = {span: _sums_of(rows, part.selection, frame.spans[span]) for span in listed}
    counts = _counts(frame, part, rows) if part.is_counted else {}
    return PartRows({span: found for span, found in sums.items() if found.records}, counts)


def _trend(rows: HeldRows) -> dict[int, SpanSums]:
    """Directions by year."""
    return {year: found for year in rows.margin.years if (found := _directions(rows, Years(year, year))).records}


def _directions(rows: HeldRows, years: Years) -> SpanSums:
    found = SpanSums()
    for direction in Direction:
        own = rows.sums(rows.margin.span(direction, years))
        if own.records:
            found.values[direction.id] = sum(own.values.values())
            found.records[direction.id] = sum(own.records.values())
    return found


def _counts(frame: Frame, part: Part, rows: HeldRows) -> dict[int, SpanCount]:
    counts: dict[int, SpanCount] = {}
    for span, years in frame.spans.items():
        counts[span] = rows.count(_columns(rows, part.selection, years))
    return {span: count for span, count in counts.items() if count.members}


def _headings(frame: Frame, part: Part, rows: HeldRows) -> dict[int, SpanCount]:
    """How many headings the chapters have in each span."""
    years = rows.margin.years
    chapters: dict[int, list[int]] = {}
    for row, chapter in zip(rows.numbers, rows.members, strict=True):
        if chapter is not None:
            bits = rows.margin.heading_bits(row, part.selection.direction)
            chapters[chapter] = list(map(or_, chapters[chapter], bits)) if chapter in chapters else bits
    counts = {}
    for span, within in frame.spans.items():
        first, last = bisect_left(years, within.first), bisect_right(years, within.last)
        counts[span] = SpanCount(sum(reduce(or_, bits[first:last], 0).bit_count() for bits in chapters.values()), None)
    return {span: count for span, count in counts.items() if count.members}


def _sums_of(rows: HeldRows, selection: Selection, years: Years) -> SpanSums:
    return rows.sums(_columns(rows, selection, years))


def _columns(rows: HeldRows, selection: Selection, years: Years) -> Span | None:
    """Where the sums of the years are that are also selected."""
    selected = selection.years or years
    first, last = max(years.first, selected.first), min(years.last, selected.last)
    return rows.margin.span(selection.direction, Years(first, last)) if first <= last else None
