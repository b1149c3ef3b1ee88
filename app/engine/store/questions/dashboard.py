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
from app.engine.store.questions.dashboard_parts import Frame, Part, PartKind, SpanSum, read_parts
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


def dashboard(store: Store, selection: Selection, request: DashboardRequest) -> DashboardAnswer:
    """Partners, provinces, modes, products, the trend and key figures, with what they were in the span before."""
    return store.ask(partial(_dashboard, selection=selection, request=request))


def _dashboard(generation: Generation, *, selection: Selection, request: DashboardRequest) -> DashboardAnswer:
    choice = _choose(generation, selection)
    if not isinstance(choice, Choice):
        return _nothing(choice, request)
    context = choice.context
    spans = find_spans(generation, selection, context)
    units = find_units(generation, selection, context, spans.hull)
    plans = chart_plans(selection, context, metric=request.metric, unit=units.unit, limit=request.limit)
    parts = _figure_parts(generation, selection, context, units)
    asked = [part for part in parts if part is not None]
    years = years_held(generation, context)
    frame = Frame(generation, context, selection, spans.by_id | years, units.unit)
    rows = read_parts(frame, [*asked, *(chart_part(plan, selection, spans.hull) for plan in plans)])
    source = _figure_source(selection, parts, rows, units)
    charts = [
        ranked_chart(plan, selection, spans, found) for plan, found in zip(plans, rows[len(asked) :], strict=True)
    ]
    return DashboardAnswer(
        basis=choice.basis,
        metric=request.metric,
        spans=spans,
        units=units,
        charts=tuple(charts),
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


def _figure_parts(
    generation: Generation, selection: Selection, context: Context, units: ProductUnits
) -> tuple[Part, Part | None, Part | None]:
    """The trend, the partners if the source tells them, and the products if counting them is quick."""
    all_years = replace(selection, years=None)
    trend = Part(PartKind.TREND, replace(all_years, direction=None), has_quantity=units.state is UnitState.ONE)
    has_partners = context.holds(Dimension.COUNTRY)
    partners = Part(PartKind.PARTNERS, all_years, Dimension.COUNTRY) if has_partners else None
    products = counting_part(generation, selection, context)
    return trend, partners, products if products and is_quick(generation, products, context) else None


def _figure_source(
    selection: Selection, parts: tuple[Part, Part | None, Part | None], rows: list[list[SpanSum]], units: ProductUnits
) -> FigureSource:
    by_part = dict(zip((part for part in parts if part is not None), rows, strict=False))
    trend, partners, products = parts
    return FigureSource(
        trend=trend_of(by_part[trend], units.unit),
        direction=selection.direction,
        partners=by_part[partners] if partners else None,
        products=by_part[products] if products else None,
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
