"""Which charts a selection has, and what each of them sums up."""

from __future__ import annotations

from dataclasses import replace

from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.dashboard_answer import ChartKind, Metric
from app.engine.store.questions.dashboard_members import ChartPlan
from app.engine.store.questions.part import Part, PartKind
from app.engine.store.selection import Selection, Years

_LEVELS = (Dimension.HS2, Dimension.HS4, Dimension.HS6, Dimension.HS8)
_BY_UNIT = frozenset({Metric.QUANTITY, Metric.UNIT_VALUE})
# Products beside those selected have units of their own
_BEYOND_PRODUCTS = frozenset({ChartKind.CHAPTERS, ChartKind.LEVEL})


def chart_plans(
    selection: Selection, context: Context, *, metric: Metric, unit: int | None, limit: int
) -> list[ChartPlan]:
    """The charts that the context can fill; one that cannot show the metric shows the value."""
    kinds: dict[ChartKind, Dimension | None] = {
        ChartKind.COUNTRIES: Dimension.COUNTRY,
        ChartKind.PROVINCES: Dimension.PROVINCE,
        ChartKind.MODES: Dimension.MODE,
        ChartKind.CHAPTERS: Dimension.HS2,
        ChartKind.LEVEL: _own_level(selection),
        ChartKind.BELOW: _level_below(selection),
    }
    plans = []
    for kind, dimension in kinds.items():
        if dimension is not None and context.holds(dimension):
            lacks_unit = metric in _BY_UNIT and (unit is None or kind in _BEYOND_PRODUCTS)
            most = limit if kind in {ChartKind.LEVEL, ChartKind.BELOW} else None
            plans.append(ChartPlan(kind, dimension, Metric.VALUE if lacks_unit else metric, unit, most))
    return plans


def chart_part(plan: ChartPlan, selection: Selection, years: Years) -> Part:
    """What the chart sums up in these years: all that is selected but for its own dimension.

    Partners that no filter narrows are counted on the way, for the key figures of every year.
    """
    if plan.kind is ChartKind.COUNTRIES and not selection.countries:
        return _part(plan, replace(selection, years=None), is_also_counted=True)
    match plan.kind:
        case ChartKind.COUNTRIES:
            free = replace(selection, countries=())
        case ChartKind.PROVINCES:
            free = replace(selection, provinces=())
        case ChartKind.MODES:
            free = replace(selection, modes=())
        case ChartKind.CHAPTERS:
            free = replace(selection, hs=())
        case ChartKind.LEVEL:
            digits = (plan.dimension.hs_digits or 0) - 2
            free = replace(selection, hs=tuple(prefix[:digits] for prefix in selection.hs))
        case ChartKind.BELOW:
            free = selection
    return _part(plan, replace(free, years=years))


def _part(plan: ChartPlan, selection: Selection, *, is_also_counted: bool = False) -> Part:
    has_quantity = plan.metric in _BY_UNIT
    return Part(PartKind.MEMBERS, selection, plan.dimension, has_quantity, is_also_counted)


def _own_level(selection: Selection) -> Dimension | None:
    """The level of the shortest prefix; None for chapters, which are always shown."""
    shortest = min((len(prefix) for prefix in selection.hs), default=0)
    level = next(level for level in _LEVELS if (level.hs_digits or 0) >= shortest)
    return None if level is Dimension.HS2 else level


def _level_below(selection: Selection) -> Dimension | None:
    """The level of the codes within the shortest prefix; None without products, and where there is nothing below."""
    shortest = min((len(prefix) for prefix in selection.hs), default=0)
    return next((level for level in _LEVELS if (level.hs_digits or 0) > shortest > 1), None)
