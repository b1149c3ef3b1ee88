"""Advantage of provinces and complexity, as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence

from app.bridge.analysis_inquiry import Asked, Findings, Inquiry
from app.bridge.analysis_words import money, named_member, table_of
from app.bridge.charts.cards import Chart, Format, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_changes import diverging_bars
from app.bridge.charts.options_ranks import ranked_bars
from app.engine.analysis.indicators.complexity import ComplexityAnswer, PlaceRow, complexity
from app.engine.analysis.indicators.specialisation import AdvantageAnswer, AdvantageRow, advantage
from app.engine.analysis.indicators.world_advantage import WorldAnswer, world_advantage
from app.engine.messages import Language, text
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store

_LISTED, _BARS, _ENDS = 500, 14, 8
_INDEX = Measure(Format.INDEX)
_ADVANTAGE = ("province", "product", "value", "share", "national_share", "rca", "symmetric", "excess")
_WORLD = ("product", "value", "share", "world_share", "rca", "symmetric")
_PROVINCES = ("province", "eci", "diversity")
_PRODUCTS = ("product", "pci", "ubiquity", "nearest", "nearest_proximity")


def ask_advantage(store: Store, asked: Asked) -> AdvantageAnswer:
    """Of the selected provinces and products."""
    return advantage(store, asked.selection, asked.dimension, limit=_LISTED)


def show_advantage(answer: AdvantageAnswer, language: Language) -> Findings:
    """Where provinces trade most beyond the national pattern."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    items = [
        Item(key=f"{row.province}:{row.product}", name=_pair(answer, row, language), value=row.excess, rank=rank)
        for rank, row in enumerate(answer.rows[:_BARS], start=1)
        if row.excess > 0
    ]
    measure = money(answer.basis, language)
    title = text("analysis.chart_excess", language)
    caption = text("analysis.reference_short", language)
    charts = {"chart": Chart(title, caption=caption, option=ranked_bars(items, measure), measure=measure)}
    members = {"province": Dimension.PROVINCE, "product": answer.dimension}
    name = text("analysis.name_rca", language)
    sentences = (
        text("analysis.reference_china", language),
        text(
            "analysis.rca_said",
            language,
            direction=text(f"dashboard.{answer.direction.value}s", language),
            years=_years(answer),
            advantages=f"{answer.advantages:,}",
            pairs=f"{answer.pairs:,}",
        ),
    )
    table = table_of(name, answer.rows, _ADVANTAGE, answer.basis, language, members=members)
    return Findings(answer.basis, sentences, charts if items else {}, (table,))


def ask_world(store: Store, asked: Asked) -> WorldAnswer:
    """Of China against the reporters in the data."""
    return world_advantage(store, asked.selection, asked.dimension)


def show_world(answer: WorldAnswer, language: Language) -> Findings:
    """The products that China trades most beyond the world's pattern."""
    if not answer.rows:
        return Findings(answer.basis, obstacle="query.nothing_found")
    items = [
        Item(
            str(row.product),
            named_member(answer.dimension, row.product, answer.basis.selection, language),
            row.rca,
            rank,
        )
        for rank, row in enumerate(answer.rows[:_BARS], start=1)
    ]
    title, said = (
        text("analysis.chart_rca_world", language),
        text("analysis.reference_world", language, reporters=answer.reporters),
    )
    chart = Chart(title, caption=said, option=ranked_bars(items, _INDEX), measure=_INDEX)
    name = text("analysis.name_rca_world", language)
    table = table_of(name, answer.rows, _WORLD, answer.basis, language, members={"product": answer.dimension})
    return Findings(answer.basis, (said,), {"chart": chart}, (table,))


def ask_complexity(store: Store, asked: Asked) -> ComplexityAnswer:
    """Of all provinces and products."""
    return complexity(store, asked.selection, asked.dimension)


def show_complexity(answer: ComplexityAnswer, language: Language) -> Findings:
    """Both rankings."""
    if not answer.provinces and not answer.products:
        return Findings(answer.basis, obstacle="query.nothing_found")
    selection = answer.basis.selection
    places = [
        Item(str(row.province), named_member(Dimension.PROVINCE, row.province, selection, language), row.eci, rank)
        for rank, row in _ends(answer.provinces)
    ]
    goods = [
        Item(str(row.product), named_member(answer.dimension, row.product, selection, language), row.pci, rank)
        for rank, row in enumerate(answer.products[:_BARS], start=1)
    ]
    charts = {
        "eci": Chart(text("analysis.chart_eci", language), option=diverging_bars(places, _INDEX), measure=_INDEX),
        "pci": Chart(text("analysis.chart_pci", language), option=diverging_bars(goods, _INDEX), measure=_INDEX),
    }
    members = {"province": Dimension.PROVINCE, "product": answer.dimension, "nearest": answer.dimension}
    provinces, products = text("analysis.table_provinces", language), text("analysis.table_products", language)
    tables = (
        table_of(provinces, answer.provinces, _PROVINCES, answer.basis, language, members=members),
        table_of(products, answer.products, _PRODUCTS, answer.basis, language, members=members),
    )
    return Findings(answer.basis, (text("analysis.reference_provinces", language),), charts, tables)


def _ends(rows: Sequence[PlaceRow]) -> list[tuple[int, PlaceRow]]:
    """The first and the last with their ranks, all where there is room."""
    ranked = list(enumerate(rows, start=1))
    return ranked if len(ranked) <= 2 * _ENDS else [*ranked[:_ENDS], *ranked[-_ENDS:]]


def _pair(answer: AdvantageAnswer, row: AdvantageRow, language: Language) -> str:
    selection = answer.basis.selection
    province = named_member(Dimension.PROVINCE, row.province, selection, language)
    return f"{province} · {named_member(answer.dimension, row.product, selection, language)}"


def _years(answer: AdvantageAnswer) -> str:
    years = answer.basis.selection.years
    if years is None:
        return ""
    return str(years.first) if years.first == years.last else f"{years.first}–{years.last}"


ADVANTAGE = Inquiry("rca", (Dimension.HS2, Dimension.HS4), ask_advantage, show_advantage)
WORLD = Inquiry("rca_world", (Dimension.HS2, Dimension.HS4), ask_world, show_world)
COMPLEXITY = Inquiry("complexity", (Dimension.HS4, Dimension.HS2), ask_complexity, show_complexity)
