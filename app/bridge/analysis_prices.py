"""Price and volume apart, as the page shows them."""

from __future__ import annotations

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import money, said_money, table_of
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.options_changes import Step, waterfall
from app.bridge.charts.options_series import Axis, Series, trend, zoomed
from app.engine.analysis.indicators.index_numbers import IndexAnswer, IndexRow, price_volume
from app.engine.messages import Language, text
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.selection import Direction

_INDEX = Measure(Format.INDEX)
_WHOLE = 100.0
_COLUMNS = (
    "direction", "base_year", "year", "laspeyres_price", "paasche_price", "fisher_price", "fisher_volume",
    "value_index", "chained_price", "chained_volume", "items", "covered_before", "covered_after", "price_effect",
    "volume_effect", "other_effect",
)  # fmt: skip


def ask_prices(store: Store, asked: Asked) -> IndexAnswer:
    """The indices of each selected year."""
    return price_volume(store, asked.selection)


def show_prices(answer: IndexAnswer, language: Language) -> Findings:
    """Chained indices of both directions, and how the last change splits."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    years = sorted({year for row in answer.rows for year in (row.base_year, row.year)})
    axis = Axis([str(year) for year in years], [str(year) for year in years])
    series = [
        line
        for direction in Direction
        if any(row.direction is direction for row in answer.rows)
        for line in _lines(answer, direction, years, language)
    ]
    last = max(answer.rows, key=lambda row: (row.year, row.direction is Direction.EXPORT))
    measure = money(answer.basis, language)
    charts = {
        "chained": Chart(
            text("analysis.chart_chained", language, year=years[0]),
            option=zoomed(trend(axis, series, _INDEX)),
            measure=_INDEX,
        ),
        "split": Chart(
            text("analysis.chart_split", language, direction=_way(last, language), **_between(last)),
            option=waterfall(_steps(last, language), measure),
            measure=measure,
        ),
    }
    title = text("analysis.name_index", language)
    return Findings(
        answer.basis,
        (_said(last, answer, language),),
        charts,
        (table_of(title, answer.rows, _COLUMNS, answer.basis, language),),
    )


def _lines(answer: IndexAnswer, direction: Direction, years: list[int], language: Language) -> list[Series]:
    rows = {row.year: row for row in answer.rows if row.direction is direction}
    first = min(row.base_year for row in rows.values())
    lines = []
    for kind in ("price", "volume"):
        values = [
            _WHOLE if year == first else getattr(rows[year], f"chained_{kind}") if year in rows else None
            for year in years
        ]
        name = text(f"analysis.{kind}_of_{direction.value}s", language)
        lines.append(Series(f"{direction.value}.{kind}", name, values, is_line=True))
    return lines


def _steps(row: IndexRow, language: Language) -> list[Step]:
    numbers = row.numbers
    effects = {
        "price_effect": numbers.price_effect,
        "volume_effect": numbers.volume_effect,
        "other_effect": numbers.other_effect,
    }
    steps = [Step(name, text(f"query.column_{name}", language), value) for name, value in effects.items()]
    total = text("query.column_change", language)
    return [*steps, Step("change", total, sum(effects.values()), is_total=True)]


def _said(row: IndexRow, answer: IndexAnswer, language: Language) -> str:
    numbers = row.numbers
    if numbers.fisher_price is None or numbers.fisher_volume is None:
        return text("analysis.index_none", language, **_between(row))
    return text(
        "analysis.index_said",
        language,
        direction=_way(row, language),
        **_between(row),
        price=f"{numbers.fisher_price - 1:+.1%}",
        volume=f"{numbers.fisher_volume - 1:+.1%}",
        items=f"{numbers.items:,}",
        level=answer.level,
        covered=f"{min(numbers.covered_before, numbers.covered_after):.1%}",
        other=said_money(numbers.other_effect, answer.basis, language),
    )


def _between(row: IndexRow) -> dict[str, object]:
    return {"before": row.base_year, "after": row.year}


def _way(row: IndexRow, language: Language) -> str:
    return text(f"dashboard.{row.direction.value}s", language)


PRICES = Inquiry("index", (Dimension.HS8,), ask_prices, show_prices)
