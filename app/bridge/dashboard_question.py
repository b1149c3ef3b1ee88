"""Asks the store for everything that the dashboard shows of one selection.

Called on a worker thread, and imported there: it brings the database with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from app.bridge.dashboard_content import (
    DashboardContent,
    Growth,
    KeyNumbers,
    Member,
    Part,
    Ranking,
    UnitState,
    YearFigures,
)
from app.bridge.dashboard_filters import Facet, filters_of, without
from app.bridge.dashboard_metrics import Metric
from app.engine.store.answers import Figures
from app.engine.store.contexts import Context
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions import dashboard_answer as answers
from app.engine.store.questions.dashboard import DashboardRequest, dashboard
from app.engine.store.questions.product_counts import ProductCounts, product_counts
from app.engine.store.questions.totals import totals
from app.engine.store.selection import Direction, Selection

_KINDS = {
    Part.COUNTRY: (answers.ChartKind.COUNTRIES,),
    Part.PROVINCE: (answers.ChartKind.PROVINCES,),
    Part.MODE: (answers.ChartKind.MODES,),
    Part.GOODS: (answers.ChartKind.LEVEL, answers.ChartKind.CHAPTERS),
    Part.PARTS: (answers.ChartKind.BELOW, answers.ChartKind.LEVEL, answers.ChartKind.CHAPTERS),
}


def ask_dashboard(store: Store, selection: Selection, metric: Metric) -> DashboardContent:
    """Everything in the context with most matching records; products may be left to `ask_products`."""
    answer = dashboard(store, selection, DashboardRequest(metric=answers.Metric(metric.value)))
    content = DashboardContent(
        basis=answer.basis,
        metric=metric,
        key=_key(answer.current),
        growth=_growth(answer),
        unit=answer.units.unit,
        unit_state=UnitState(answer.units.state.value),
        product_level=answer.product_level,
        years=tuple(_years(answer)),
        rankings=dict(_rankings(answer)),
        contexts=store.ask(partial(_contexts, selection=selection)),
    )
    return replace(content, ways_out=tuple(_ways_out(store, selection))) if content.is_empty else content


def ask_products(store: Store, content: DashboardContent) -> DashboardContent:
    """The content with its products counted, which takes a pass over the records."""
    counts = product_counts(store, content.basis.selection)
    return replace(
        content,
        key=replace(content.key, products=counts.current),
        growth=_counted(content.growth, counts),
        years=tuple(
            replace(year, key=replace(year.key, products=counts.years.get(year.year))) for year in content.years
        ),
    )


def _key(figures: answers.KeyFigures) -> KeyNumbers:
    return KeyNumbers(figures.figures, figures.partners, figures.products, figures.hhi)


def _growth(answer: answers.DashboardAnswer) -> Growth | None:
    spans = answer.spans
    if spans is None or spans.before is None or answer.before is None:
        return None
    return Growth(spans.after, spans.before, _key(answer.after), _key(answer.before))


def _counted(growth: Growth | None, counts: ProductCounts) -> Growth | None:
    if growth is None:
        return None
    return replace(
        growth,
        after_key=replace(growth.after_key, products=counts.after),
        before_key=replace(growth.before_key, products=counts.before),
    )


def _years(answer: answers.DashboardAnswer) -> Iterator[YearFigures]:
    by_year: dict[int, dict[Direction, Figures]] = {}
    for point in answer.trend:
        by_year.setdefault(point.year, {})[point.direction] = point.figures
    for year, figures in answer.years:
        yield YearFigures(year, _key(figures), by_year.get(year, {}))


def _rankings(answer: answers.DashboardAnswer) -> Iterator[tuple[Part, Ranking]]:
    for part, kinds in _KINDS.items():
        chart = next((chart for kind in kinds if (chart := answer.chart(kind))), None)
        if chart is not None:
            yield part, _ranking(chart)


def _ranking(chart: answers.Chart) -> Ranking:
    members = tuple(
        Member(
            code=member.code,
            figures=member.figures,
            amount=member.amount,
            share=member.share,
            growth=member.growth,
            is_selected=member.is_selected,
        )
        for member in chart.members
    )
    return Ranking(chart.dimension, Metric(chart.metric.value), members, chart.total)


def _contexts(generation: Generation, *, selection: Selection) -> tuple[Context, ...]:
    """Contexts with data in the selected direction; whatever years are selected."""
    anytime = replace(selection, years=None)
    held = {period.context for period in generation.facts.periods_of(anytime)}
    return tuple(context for context in generation.facts.contexts if context.id in held)


def _ways_out(store: Store, selection: Selection) -> Iterator[Facet]:
    """Facets that alone stand between the selection and records."""
    filters = filters_of(selection)
    for facet in dict.fromkeys(one.facet for one in filters):
        wider = without(selection, [one for one in filters if one.facet is facet])
        if totals(store, wider).rows:
            yield facet
