"""What the pricing desk shows as tables: for the screen, the clipboard and documents alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.bridge.dashboard_amounts import currency_name
from app.bridge.price_curve import reading, years_of
from app.bridge.price_members import unit_name
from app.bridge.price_products import product_name
from app.bridge.price_scenarios import Scenario
from app.bridge.price_words import driver_name, effect_text, member, price_unit, question_words
from app.engine.messages import Language, text
from app.engine.price.answers import LEVELS, Comparable, Explanation, PriceAnswer, PriceCurve, PriceQuestion
from app.engine.reference import units
from app.engine.reports.tables import Cell, Column, Kind, Table

COMPARABLE_KEYS = ("likeness", "price", "year", "country", "quantity", "unit", "value", "hs", "mode", "province")
_KINDS = {
    "likeness": Kind.SHARE,
    "quantity": Kind.NUMBER,
    "value": Kind.MONEY,
    "price": Kind.NUMBER,
}
_SIGNIFICANT = 6


def comparables_table(answer: PriceAnswer, rows: Sequence[Comparable], language: Language) -> Table:
    """Records behind the number, most alike first; prices per unit of the answer."""
    unit = price_unit(answer.currency, answer.unit, language)
    money = currency_name(answer.currency, language)
    titles = {key: text(f"price_desk.column_{key}", language, unit=unit, currency=money) for key in COMPARABLE_KEYS}
    return Table(
        text("price_desk.comparables", language),
        tuple(Column(titles[key], _KINDS.get(key, Kind.TEXT)) for key in COMPARABLE_KEYS),
        [_comparable_cells(row, factor_of(answer.unit), language) for row in rows],
    )


def filtered_by(question: PriceQuestion, row: Comparable, key: str) -> PriceQuestion:
    """The question narrowed to what one cell of a record tells; unchanged where the cell tells no part of it."""
    match key:
        case "hs":
            return question if row.hs == question.hs else replace(question, hs=row.hs, unit=None)
        case "year":
            return replace(question, year=row.year)
        case "country":
            return replace(question, country=row.country)
        case "province":
            return replace(question, province=row.province)
        case "mode":
            return replace(question, mode=row.mode)
        case "quantity":
            return replace(question, quantity=row.quantity, unit=row.unit)
        case _:
            return question


def curve_table(curve: PriceCurve, unit: str, language: Language) -> Table:
    """One row a year: prediction, bounds, and the history beside it."""
    keys = ("year", "predicted", "low_80", "high_80", "low_95", "high_95", "records", "lower", "median", "upper")
    rows: list[Sequence[Cell]] = []
    for year in years_of(curve):
        found = reading(curve, year)
        predicted: Sequence[Cell] = (None,) * 5
        if found.predicted is not None:
            point = found.predicted
            predicted = [_rounded(number) for number in (point.price, *point.usual, *point.wide)]
        history: Sequence[Cell] = (None,) * 4
        if found.history is not None:
            past = found.history
            quartiles = (past.lower_quartile, past.median, past.upper_quartile)
            history = (past.records, *map(_rounded, quartiles))
        rows.append((str(year), *predicted, *history))
    kinds = {"year": Kind.TEXT, "records": Kind.INTEGER}
    columns = tuple(
        Column(text(f"price_desk.curve_{key}", language, unit=unit), kinds.get(key, Kind.NUMBER)) for key in keys
    )
    return Table(text("price_desk.curve", language), columns, rows)


def drivers_table(explanation: Explanation, language: Language) -> Table:
    """Effects in the order of their strength."""
    question = explanation.answer.question
    columns = (
        Column(text("price_desk.driver", language)),
        Column(text("price_desk.effect", language)),
        Column(text("price_desk.attention", language), Kind.SHARE),
    )
    rows = [
        (driver_name(driver, question, language), effect_text(driver), driver.attention)
        for driver in explanation.drivers
    ]
    return Table(text("price_desk.drivers", language), columns, rows)


def result_table(answers: Sequence[PriceAnswer], names: Sequence[str], language: Language) -> Table:
    """One row for each answer with all its bounds."""
    levels = [(level, side) for level in LEVELS for side in ("low", "high")]
    columns = (
        Column(text("price_desk.scenario", language)),
        Column(text("price_desk.product", language)),
        Column(text("price_desk.question", language)),
        Column(text("price_desk.fair_price", language), Kind.NUMBER),
        Column(text("price_desk.per_unit", language)),
        *(Column(text(f"price_desk.bound_{side}", language, level=level), Kind.NUMBER) for level, side in levels),
    )
    rows = [_answer_cells(answer, name, language) for answer, name in zip(answers, names, strict=True)]
    return Table(text("price_desk.scenarios", language), columns, rows)


def scenario_name(scenario: Scenario, place: int, language: Language) -> str:
    """The name that it was given, else its number."""
    return scenario.name or text("price_desk.scenario_number", language, number=place + 1)


def factor_of(unit: int | None) -> float:
    """How many base units one is: prices per base unit times this are prices per unit."""
    return 1.0 if unit is None else float(units.table().by_id(unit).factor)


def _comparable_cells(row: Comparable, factor: float, language: Language) -> list[Cell]:
    cells: dict[str, Cell] = {
        "likeness": row.likeness,
        "price": _rounded(row.price * factor),
        "year": str(row.year),
        "quantity": row.quantity,
        "unit": unit_name(row.unit, language),
        "value": row.value,
        "hs": row.hs,
        **{name: member(name, getattr(row, name), language) for name in ("country", "province", "mode")},
    }
    return [cells[key] for key in COMPARABLE_KEYS]


def _answer_cells(answer: PriceAnswer, name: str, language: Language) -> list[Cell]:
    bounds = {each.level: (each.low, each.high) for each in answer.intervals}
    return [
        name,
        product_name(answer.question.hs, language),
        question_words(answer.question, language),
        None if answer.price is None else _rounded(answer.price),
        price_unit(answer.currency, answer.unit, language),
        *(_rounded(bound) for level in LEVELS for bound in bounds.get(level, (None, None))),
    ]


def _rounded(number: float | None) -> float | None:
    """Six digits that count: a model tells no more."""
    return None if number is None else float(f"{number:.{_SIGNIFICANT}g}")
