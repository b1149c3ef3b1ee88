"""The curve of a price over the years: predictions beside the real history, and where the line must not be drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.engine.price.answers import BreakKind, CurveBreak, PriceAnswer, PriceCurve, YearPoint
from app.engine.price.asking import factor_of
from app.engine.reference import hs_codes, units
from app.engine.store.open_store import Store
from app.engine.store.questions.product_members import UnitCount, product_units_by_year
from app.engine.store.questions.yearly_prices import YearPrices, yearly_prices
from app.engine.store.selection import Selection

# Chapters mean the same in every edition
_LEAST_REDEFINED = 4


def curve(store: Store, choices: Selection, answer: PriceAnswer, answers: Sequence[PriceAnswer]) -> PriceCurve:
    """The answers of consecutive years with the history at the level that `answer` rests on."""
    question, history = answer.question, answer.history
    if history is None or answer.unit is None:
        return PriceCurve(tuple(answers), (), ())
    hs = question.hs[: history.hs_digits]
    product = replace(choices, direction=question.direction, hs=(hs,))
    countries = (question.country,) if history.with_country and question.country is not None else ()
    base = units.table().base_of(units.table().by_id(answer.unit).family).id
    points = yearly_prices(store, replace(product, countries=countries), base_unit=base)
    factor = factor_of(answer.unit)
    years = [each.question.year for each in answers]
    breaks = [*_edition_breaks(hs, years), *_unit_breaks(product_units_by_year(store, product))]
    return PriceCurve(
        tuple(answers),
        tuple(_point(point, factor) for point in points),
        tuple(sorted(breaks, key=lambda entry: (entry.year, entry.kind.value))),
    )


def _point(prices: YearPrices, factor: float) -> YearPoint:
    return YearPoint(
        prices.year,
        prices.records,
        prices.lower_quartile * factor,
        prices.median * factor,
        prices.upper_quartile * factor,
        tuple(price * factor for price in prices.outliers),
    )


def _edition_breaks(hs: str, years: Sequence[int]) -> list[CurveBreak]:
    """Years within the span in which another edition of the nomenclature came into force."""
    if len(hs) < _LEAST_REDEFINED:
        return []
    starts = [year for year in years if hs_codes.edition_of(year) != hs_codes.edition_of(year - 1)]
    return [CurveBreak(year, BreakKind.HS_EDITION) for year in starts if year > min(years)]


def _unit_breaks(counts: Sequence[UnitCount]) -> list[CurveBreak]:
    """Years from which most records are counted in a unit of another family than before."""
    families: dict[int, str] = {}
    for count in counts:
        families.setdefault(count.year, units.table().by_id(count.unit).family)
    pairs = zip(families.items(), list(families.items())[1:], strict=False)
    return [CurveBreak(year, BreakKind.UNIT) for (_, before), (year, now) in pairs if now != before]
