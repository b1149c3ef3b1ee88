"""Structural breaks as the page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import MEMBER_DIMENSIONS, by_dimension, money, named_member, table_of
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_changes import diverging_bars, marked_line
from app.bridge.charts.options_series import Axis, Series
from app.engine.analysis.indicators.break_points import BreakRow, BreaksAnswer, Point, break_points
from app.engine.messages import Language, text
from app.engine.store.open_store import Store

_MEMBERS = 12
_LIKELY = 0.1
_CHANGE = Measure(Format.CHANGE)
_COLUMNS = ("name", "at", "level_change", "statistic", "p_value", "adjusted_p", "correlation", "kind")


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    at: str | None
    level_change: float | None
    statistic: float | None
    p_value: float | None
    adjusted_p: float | None
    correlation: float | None
    kind: str


def ask_breaks(store: Store, asked: Asked) -> BreaksAnswer:
    """Of the whole selection and its largest members."""
    return break_points(store, asked.selection, asked.dimension, limit=_MEMBERS)


def show_breaks(answer: BreaksAnswer, language: Language) -> Findings:
    """The whole with its most likely break, and the changes of level of members whose break is likely."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    whole, measure = answer.rows[0], money(answer.basis, language)
    names = [_when(point) for point in whole.points]
    axis = Axis(names, names)
    line = Series("value", text("query.column_value", language), [point.value for point in whole.points], is_line=True)
    marks = [(whole.found.place, _mark(whole, language))] if whole.found else []
    likely = [row for row in answer.rows[1:] if row.found and (row.adjusted_p or 0.0) < _LIKELY]
    items = [
        Item(str(row.member), f"{_name(answer, row, language)} · {_when(row.at)}", row.found.level_change)
        for row in likely
        if row.found and row.at
    ]
    caption = by_dimension(answer.dimension, language)
    charts = {
        "whole": Chart(
            text("analysis.chart_break", language),
            option=marked_line(axis, line, measure, marks=marks),
            measure=measure,
        ),
        "members": Chart(
            text("analysis.chart_member_breaks", language),
            caption=caption,
            option=diverging_bars(items, _CHANGE) if items else None,
            measure=_CHANGE,
            empty="" if items else text("analysis.no_likely_break", language),
        ),
    }
    rows = [_line(answer, row, language) for row in answer.rows]
    table = table_of(text("analysis.name_breaks", language), rows, _COLUMNS, answer.basis, language)
    return Findings(answer.basis, (_said(whole, language),), charts, (table,))


def _said(whole: BreakRow, language: Language) -> str:
    if whole.found is None or whole.at is None:
        return text(whole.obstacle, language)
    code = "analysis.break_likely" if whole.found.p_value < _LIKELY else "analysis.break_unlikely"
    return text(
        code,
        language,
        at=_when(whole.at),
        change=f"{whole.found.level_change:+.1%}",
        p=f"{whole.found.p_value:.3f}",
        points=len(whole.points),
    )


def _mark(whole: BreakRow, language: Language) -> str:
    found = whole.found
    assert found is not None
    return text("analysis.break_mark", language, change=f"{found.level_change:+.0%}", p=f"{found.p_value:.2f}")


def _line(answer: BreaksAnswer, row: BreakRow, language: Language) -> _Line:
    found = row.found
    return _Line(
        name=_name(answer, row, language),
        at=_when(row.at) if row.at else None,
        level_change=found.level_change if found else None,
        statistic=found.statistic if found else None,
        p_value=found.p_value if found else None,
        adjusted_p=row.adjusted_p,
        correlation=found.correlation if found else None,
        kind=text(row.obstacle, language) if row.obstacle else "",
    )


def _name(answer: BreaksAnswer, row: BreakRow, language: Language) -> str:
    if row.member is None:
        return text("query.whole_selection", language)
    return named_member(answer.dimension, row.member, answer.basis.selection, language)


def _when(point: Point | None) -> str:
    if point is None:
        return ""
    return f"{point.year}-{point.month:02}" if point.month else str(point.year)


BREAKS = Inquiry("breaks", MEMBER_DIMENSIONS, ask_breaks, show_breaks)
