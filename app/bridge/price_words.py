"""Prices in words: what was asked, how sure the answer is, what drove it, and where a quote falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.bridge.dashboard_amounts import currency_name
from app.bridge.price_curve import CurveReading, price_text
from app.bridge.price_members import unit_name
from app.bridge.price_products import product_name
from app.engine.messages import Language, text
from app.engine.price.answers import Driver, Explanation, Interval, PriceAnswer, PriceQuestion, Token
from app.engine.price.wording import basis_sentence
from app.engine.store.dimensions import Dimension
from app.engine.store.members import member_name

_WORTH_TELLING = 0.005
_TOLD = 2
_PARAMETERS = {"country": Dimension.COUNTRY, "province": Dimension.PROVINCE, "mode": Dimension.MODE}
_DIGITS = {Token.HS2: 2, Token.HS4: 4, Token.HS6: 6, Token.HS8: 8}


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """One answer as it is read: the figure, its unit, and sentences."""

    price: str
    unit: str
    intervals: tuple[tuple[str, str], ...]  # level, bounds
    basis: str
    coverage: str
    origin: str


def answer_words(answer: PriceAnswer, language: Language) -> AnswerWords:
    """Everything that the result says."""
    return AnswerWords(
        price="–" if answer.price is None else price_text(answer.price),
        unit=price_unit(answer.currency, answer.unit, language),
        intervals=tuple((f"{each.level}%", bounds_text(each)) for each in answer.intervals),
        basis=basis_sentence(answer, language),
        coverage=_coverage(answer, language),
        origin=_origin(answer, language),
    )


def price_unit(currency: str | None, unit: int | None, language: Language) -> str:
    """Currency per unit; what is not known is left out."""
    named = [name for name in (currency_name(currency, language), unit_name(unit, language)) if name]
    return " / ".join(named)


def bounds_text(interval: Interval) -> str:
    """From low to high."""
    return f"{price_text(interval.low)} – {price_text(interval.high)}"


def question_words(question: PriceQuestion, language: Language) -> str:
    """Direction, year, and whatever the question is narrowed to."""
    parts = [text(f"price_desk.direction_{question.direction.value}", language), str(question.year)]
    parts += [member(parameter, getattr(question, parameter), language) for parameter in _PARAMETERS]
    if question.quantity is not None:
        parts.append(f"{question.quantity:,f} {unit_name(question.unit, language)}".strip())
    return " · ".join(part for part in parts if part)


def question_name(question: PriceQuestion, language: Language) -> str:
    """The product with the rest of the question."""
    return f"{product_name(question.hs, language)} · {question_words(question, language)}"


def member(parameter: str, code: int | None, language: Language) -> str:
    """The name of a partner, province or mode; "" for one that is left open."""
    return "" if code is None else member_name(_PARAMETERS[parameter], code, language)


def driver_name(driver: Driver, question: PriceQuestion, language: Language) -> str:
    """What the network looked at, with the value that it saw."""
    token, name = driver.token, text(f"price_desk.token_{driver.token.value}", language)
    value = ""
    if token.value in _PARAMETERS:
        value = member(token.value, getattr(question, token.value), language)
    elif token in _DIGITS:
        value = question.hs[: _DIGITS[token]]
    elif token is Token.YEAR:
        value = str(question.year)
    return text("price_desk.token_with_value", language, name=name, value=value) if value else name


def effect_text(driver: Driver) -> str:
    """The change of the price in per cent; a large one as a factor."""
    return f"× {driver.factor:,.1f}" if driver.factor >= 10 else f"{(driver.factor - 1) * 100:+.1f}%"


def driver_sentence(driver: Driver, question: PriceQuestion, language: Language) -> str:
    """By how much one thing changes the price, and how much attention it had."""
    code = "price_desk.driver_raises" if driver.factor >= 1 else "price_desk.driver_lowers"
    return text(
        code,
        language,
        name=driver_name(driver, question, language),
        effect=_size(driver.factor),
        attention=f"{driver.attention:.0%}",
    )


def explanation_sentence(explanation: Explanation, language: Language) -> str:
    """The strongest effects in one sentence."""
    if explanation.answer.price is None:
        return text("price_desk.no_price_no_drivers", language)
    question = explanation.answer.question
    told = [each for each in explanation.drivers if abs(each.factor - 1) >= _WORTH_TELLING][:_TOLD]
    if not told:
        return text("price_desk.no_drivers", language)
    parts = {
        f"{place}": text(
            "price_desk.effect_raises" if each.factor >= 1 else "price_desk.effect_lowers",
            language,
            name=driver_name(each, question, language),
            effect=_size(each.factor),
        )
        for place, each in zip(("first", "second"), told, strict=False)
    }
    return text("price_desk.two_drivers" if len(parts) == _TOLD else "price_desk.one_driver", language, **parts)


def history_words(answer: PriceAnswer, language: Language) -> str:
    """Of which code the history is, where it is that of a wider one than was asked; "" otherwise."""
    history = answer.history
    if history is None or history.hs_digits >= len(answer.question.hs):
        return ""
    return text("price_desk.history_of", language, code=answer.question.hs[: history.hs_digits])


def reading_words(found: CurveReading, unit: str, language: Language) -> str:
    """What stands at one year of the curve."""
    parts: list[str] = [str(found.year)]
    if found.predicted is not None:
        low, high = found.predicted.usual
        parts.append(
            text(
                "price_desk.read_predicted",
                language,
                price=price_text(found.predicted.price),
                unit=unit,
                low=price_text(low),
                high=price_text(high),
            )
        )
    if found.history is not None:
        history = found.history
        parts.append(
            text(
                "price_desk.read_history",
                language,
                median=price_text(history.median),
                low=price_text(history.lower_quartile),
                high=price_text(history.upper_quartile),
                records=f"{history.records:,}",
                outliers=f"{len(history.outliers):,}",
            )
        )
    return "　".join(parts) if language is Language.ZH else "   ".join(parts)


def _coverage(answer: PriceAnswer, language: Language) -> str:
    if not answer.measured_coverage:
        return ""
    shares = [
        text("price_desk.coverage_share", language, level=level, share=f"{share:.1%}")
        for level, share in sorted(answer.measured_coverage.items())
    ]
    return text("price_desk.coverage", language, shares=text("price_desk.list_mark", language).join(shares))


def _origin(answer: PriceAnswer, language: Language) -> str:
    said = text(
        "price_desk.origin", language, model=answer.model_version, milliseconds=f"{max(answer.latency_ms, 0.1):.1f}"
    )
    ahead = text("price_desk.years_ahead", language, years=answer.years_ahead) if answer.years_ahead else ""
    return " ".join(part for part in (said, ahead) if part)


def _size(factor: float) -> str:
    """The effect without its sign."""
    return f"× {factor:,.1f}" if factor >= 10 else f"{abs(factor - 1) * 100:.1f}%"


def lines_to_copy(answer: PriceAnswer, language: Language, more: Sequence[str] = ()) -> str:
    """The whole result as lines of text."""
    words = answer_words(answer, language)
    lines = [
        product_name(answer.question.hs, language),
        question_words(answer.question, language),
        f"{text('price_desk.fair_price', language)}\t{words.price}\t{words.unit}",
        *(f"{level}\t{bounds}" for level, bounds in words.intervals),
        words.basis,
        words.coverage,
        words.origin,
        text("demo.label", language) if answer.is_demo else "",
        *more,
    ]
    return "\n".join(line for line in lines if line)
