"""Concentration of a dimension's members as the page shows it: the index over the years, and the effective number."""

from __future__ import annotations

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import MEMBER_DIMENSIONS, column, named_member, year_text
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.options_series import HHI_SCALE, Axis, Series
from app.bridge.charts.options_series import concentration as concentration_option
from app.engine.messages import Language, text
from app.engine.reports.tables import Kind, Table
from app.engine.store.open_store import Store
from app.engine.store.questions.concentration import ConcentrationAnswer, concentration

_INDEX = Measure(Format.INDEX)


def ask_concentration(store: Store, asked: Asked) -> ConcentrationAnswer:
    """The index over all years and of each."""
    return concentration(store, asked.selection, asked.dimension)


def show_concentration(answer: ConcentrationAnswer, language: Language) -> Findings:
    """A line over the bands of the merger guidelines, and a row for each year."""
    title = text("analysis.name_concentration", language)
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    years = [row for row in answer.rows if row.year is not None]
    axis = Axis([str(row.year) for row in years], [str(row.year) for row in years])
    line = Series("hhi", text("dashboard.hhi", language), [row.hhi * HHI_SCALE for row in years], is_line=True)
    bands = (
        text("dashboard.band_low", language),
        text("dashboard.band_middle", language),
        text("dashboard.band_high", language),
    )
    chart = Chart(title, option=concentration_option(axis, line, _INDEX, bands=bands), measure=_INDEX)
    return Findings(answer.basis, charts={"chart": chart}, tables=(_table(answer, title, language),))


def _table(answer: ConcentrationAnswer, title: str, language: Language) -> Table:
    columns = (
        column("year", language, Kind.TEXT),
        column("hhi", language),
        column("effective_number", language),
        column("members", language, Kind.INTEGER),
        column("largest", language, Kind.TEXT),
        column("largest_share", language, Kind.SHARE),
    )
    selection = answer.basis.selection
    rows = [
        (
            year_text(row.year, language),
            round(row.hhi * HHI_SCALE),
            round(1 / row.hhi, 2),
            row.members,
            named_member(answer.dimension, row.largest, selection, language),
            row.largest_share,
        )
        for row in answer.rows
    ]
    return Table(title, columns, rows)


CONCENTRATION = Inquiry("concentration", MEMBER_DIMENSIONS, ask_concentration, show_concentration)
