"""Figures of a cross table as text: one unit for the whole table, in the steps that the language counts in."""

from __future__ import annotations

from dataclasses import dataclass

from app.bridge.pivot_layout import NumberUnit, is_ratio
from app.engine.messages import Language
from app.engine.store.questions.pivot_table import Measure

_STEPS = {
    Language.ZH: {NumberUnit.SMALL: 1e4, NumberUnit.MEDIUM: 1e8, NumberUnit.LARGE: 1e12},
    Language.EN: {NumberUnit.SMALL: 1e3, NumberUnit.MEDIUM: 1e6, NumberUnit.LARGE: 1e9},
}
_LEAST_DIGITS_LEFT = 1_000  # of the largest figure, before it is written in the next step
_RATIO_DECIMALS = 1
_SCALED_DECIMALS = 2
_SMALL_PRICE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How all figures of one table are written."""

    shown: Measure
    unit: NumberUnit
    divisor: float

    def write(self, figure: float) -> str:
        """The figure; one that would round to nothing says that it is less than the last digit."""
        if is_ratio(self.shown):
            return _ratio(figure, has_sign=self.shown is Measure.GROWTH)
        if self.shown is Measure.UNIT_VALUE and self.unit is NumberUnit.ONE:
            return f"{figure:,.2f}" if abs(figure) >= 1 else f"{figure:.{_SMALL_PRICE_DIGITS}g}"
        decimals = 0 if self.unit is NumberUnit.ONE else _SCALED_DECIMALS
        return _rounded(figure / self.divisor, decimals)


def number_style(shown: Measure, unit: NumberUnit, language: Language, largest: float) -> NumberStyle:
    """The style for a table whose largest cell is given; ratios and prices are not scaled unless asked for."""
    if is_ratio(shown):
        return NumberStyle(shown, NumberUnit.ONE, 1.0)
    steps = _STEPS[language]
    if unit is NumberUnit.AUTOMATIC:
        fitting = [step for step, size in steps.items() if size * _LEAST_DIGITS_LEFT <= largest]
        is_scaled = fitting and shown in {Measure.VALUE, Measure.QUANTITY}
        unit = fitting[-1] if is_scaled else NumberUnit.ONE
    return NumberStyle(shown, unit, steps.get(unit, 1.0))


def _ratio(figure: float, *, has_sign: bool) -> str:
    if has_sign:
        return f"{figure:+,.{_RATIO_DECIMALS}%}"
    return f"{_rounded(figure * 100, _RATIO_DECIMALS)}%"


def _rounded(figure: float, decimals: int) -> str:
    smallest = 10.0**-decimals
    if figure and abs(figure) < smallest / 2:
        return f"<{smallest:.{decimals}f}"
    return f"{figure:,.{decimals}f}"
