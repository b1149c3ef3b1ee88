"""Figures as text, written as the charts write them: scaled amounts, counts, prices, shares and changes."""

from __future__ import annotations

from decimal import Decimal

from app.engine.messages import Language
from app.engine.reference import currencies

Number = int | float | Decimal

_STEPS = {
    Language.ZH: ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
    Language.EN: ((1e12, " T"), (1e9, " B"), (1e6, " M"), (1e3, " K")),
}
_UNSCALED_COUNT = 1e6
_WHOLE_TIMES = 999.5


def amount(value: Number, language: Language) -> str:
    """Three to four significant digits and the step: 18.06万亿, 18.06 T."""
    number = float(value)
    for least, word in _STEPS[language]:
        if abs(number) >= least:
            return _significant(number / least) + word
    return _significant(number)


def count(value: Number, language: Language) -> str:
    """All digits below a million, scaled above."""
    return f"{int(value):,}" if abs(float(value)) < _UNSCALED_COUNT else amount(value, language)


def price(value: Number) -> str:
    """More decimals the smaller it is."""
    number = float(value)
    decimals = 1 if abs(number) >= 100 else 2 if abs(number) >= 1 else 4
    return f"{number:,.{decimals}f}"


def times(ratio: float) -> str:
    """How many times as much, in three digits that count: 0.5, 3.49, 12,346."""
    return f"{ratio:.3g}" if ratio < _WHOLE_TIMES else f"{ratio:,.0f}"


def change(ratio: float) -> str:
    """A relative change in per cent with its sign."""
    return f"{ratio * 100:+,.1f}%"


def share(ratio: float) -> str:
    """A part of a whole in per cent."""
    return f"{ratio * 100:.{2 if abs(ratio) < 0.1 else 1}f}%"


def currency_name(code: str | None, language: Language) -> str:
    """The currency as it stands behind an amount: 美元, 元, or its ISO code in English; "" for none."""
    if code is None:
        return ""
    if language is Language.EN:
        return code
    if code == "CNY":
        return "元"
    try:
        return currencies.table().by_code(code).name_zh
    except KeyError:
        return code


def _significant(number: float) -> str:
    size = abs(number)
    return f"{number:,.{0 if size >= 1000 else 1 if size >= 100 else 2}f}"
