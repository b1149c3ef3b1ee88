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
from app.engine.store.questions.grouped import Group, figures
from app.engine.store.scan import find_facet, plan_record_scan, plan_scan
from app.engine.store.selection import Selection

_OVER_YEARS = (Dimension.YEAR, Dimension.DIRECTION)
_RANKED = (Dimension.COUNTRY, Dimension.PROVINCE, Dimension.MODE, Dimension.HS2, Dimension.HS4)


@dataclass(frozen=True, slots=True)
class Chart:
    """The largest groups by value of one or two dimensions."""

    dimensions: tuple[Dimension, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class DashboardAnswer:
    """All charts that the context can fill, and their total; `absent` are dimensions that its source does not tell."""

    basis: Basis
    charts: tuple[Chart, ...]
    total: Figures
    absent: tuple[Dimension, ...]


def dashboard(store: Store, selection: Selection, *, limit: int) -> DashboardAnswer:
    """Years by direction, partners, provinces, modes, chapters and headings: `limit` members of each."""
    return store.ask(partial(_dashboard, selection=selection, limit=limit))


def _dashboard(generation: Generation, *, selection: Selection, limit: int) -> DashboardAnswer:
    choice = choose(generation, selection, [])
    if not isinstance(choice, Choice):
        return DashboardAnswer(choice, (), NOTHING, ())
    context = choice.context
    wanted = [_OVER_YEARS, *((dimension,) for dimension in _RANKED if context.holds(dimension))]
    scanned = [dimensions for dimensions in wanted if find_facet(generation, selection, context, dimensions) is None]
    found: dict[tuple[Dimension, ...], Chart] = {}
    if len(scanned) < len(wanted):
        told = [dimensions for dimensions in wanted if dimensions not in scanned]
        found |= _read_facets(generation, selection, context, told, limit=limit)
    if scanned:
        found |= _scan_records(generation, selection, context, scanned, limit=limit)
    total = sum((group.figures for group in found[_OVER_YEARS].groups), NOTHING)
    absent = tuple(dimension for dimension in _RANKED if not context.holds(dimension))
    return DashboardAnswer(choice.basis, tuple(found[dimensions] for dimensions in wanted), total, absent)


def _read_facets(
    generation: Generation,
    selection: Selection,
    context: Context,
    charts: Sequence[tuple[Dimension, ...]],
    *,
    limit: int,
) -> dict[tuple[Dimension, ...], Chart]:
    """Charts that facets answer, in one statement: planning six takes longer than running them."""
    selects, parameters = [], list[object]()
    for number, chart in enumerate(charts):
        scan = plan_scan(generation, selection, [context], chart)
        columns = [scan.column(dimension) for dimension in chart]
        first, second = columns if len(columns) > 1 else (columns[0], "NULL")
        is_known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
        cut = "" if chart == _OVER_YEARS else "ORDER BY value DESC, first LIMIT ?"
        selects.append(
            f"(SELECT {number}, sum(value) AS value, {scan.records}, {first} AS first, {second} AS second"
            f" FROM {scan.source} AND {is_known} GROUP BY first, second {cut})"
        )
        parameters += [*scan.parameters, *([] if chart == _OVER_YEARS else [limit])]
    rows = generation.rows(" UNION ALL ".join(selects), parameters)
    return {chart: _chart([row[1:] for row in rows if row[0] == number], chart) for number, chart in enumerate(charts)}


def _scan_records(
    generation: Generation,
    selection: Selection,
    context: Context,
    charts: Sequence[tuple[Dimension, ...]],
    *,
    limit: int,
) -> dict[tuple[Dimension, ...], Chart]:
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
            SELECT chart, value, records, {columns} FROM sums
            QUALIFY chart = ? OR row_number() OVER (PARTITION BY chart ORDER BY value DESC, {columns}) <= ?""",
        [*scan.parameters, _chart_number(_OVER_YEARS, dimensions), limit],
    )
    found = {}
    for chart in charts:
        places = [dimensions.index(dimension) for dimension in chart]
        own = [row for row in rows if row[0] == _chart_number(chart, dimensions)]
        found[chart] = _chart([(*row[1:3], *(row[3 + place] for place in places)) for row in own], chart)
    return found


def _chart(rows: Sequence[Row], dimensions: tuple[Dimension, ...]) -> Chart:
    """Rows of value, records and members, of which those without a member are left out."""
    groups = [
        Group(tuple(int(str(code)) for code in codes[: len(dimensions)]), figures(value, records))
        for value, records, *codes in rows
        if None not in codes[: len(dimensions)]
    ]
    groups.sort(key=lambda group: (-group.figures.value, group.members))
    return Chart(dimensions, tuple(groups))


def _chart_number(chart: tuple[Dimension, ...], dimensions: Sequence[Dimension]) -> int:
    """What GROUPING() says of the chart's rows: a bit for each dimension that it does not group by, last one lowest."""
    bits = ("0" if dimension in chart else "1" for dimension in dimensions)
    return int("".join(bits), 2)


def _column(dimension: Dimension) -> str:
    return f"{dimension.value}_member"
