"""All charts of one click in one answer: linked, so that each leaves out the filter of its own dimension."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from app.engine.store.answers import Basis
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.dashboard_answer import NO_FIGURES, DashboardAnswer, Metric
from app.engine.store.questions.dashboard_charts import chart_part, chart_plans
from app.engine.store.questions.dashboard_figures import FigureSource, trend_of
from app.engine.store.questions.dashboard_members import ranked_chart
from app.engine.store.questions.dashboard_parts import read_parts
from app.engine.store.questions.part import Frame, Part, PartKind
from app.engine.store.questions.product_counts import counting_part, is_quick, product_level
from app.engine.store.questions.product_units import ProductUnits, UnitState, find_units
from app.engine.store.questions.spans import AFTER, BEFORE, CURRENT, find_spans, years_held
from app.engine.store.selection import Selection

_CHARTED = (Dimension.COUNTRY, Dimension.PROVINCE, Dimension.MODE, Dimension.HS2)


@dataclass(frozen=True, slots=True)
class DashboardRequest:
    """What charts measure, and how many codes below the chapters they show; all other members are shown."""

    metric: Metric = Metric.VALUE
    limit: int = 300


@dataclass(frozen=True, slots=True)
class _FigureParts:
    trend: Part
    partners: Part | None
    products: Part | None


def dashboard(store: Store, selection: Selection, request: DashboardRequest) -> DashboardAnswer:
    """Partners, provinces, modes, products, the trend and key figures, with what they were in the span before."""
    return store.ask(partial(_dashboard, selection=selection, request=request))


def _dashboard(generation: Generation, *, selection: Selection, request: DashboardRequest) -> DashboardAnswer:
    choice = _choose(generation, selection)
    if not isinstance(choice, Choice):
        return _nothing(choice, request)
    context = choice.context
    spans, years = find_spans(generation, selection, context), years_held(generation, context)
    units = find_units(generation, selection, context, spans.hull)
    plans = chart_plans(selection, context, metric=request.metric, unit=units.unit, limit=request.limit)
    charted = [chart_part(plan, selection, spans.hull) for plan in plans]
    own = _figure_parts(generation, selection, context, units)
    parts = [*(part for part in (own.trend, own.partners, own.products) if part), *charted]
    frame = Frame(generation, context, selection, spans.by_id | years, units.unit)
    rows = dict(zip(parts, read_parts(frame, parts), strict=True))
    source = FigureSource(
        trend=trend_of(rows[own.trend].sums, units.unit),
        direction=selection.direction,
        partners=next((rows[part].counts for part in parts if part.counts_partners), None),
        products=rows[own.products].counts if own.products else None,
    )
    return DashboardAnswer(
        basis=choice.basis,
        metric=request.metric,
        spans=spans,
        units=units,
        charts=tuple(
            ranked_chart(plan, selection, spans, rows[part].sums) for plan, part in zip(plans, charted, strict=True)
        ),
        trend=tuple(source.trend),
        current=source.key_figures(CURRENT, spans.current),
        after=source.key_figures(AFTER, spans.after),
        before=source.key_figures(BEFORE, spans.before) if spans.before else None,
        years=tuple((year, source.key_figures(year, span)) for year, span in years.items()),
        product_level=product_level(selection, context),
        absent=tuple(dimension for dimension in _CHARTED if not context.holds(dimension)),
    )


def _choose(generation: Generation, selection: Selection) -> Choice | Basis:
    """The context of the selection; where no record matches, that of its period, so that charts show a way out."""
    choice = choose(generation, selection, [])
    if isinstance(choice, Choice):
        return choice
    wider = choose(generation, replace(selection, countries=(), provinces=(), modes=(), hs=()), [])
    if not isinstance(wider, Choice):
        return choice
    return Choice(wider.context, Basis(selection, wider.context, choice.left_out))


def _figure_parts(generation: Generation, selection: Selection, context: Context, units: ProductUnits) -> _FigureParts:
    """What key figures take beside the charts: partners are counted there already unless some are selected."""
    all_years = replace(selection, years=None)
    is_counted_apart = bool(selection.countries) and context.holds(Dimension.COUNTRY)
    products = counting_part(generation, selection, context)
    return _FigureParts(
        trend=Part(PartKind.TREND, replace(all_years, direction=None), has_quantity=units.state is UnitState.ONE),
        partners=Part(PartKind.COUNT, all_years, Dimension.COUNTRY) if is_counted_apart else None,
        products=products if products and is_quick(generation, products, context) else None,
    )


def _nothing(basis: Basis, request: DashboardRequest) -> DashboardAnswer:
    """No data at all in the selected period."""
    return DashboardAnswer(
        basis=basis,
        metric=request.metric,
        spans=None,
        units=ProductUnits(UnitState.NO_PRODUCT),
        charts=(),
        trend=(),
        current=NO_FIGURES,
        after=NO_FIGURES,
        before=None,
        years=(),
        product_level=0,
        absent=(),
    )
