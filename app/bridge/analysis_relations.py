"""Diversification and survival of trade relations, as the page shows them."""

from __future__ import annotations

from app.bridge.analysis_growth import relation_table
from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import MEMBER_DIMENSIONS, dimension_name, money, said_money, table_of
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.options_changes import Step, waterfall
from app.bridge.charts.options_series import Axis, Series, trend, within_one
from app.engine.analysis.indicators.margins import MarginsAnswer, margins
from app.engine.analysis.indicators.relation_pairs import relation_pair
from app.engine.analysis.indicators.survival import SurvivalAnswer, survival
from app.engine.messages import Language, text
from app.engine.store.open_store import Store
from app.engine.store.questions.compared import Compared
from app.engine.store.questions.relations import Pair

_COUNT, _SHARE = Measure(Format.COUNT), Measure(Format.SHARE)
_LISTED = 200
_SURVIVAL = ("duration", "at_risk", "ended", "censored", "survival", "low", "high")


def ask_margins(store: Store, asked: Asked) -> MarginsAnswer:
    """Between the two years."""
    pair = relation_pair(asked.selection, asked.dimension)
    return margins(store, asked.selection, pair, Compared(asked.before, asked.after), limit=_LISTED)


def show_margins(answer: MarginsAnswer, language: Language) -> Findings:
    """Relations that came and went over the years, and what the two years' change is made of."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    years = [str(row.year) for row in answer.rows]
    series = [
        Series("new", text("query.column_new", language), [row.new for row in answer.rows]),
        Series("vanished", text("query.column_vanished", language), [row.vanished for row in answer.rows]),
    ]
    parts = {"intensive": answer.intensive, "entry": answer.entry, "exit": answer.exit}
    steps = [Step(name, text(f"analysis.margin_{name}", language), float(value)) for name, value in parts.items()]
    steps.append(Step("change", text("query.column_change", language), float(answer.change), is_total=True))
    measure, between = money(answer.basis, language), answer.relations
    charts = {
        "years": Chart(
            text("analysis.chart_relations", language),
            caption=_pair(answer.relations.dimensions, language),
            option=trend(Axis(years, years), series, _COUNT),
            measure=_COUNT,
        ),
        "margins": Chart(
            text("analysis.chart_margins", language, before=between.before, after=between.after),
            option=waterfall(steps, measure),
            measure=measure,
        ),
    }
    by_year = text("analysis.table_years", language)
    tables = (
        table_of(by_year, answer.rows, ("year", "active", "new", "vanished"), answer.basis, language),
        *(relation_table(answer.relations, name, language) for name in ("new", "vanished")),
    )
    return Findings(answer.basis, (_said(answer, language),), charts, tables)


def ask_survival(store: Store, asked: Asked) -> SurvivalAnswer:
    """Over the selected years."""
    return survival(store, asked.selection, relation_pair(asked.selection, asked.dimension))


def show_survival(answer: SurvivalAnswer, language: Language) -> Findings:
    """The share of relations that outlast each duration, with its band."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    places = ["0", *(str(row.duration) for row in answer.rows)]
    name = text("query.column_survival", language)
    series = [
        Series("survival", name, [1.0, *(r.survival for r in answer.rows)], is_line=True),
        Series("low", text("query.column_low", language), [1.0, *(r.low for r in answer.rows)], (), "muted", True),
        Series("high", text("query.column_high", language), [1.0, *(r.high for r in answer.rows)], (), "muted", True),
    ]
    title = text("analysis.chart_survival", language)
    caption = _pair(answer.dimensions, language)
    option = within_one(trend(Axis(places, places), series, _SHARE))
    chart = Chart(title, caption=caption, option=option, measure=_SHARE)
    said = text(
        "analysis.survival_said",
        language,
        spells=f"{answer.spells:,}",
        running=f"{answer.still_running:,}",
        unknown=f"{answer.unknown_start:,}",
        first=f"{answer.rows[0].survival:.1%}",
    )
    median = text("analysis.median_none", language)
    if answer.median is not None:
        median = text("analysis.median_said", language, years=answer.median)
    table = table_of(text("analysis.name_survival", language), answer.rows, _SURVIVAL, answer.basis, language)
    return Findings(answer.basis, (f"{said}{median}",), {"chart": chart}, (table,))


def _said(answer: MarginsAnswer, language: Language) -> str:
    return text(
        "analysis.margins_said",
        language,
        before=answer.relations.before,
        after=answer.relations.after,
        intensive=said_money(answer.intensive, answer.basis, language),
        entry=said_money(answer.entry, answer.basis, language),
        exit=said_money(answer.exit, answer.basis, language),
        change=said_money(answer.change, answer.basis, language),
    )


def _pair(dimensions: Pair, language: Language) -> str:
    return " × ".join(dimension_name(dimension, language) for dimension in dimensions)


DIVERSIFICATION = Inquiry("diversification", MEMBER_DIMENSIONS, ask_margins, show_margins, has_years=True)
SURVIVAL = Inquiry("survival", MEMBER_DIMENSIONS, ask_survival, show_survival)
