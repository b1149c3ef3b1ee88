"""One statement for all charts of a click: each part reads the smallest facet that can tell it.

Parts that only records can tell share one pass over those of the selected products, which lie together in the sorted
segments. A chart leaves out the filter of its own dimension, so that a member that was clicked stays among its
siblings; hence the shared pass keeps rows that fail one filter at most.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation
from app.engine.store.questions.spans import LAST_SPAN
from app.engine.store.scan import Scan, conditions_of, find_facet, plan_record_scan, plan_scan
from app.engine.store.selection import Selection, Years

_FOUND = "found"
_FOUND_COLUMNS = "country, province, mode, hs, direction, year, unit, quantity, value"
_FEWEST_SHARING = 2


class PartKind(enum.Enum):
    """What the rows of a part are: figures of members, of directions by year, or counts of members by span."""

    MEMBERS = "members"
    TREND = "trend"
    PARTNERS = "partners"
    HEADINGS = "headings"
    CODES = "codes"

    @property
    def is_counted(self) -> bool:
        """True if members are counted and not shown."""
        return self in {PartKind.PARTNERS, PartKind.HEADINGS, PartKind.CODES}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the statement; `dimension` is that of its members, shown or counted."""

    kind: PartKind
    selection: Selection
    dimension: Dimension | None = None
    has_quantity: bool = False

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What its source has to tell apart besides years and directions."""
        return (self.dimension,) if self.dimension else ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parts have in common: the spans by id (a single year's is the year), and the shared unit."""

    generation: Generation
    context: Context
    selection: Selection
    spans: Mapping[int, Years]
    unit: int | None


@dataclass(frozen=True, slots=True)
class SpanSum:
    """One row of a part: a member's figures in a span, or how many members a span has and how concentrated."""

    member: int | None
    span: int
    value: object
    records: int
    quantity: object
    ratio: float | None


def read_parts(frame: Frame, parts: Sequence[Part]) -> list[list[SpanSum]]:
    """The rows of each part; members have no rows for single years, a trend has them only for these."""
    tables, parameters = _spans_table(frame)
    shared = _shared_scan(frame, parts)
    if shared is not None:
        table, values = _found_table(frame, shared)
        tables, parameters = f"{tables}, {table}", [*parameters, *values]
    scans = [_scan(frame, part, shared) for part in parts]
    sums = " UNION ALL ".join(
        _sums(frame, number, part, scan) for number, (part, scan) in enumerate(zip(parts, scans, strict=True))
    )
    parameters += [value for scan in scans for value in scan.parameters]
    found: list[list[SpanSum]] = [[] for _ in parts]
    for number, *cells in frame.generation.rows(f"WITH {tables}, sums AS ({sums}){_by_span(parts)}", parameters):
        found[int(str(number))].append(_span_sum(*cells))
    return found


def _span_sum(member: object, span: object, value: object, records: object, quantity: object, ratio: object) -> SpanSum:
    return SpanSum(
        None if member is None else int(str(member)),
        int(str(span)),
        value,
        int(str(records)),
        quantity,
        None if ratio is None else float(str(ratio)),
    )


def _shared_scan(frame: Frame, parts: Sequence[Part]) -> Scan | None:
    """The records of the selected products, if more than one part has to read them."""
    if sum(_reads_shared(frame, part) for part in parts) < _FEWEST_SHARING:
        return None
    products = replace(frame.selection, direction=None, years=None, countries=(), provinces=(), modes=())
    return plan_record_scan(frame.generation, products, [frame.context])


def _reads_shared(frame: Frame, part: Part) -> bool:
    """Whether the part is about the selected products and no facet tells it."""
    if not frame.selection.hs or part.selection.hs != frame.selection.hs:
        return False
    told = find_facet(frame.generation, part.selection, frame.context, part.dimensions, with_unit=part.has_quantity)
    return told is None


def _spans_table(frame: Frame) -> tuple[str, list[object]]:
    spans = list(frame.spans.values())
    columns = ", ".join(f"unnest(?::INTEGER[]) AS {name}" for name in ("span", "first", "last"))
    return f"spans AS (SELECT {columns})", [
        list(frame.spans),
        [years.first for years in spans],
        [years.last for years in spans],
    ]


def _found_table(frame: Frame, shared: Scan) -> tuple[str, list[object]]:
    """The shared pass, without rows that fail more than one filter, because no chart shows them."""
    selection = frame.selection
    filters = (
        Selection(countries=selection.countries),
        Selection(provinces=selection.provinces),
        Selection(modes=selection.modes),
    )
    passed, parameters = list[str](), list[object]()
    for alone in filters:
        conditions, values = conditions_of(alone, hs_column=shared.hs_column, hs_digits=shared.hs_digits)
        passed += [f"coalesce({condition}, false)::TINYINT" for condition in conditions]
        parameters += values
    found = f"{_FOUND} AS MATERIALIZED (SELECT {_FOUND_COLUMNS} FROM {shared.source}"
    if len(passed) < 2:
        return f"{found})", list(shared.parameters)
    return f"{found} AND {' + '.join(passed)} >= {len(passed) - 1})", [*shared.parameters, *parameters]


def _scan(frame: Frame, part: Part, shared: Scan | None) -> Scan:
    if shared is None or not _reads_shared(frame, part):
        return plan_scan(
            frame.generation, part.selection, [frame.context], part.dimensions, with_unit=part.has_quantity
        )
    conditions, parameters = conditions_of(
        replace(part.selection, hs=()), hs_column=shared.hs_column, hs_digits=shared.hs_digits
    )
    source = f"{_FOUND} WHERE {' AND '.join(conditions or ['true'])}"
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
    """From sums by year to rows by span: figures of members and trends, counts of the other parts."""
    numbers = {
        is_counted: [number for number, part in enumerate(parts) if part.kind.is_counted is is_counted]
        for is_counted in (False, True)
    }
    trends = [number for number, part in enumerate(parts) if part.kind is PartKind.TREND]
    wanted = f"part IN ({_list(numbers[True])}) OR (span > {LAST_SPAN}) = (part IN ({_list(trends)}))"
    return f""", by_span AS (
            SELECT part, member, span, sum(value) AS value, sum(records)::BIGINT AS records,
                sum(quantity) AS quantity, bit_or(headings) AS headings
            FROM sums JOIN spans ON year BETWEEN first AND last WHERE {wanted} GROUP BY part, member, span
        )
        SELECT part, member, span, value, records, quantity, NULL FROM by_span WHERE part IN ({_list(numbers[False])})
        UNION ALL
        SELECT part, NULL, span, NULL, coalesce(sum(bit_count(headings)), count(*))::BIGINT, NULL,
            sum(value::DOUBLE ** 2) / nullif(sum(value::DOUBLE) ** 2, 0)
        FROM by_span WHERE part IN ({_list(numbers[True])}) AND member IS NOT NULL GROUP BY part, span"""


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers)) or "NULL"
