"""Cross tables of any dimensions as rows and columns, with totals, the rest beyond a limit, and reasons for gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from app.engine.errors import UsageError
from app.engine.store.answers import Basis, LeftOut, Reason
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import figures
from app.engine.store.questions.pivot_table import Groups, Measure, Table, lay_out
from app.engine.store.questions.spans import Spans, comparable_years, find_spans
from app.engine.store.scan import Scan, plan_scan
from app.engine.store.selection import Selection, Years

_MOST_ROW_DIMENSIONS, _MOST_COLUMN_DIMENSIONS = 3, 2
_MOST_GROUPS = 4_000_000
_UNIT_SUMS = (
    "coalesce(sum(quantity), 0)::DOUBLE AS quantity, coalesce(min(unit), 0)::INTEGER AS lowest,"
    " coalesce(max(unit), 0)::INTEGER AS highest, (count(unit) < count(*))::DOUBLE AS lacks_unit"
)
_NO_UNITS = "0.0 AS quantity, 0 AS lowest, 0 AS highest, 0.0 AS lacks_unit"


@dataclass(frozen=True, slots=True)
class PivotRequest:
    """One to three dimensions as rows, up to two as columns, and what cells tell.

    A limit keeps so many members at each level of its axis; the others are one line after them.
    """

    rows: tuple[Dimension, ...]
    columns: tuple[Dimension, ...] = ()
    measure: Measure = Measure.VALUE
    row_limit: int | None = None
    column_limit: int | None = None


@dataclass(frozen=True, slots=True)
class PivotAnswer:
    """The table, None where no record matches; `spans` are what growth compares where years are no dimension."""

    basis: Basis
    measure: Measure
    table: Table | None
    spans: Spans | None


def pivot(store: Store, selection: Selection, request: PivotRequest) -> PivotAnswer:
    """The cross table in one context; UsageError for dimensions given twice or too many, or a table too large."""
    dimensions = (*request.rows, *request.columns)
    if not 0 < len(request.rows) <= _MOST_ROW_DIMENSIONS or len(request.columns) > _MOST_COLUMN_DIMENSIONS:
        raise UsageError("query.pivot_dimensions", rows=_MOST_ROW_DIMENSIONS, columns=_MOST_COLUMN_DIMENSIONS)
    if len(set(dimensions)) < len(dimensions):
        raise UsageError("query.pivot_twice")
    return store.ask(partial(_pivot, selection=selection, request=request))


def _pivot(generation: Generation, *, selection: Selection, request: PivotRequest) -> PivotAnswer:
    dimensions = (*request.rows, *request.columns)
    choice = choose(generation, selection, dimensions)
    if not isinstance(choice, Choice):
        return PivotAnswer(choice, request.measure, None, None)
    spans = find_spans(generation, selection, choice.context)
    question = _Question(generation, selection, choice.context, dimensions, spans)
    groups, basis = _read(question, choice, request.measure)
    if not groups.records.any():
        return PivotAnswer(basis, request.measure, None, spans)
    axes, limits = (request.rows, request.columns), (request.row_limit, request.column_limit)
    table = lay_out(groups, axes, limits, measure=request.measure)
    return PivotAnswer(basis, request.measure, table, spans)


@dataclass(frozen=True, slots=True)
class _Question:
    generation: Generation
    selection: Selection
    context: Context
    dimensions: tuple[Dimension, ...]
    spans: Spans

    @property
    def names(self) -> list[str]:
        """Columns of the members."""
        return [f"member_{number}" for number in range(len(self.dimensions))]

    def members(self, scan: Scan) -> str:
        """SQL for the members of a row."""
        return ", ".join(f"{scan.column(d)} AS {name}" for d, name in zip(self.dimensions, self.names, strict=True))


def _read(question: _Question, choice: Choice, measure: Measure) -> tuple[Groups, Basis]:
    """The groups whose members are all told, and the basis with the sum of the others."""
    if measure is not Measure.GROWTH:
        statement, parameters = _sums(question, with_unit=measure.needs_unit)
    elif Dimension.YEAR in question.dimensions:
        statement, parameters = _growth_by_year(question)
    else:
        statement, parameters = _growth(question)
    found = question.generation.columns(f"{statement} LIMIT {_MOST_GROUPS + 1}", parameters)
    if len(found["value"]) > _MOST_GROUPS:
        raise UsageError("query.pivot_too_many_groups", most=_MOST_GROUPS)
    is_known = ~np.logical_or.reduce([np.ma.getmaskarray(found[name]) for name in question.names])
    told = {name: np.asarray(column[is_known]) for name, column in found.items()}
    groups = Groups(
        members=np.column_stack([told[name] for name in question.names]).astype(np.int32),
        value=told["value"].astype(np.float64),
        records=told["records"].astype(np.float64),
        after=told["after"].astype(np.float64),
        before=told["before"].astype(np.float64),
        quantity=told["quantity"].astype(np.float64),
        lowest=told["lowest"].astype(np.int32),
        highest=told["highest"].astype(np.int32),
        lacks_unit=told["lacks_unit"].astype(np.float64),
    )
    return groups, choice.basis if is_known.all() else choice.with_left_out(_unknown(question))


def _sums(question: _Question, *, with_unit: bool) -> tuple[str, list[object]]:
    scan = _scan(question, question.selection.years, with_unit=with_unit)
    units = _UNIT_SUMS if with_unit else _NO_UNITS
    return (
        f"""SELECT {question.members(scan)}, sum(value)::DOUBLE AS value, {scan.records}::DOUBLE AS records,
            0.0 AS after, 0.0 AS before, {units}
            FROM {scan.source} GROUP BY {", ".join(question.names)}""",
        [*scan.parameters],
    )


def _growth(question: _Question) -> tuple[str, list[object]]:
    """Sums of the spans that growth compares beside those of the selected years."""
    spans = question.spans
    scan = _scan(question, spans.hull)
    current, after = _within(spans.current), _within(spans.after)
    before = _within(spans.before) if spans.before else "false"
    return (
        f"""SELECT {question.members(scan)}, coalesce(sum(value) FILTER (WHERE {current}), 0)::DOUBLE AS value,
                coalesce(sum({scan.weight}) FILTER (WHERE {current}), 0)::DOUBLE AS records,
                coalesce(sum(value) FILTER (WHERE {after}), 0)::DOUBLE AS after,
                coalesce(sum(value) FILTER (WHERE {before}), 0)::DOUBLE AS before, {_NO_UNITS}
            FROM {scan.source} GROUP BY {", ".join(question.names)}""",
        [*scan.parameters],
    )


def _growth_by_year(question: _Question) -> tuple[str, list[object]]:
    """Each year beside the year before it, where that has the same directions."""
    years = question.spans.current
    scan = _scan(question, Years(years.first - 1, years.last))
    year = question.names[question.dimensions.index(Dimension.YEAR)]
    names = ", ".join(question.names)
    shifted = ", ".join(f"({name} + 1)::USMALLINT" if name == year else name for name in question.names)
    comparable = comparable_years(question.generation, question.selection, question.context)
    return (
        f"""WITH sums AS (
                SELECT {question.members(scan)}, sum(value)::DOUBLE AS value, {scan.records}::DOUBLE AS records
                FROM {scan.source} GROUP BY {names}
            )
            SELECT {names}, sum(value) AS value, sum(records) AS records, sum(after) AS after, sum(before) AS before,
                {_NO_UNITS}
            FROM (
                SELECT {names}, value, records, value AS after, 0.0 AS before FROM sums WHERE {year} >= {years.first:d}
                UNION ALL
                SELECT {shifted}, 0.0, 0.0, 0.0, value FROM sums WHERE list_contains(?::INTEGER[], {year} + 1)
            ) GROUP BY {names}""",
        [*scan.parameters, [year for year in comparable if years.first <= year <= years.last]],
    )


def _scan(question: _Question, years: Years | None, *, with_unit: bool = False) -> Scan:
    selection = replace(question.selection, years=years)
    return plan_scan(question.generation, selection, [question.context], question.dimensions, with_unit=with_unit)


def _within(years: Years) -> str:
    return f"year BETWEEN {years.first:d} AND {years.last:d}"


def _unknown(question: _Question) -> list[LeftOut]:
    """Records of which some member is not told."""
    scan = _scan(question, question.selection.years)
    is_unknown = " OR ".join(f"{scan.column(dimension)} IS NULL" for dimension in question.dimensions)
    ((value, records),) = question.generation.rows(
        f"SELECT coalesce(sum(value), 0::DECIMAL(38, 3)), coalesce({scan.records}, 0) FROM {scan.source}"
        f" AND ({is_unknown})",
        scan.parameters,
    )
    return [LeftOut(Reason.MEMBER_UNKNOWN, figures(value, records), question.context.currency)]
