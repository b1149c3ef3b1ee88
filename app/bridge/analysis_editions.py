"""One product's series over HS editions as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import money, table_of
from app.bridge.charts.cards import Chart
from app.bridge.charts.options_changes import marked_line
from app.bridge.charts.options_series import Axis, Series
from app.engine import paths
from app.engine.analysis.indicators.across_editions import EditionsAnswer, Link, across_editions
from app.engine.messages import Language, text
from app.engine.reference.concordances import read_concordances
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store

_COLUMNS = ("year", "edition", "codes", "value", "growth", "link")
_TITLES = {"growth": "analysis.growth_rate"}


@dataclass(frozen=True, slots=True)
class _Line:
    year: int
    edition: str
    codes: str
    value: object
    growth: float | None
    link: str


def ask_editions(store: Store, asked: Asked) -> EditionsAnswer:
    """With the tables that the user imported."""
    return across_editions(store, asked.selection, read_concordances(paths.user_data()))


def show_editions(answer: EditionsAnswer, language: Language) -> Findings:
    """A line with a mark at each break."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    measure = money(answer.basis, language)
    years = [str(row.year) for row in answer.rows]
    line = Series(
        "value", text("query.column_value", language), [float(row.value) for row in answer.rows], is_line=True
    )
    mark = text("analysis.edition_mark", language)
    marks = [(place, mark) for place, row in enumerate(answer.rows) if row.link is Link.BREAK]
    chart = Chart(
        text("analysis.chart_editions", language, code=answer.code),
        option=marked_line(Axis(years, years), line, measure, marks=marks),
        measure=measure,
    )
    rows = [
        _Line(
            row.year,
            f"HS {row.edition}",
            "、".join(row.codes),
            row.value,
            row.growth,
            text(f"analysis.link_{row.link.value}", language) if row.link else "",
        )
        for row in answer.rows
    ]
    title = text("analysis.name_editions", language)
    table = table_of(title, rows, _COLUMNS, answer.basis, language, titles=_TITLES)
    return Findings(answer.basis, tuple(_said(answer, language)), {"chart": chart}, (table,))


def _said(answer: EditionsAnswer, language: Language) -> list[str]:
    return [
        text("analysis.edition_break", language, code=answer.code, earlier=step.earlier, later=step.later)
        for step in answer.steps
        if step.link is Link.BREAK
    ]


EDITIONS = Inquiry("editions", (Dimension.HS6,), ask_editions, show_editions)
