"""Concentration and unevenness of a dimension's members over the years, as the page shows them."""

from __future__ import annotations

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import MEMBER_DIMENSIONS, by_dimension, table_of
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.options_series import Axis, Series, trend
from app.bridge.charts.options_series import concentration as concentration_option
from app.engine.analysis.indicators.inequality import InequalityAnswer, inequality
from app.engine.messages import Language, text
from app.engine.store.open_store import Store

_INDEX = Measure(Format.INDEX)
_COLUMNS = (
    "year", "members", "hhi_points", "effective_number", "theil", "theil_share", "largest", "largest_share",
)  # fmt: skip


def ask_concentration(store: Store, asked: Asked) -> InequalityAnswer:
    """The indices of each year."""
    return inequality(store, asked.selection, asked.dimension)


def show_concentration(answer: InequalityAnswer, language: Language) -> Findings:
    """HHI over the bands of the merger guidelines, and Theil's T beside it."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    years = [str(row.year) for row in answer.rows]
    axis = Axis(years, years)
    hhi = Series("hhi", text("dashboard.hhi", language), [row.hhi_points for row in answer.rows], is_line=True)
    theil = Series("theil", text("query.column_theil", language), [row.theil for row in answer.rows], is_line=True)
    bands = (
        text("dashboard.band_low", language),
        text("dashboard.band_middle", language),
        text("dashboard.band_high", language),
    )
    caption = by_dimension(answer.dimension, language)
    charts = {
        "hhi": Chart(
            text("analysis.chart_hhi", language),
            caption=caption,
            option=concentration_option(axis, hhi, _INDEX, bands=bands),
            measure=_INDEX,
        ),
        "theil": Chart(
            text("query.column_theil", language), caption=caption, option=trend(axis, [theil], _INDEX), measure=_INDEX
        ),
    }
    title = text("analysis.name_concentration", language)
    table = table_of(title, answer.rows, _COLUMNS, answer.basis, language, members={"largest": answer.dimension})
    return Findings(answer.basis, charts=charts, tables=(table,))


CONCENTRATION = Inquiry("concentration", MEMBER_DIMENSIONS, ask_concentration, show_concentration)
