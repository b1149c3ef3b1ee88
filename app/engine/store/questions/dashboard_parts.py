"""The parts of a click: from memory, and all others from one statement, each from the smallest facet that tells it.

Parts that only records can tell share one pass over those of the selected products, which lie together in the sorted
segments. A chart leaves out the filter of its own dimension, so that a member that was clicked stays among its
siblings; hence the shared pass keeps rows that any of these parts lets through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from app.engine.store.dimensions import Dimension
from app.engine.store.questions.held_parts import held_part
from app.engine.store.questions.part import Frame, Part, PartKind
from app.engine.store.questions.span_sums import PER_UNIT, PartRows, SpanCount, SpanSums
from app.engine.store.questions.spans import LAST_SPAN
from app.engine.store.scan import Scan, conditions_of, find_facet, plan_record_scan, plan_scan
from app.engine.store.selection import Selection

_FOUND = "found"
_FOUND_COLUMNS = "country, province, mode, hs, direction, year, unit, quantity, value"
_FEWEST_SHARING = 2
_Cells = tuple[int, bool, int | None, int, int, int, Decimal | None, float | None]


def read_parts(frame: Frame, parts: Sequence[Part]) -> list[PartRows]:
    """The rows of each part: from memory where a margin tells them, all others from one statement."""
    held = [held_part(frame, part) for part in parts]
    asked = iter(_ask(frame, [part for part, rows in zip(parts, held, strict=True) if rows is None]))
    return [next(asked) if rows is None else rows for rows in held]


def _ask(frame: Frame, parts: Sequence[Part]) -> list[PartRows]:
    if not parts:
        return []
    tables, parameters = _spans_table(frame)
    shared = _shared_scan(frame, parts)
    if shared is not None:
        tables += f", {_FOUND} AS MATERIALIZED (SELECT {_FOUND_COLUMNS} FROM {shared.source})"
        parameters += shared.parameters
    scans = [_scan(frame, part, shared) for part in parts]
    sums = " UNION ALL ".join(
        _sums(frame, number, part, scan) for number, (part, scan) in enumerate(zip(parts, scans, strict=True))
    )
    parameters += [value for scan in scans for value in scan.parameters]
    statement = f"WITH {tables}, sums AS ({sums}){_by_span(parts)}"
    return _part_rows(cast(list[_Cells], frame.generation.rows(statement, parameters)), len(parts))


def _part_rows(rows: Iterable[_Cells], parts: int) -> list[PartRows]:
    found = [(dict[int, SpanSums](), dict[int, SpanCount]()) for _ in range(parts)]
    for number, is_count, member, span, value, records, quantity, hhi in rows:
        sums, counts = found[number]
        if is_count:
            counts[span] = SpanCount(records, hhi)
            continue
        own = sums.setdefault(span, SpanSums())
        own.values[member], own.records[member] = value, records
        if quantity is not None:
            own.quantities[member] = quantity
    return [PartRows(*entry) for entry in found]


def _shared_scan(frame: Frame, parts: Sequence[Part]) -> Scan | None:
    """The records of all selected products, if more than one part has to read them."""
    sharing = [part.selection for part in parts if _reads_shared(frame, part)]
    if len(sharing) < _FEWEST_SHARING:
        return None
    products = Selection(hs=tuple(prefix for selection in sharing for prefix in selection.hs))
    return _found_scan(plan_record_scan(frame.generation, products, [frame.context]), sharing)


def _reads_shared(frame: Frame, part: Part) -> bool:
    """Whether the part is about products and no facet tells it."""
    if not part.selection.hs:
        return False
    told = find_facet(frame.generation, part.selection, frame.context, part.dimensions, with_unit=part.has_quantity)
    return told is None


def _found_scan(records: Scan, sharing: Sequence[Selection]) -> Scan:
    """Of the records, those that one of the selections lets through, whatever its direction and years."""
    timeless = dict.fromkeys(replace(selection, direction=None, years=None) for selection in sharing)
    tests, parameters = [], list(records.parameters)
    for selection in timeless:
        conditions, values = conditions_of(selection, hs_column=records.hs_column, hs_digits=records.hs_digits)
        tests.append(f"({' AND '.join(conditions)})")
        parameters += values
    return replace(records, source=f"{records.source} AND ({' OR '.join(tests)})", parameters=tuple(parameters))


def _spans_table(frame: Frame) -> tuple[str, list[object]]:
    spans = list(frame.spans.values())
    columns = ", ".join(f"unnest(?::INTEGER[]) AS {name}" for name in ("span", "first", "last"))
    return f"spans AS (SELECT {columns})", [
        list(frame.spans),
        [years.first for years in spans],
        [years.last for years in spans],
    ]


def _scan(frame: Frame, part: Part, shared: Scan | None) -> Scan:
    if shared is None or not _reads_shared(frame, part):
        return plan_scan(
            frame.generation, part.selection, [frame.context], part.dimensions, with_unit=part.has_quantity
        )
    conditions, parameters = conditions_of(part.selection, hs_column=shared.hs_column, hs_digits=shared.hs_digits)
    source = f"{_FOUND} WHERE {' AND '.join(conditions)}"
    return replace(shared, source=source, parameters=tuple(parameters))


def _sums(frame: Frame, number: int, part: Part, scan: Scan) -> str:
    """Sums of one part by member and year; rows are summed by year first because spans overlap."""
    dimension = Dimension.DIRECTION if part.kind is PartKind.TREND else part.dimension
    member = scan.column(dimension) if dimension else "NULL"
    headings = "bit_or(headings)" if part.kind is PartKind.HEADINGS else "NULL"
    return (
        f"SELECT {number} AS part, {member} AS member, year, sum(value) AS value, {scan.records} AS records,"
        f" {_quantity(frame, part)} AS quantity, {headings} AS headings FROM {scan.source} GROUP BY member, year"
    )


def _quantity(frame: Frame, part: Part) -> str:
    """In the shared unit, which the products have in the compared years, and may not have in all that a trend shows."""
    if not part.has_quantity:
        return "NULL"
    if part.kind is not PartKind.TREND:
        return "sum(quantity)"
    return (
        f"CASE WHEN min(unit) = {frame.unit:d} AND max(unit) = {frame.unit:d} AND count(unit) = count(*)"
        " THEN sum(quantity) END"
    )


def _by_span(parts: Sequence[Part]) -> str:
    """From sums by year to rows by span."""
    listed = _list(number for number, part in enumerate(parts) if part.is_listed)
    counted = _list(number for number, part in enumerate(parts) if part.is_counted)
    trends = _list(number for number, part in enumerate(parts) if part.kind is PartKind.TREND)
    is_listed = f"(part IN ({listed}) AND (span > {LAST_SPAN}) = (part IN ({trends})))"
    return f""", by_span AS (
            SELECT part, member, span, sum(value) AS value, sum(records)::BIGINT AS records,
                sum(quantity) AS quantity, bit_or(headings) AS headings
            FROM sums JOIN spans ON year BETWEEN first AND last
            WHERE {is_listed} OR part IN ({counted}) GROUP BY part, member, span
        )
        SELECT part, false, member, span, (value * {PER_UNIT})::HUGEINT, records, quantity, NULL
        FROM by_span WHERE {is_listed}
        UNION ALL
        SELECT part, true, NULL, span, NULL, coalesce(sum(bit_count(headings)), count(*))::BIGINT, NULL,
            sum(value::DOUBLE ** 2) / nullif(sum(value::DOUBLE) ** 2, 0)
        FROM by_span WHERE part IN ({counted}) AND member IS NOT NULL GROUP BY part, span"""


def _list(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or "-1"
