"""The standing charts of one click: totals over years, and the largest members of each dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.engine.store.answers import NOTHING, Basis, Figures
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Row, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.grouped import Group, Grouped, figures, group_by
from app.engine.store.scan import find_facet, plan_record_scan
from app.engine.store.selection import Selection

_OVER_YEARS = (Dimension.YEAR, Dimension.DIRECTION)
_RANKED = (Dimension.COUNTRY, Dimension.PROVINCE, Dimension.MODE, Dimension.HS2, Dimension.HS4)


@dataclass(frozen=True, slots=True)
class Chart:
    """The largest groups by value of one or two dimensions; `total` is that of the whole selection."""

    dimensions: tuple[Dimension, ...]
    groups: tuple[Group, ...]
    total: Figures


@dataclass(frozen=True, slots=True)
class DashboardAnswer:
    """All charts that the context can fill; `absent` are the dimensions that its source does not tell."""

    basis: Basis
    charts: tuple[Chart, ...]
    absent: tuple[Dimension, ...]


def dashboard(store: Store, selection: Selection, *, limit: int) -> DashboardAnswer:
    """Years by direction, partners, provinces, modes, chapters and headings: `limit` members of each."""
    return store.ask(partial(_dashboard, selection=selection, limit=limit))


def _dashboard(generation: Generation, *, selection: Selection, limit: int) -> DashboardAnswer:
    choice = choose(generation, selection, [])
    if not isinstance(choice, Choice):
        return DashboardAnswer(choice, (), ())
    context = choice.context
    wanted = [_OVER_YEARS, *((dimension,) for dimension in _RANKED if context.holds(dimension))]
    scanned = [dimensions for dimensions in wanted if find_facet(selection, context, dimensions) is None]
    found = _scan_records(generation, selection, context, scanned, limit=limit) if scanned else {}
    for dimensions in wanted:
        if dimensions not in found:
            shown = None if dimensions == _OVER_YEARS else limit
            found[dimensions] = group_by(generation, selection, context, dimensions, limit=shown)
    charts = tuple(Chart(dimensions, found[dimensions].groups, found[dimensions].total) for dimensions in wanted)
    absent = tuple(dimension for dimension in _RANKED if not context.holds(dimension))
    return DashboardAnswer(choice.basis, charts, absent)


def _scan_records(
    generation: Generation,
    selection: Selection,
    context: Context,
    charts: Sequence[tuple[Dimension, ...]],
    *,
    limit: int,
) -> dict[tuple[Dimension, ...], Grouped]:
    """Charts that no facet answers, all from one pass over the records."""
    scan = plan_record_scan(generation, selection, [context])
    dimensions = list(dict.fromkeys(dimension for chart in charts for dimension in chart))
    shown = ", ".join(f"{scan.column(dimension)} AS {_column(dimension)}" for dimension in dimensions)
    columns = ", ".join(_column(dimension) for dimension in dimensions)
    sets = ", ".join(f"({', '.join(_column(dimension) for dimension in chart)})" for chart in charts)
    rows = generation.rows(
        f"""WITH sums AS (
                SELECT {columns}, grouping({columns}) AS chart, sum(value) AS value, count(*) AS records
                FROM (SELECT {shown}, value FROM {scan.source}) GROUP BY GROUPING SETS ({sets})
            )
            SELECT chart, sum(value) OVER of_chart, sum(records) OVER of_chart, value, records, {columns} FROM sums
            WINDOW of_chart AS (PARTITION BY chart)
            QUALIFY chart = ? OR row_number() OVER (PARTITION BY chart ORDER BY value DESC, {columns}) <= ?
            ORDER BY value DESC, {columns}""",
        [*scan.parameters, _chart_number(_OVER_YEARS, dimensions), limit],
    )
    return {chart: _chart_of(rows, chart, dimensions) for chart in charts}


def _chart_of(rows: Sequence[Row], chart: tuple[Dimension, ...], dimensions: Sequence[Dimension]) -> Grouped:
    places = [dimensions.index(dimension) for dimension in chart]
    own = [row for row in rows if row[0] == _chart_number(chart, dimensions)]
    groups = [
        Group(tuple(int(str(codes[place])) for place in places), figures(value, records))
        for _, _, _, value, records, *codes in own
        if all(codes[place] is not None for place in places)
    ]
    total = figures(own[0][1], own[0][2]) if own else NOTHING
    return Grouped(tuple(groups), total, NOTHING)


def _chart_number(chart: tuple[Dimension, ...], dimensions: Sequence[Dimension]) -> int:
    """What GROUPING() says of the chart's rows: a bit for each dimension that it does not group by, last one lowest."""
    bits = ("0" if dimension in chart else "1" for dimension in dimensions)
    return int("".join(bits), 2)


def _column(dimension: Dimension) -> str:
    return f"{dimension.value}_member"
