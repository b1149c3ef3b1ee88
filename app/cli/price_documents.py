"""A price as one JSON object, and as lines for people."""

from __future__ import annotations

from app.cli.terminal import Terminal
from app.engine.messages import Language
from app.engine.price.answers import PriceAnswer, QuotePlace
from app.engine.price.wording import basis_sentence, quote_sentence
from app.engine.reference import units
from app.engine.reports.formats import cell_text
from app.engine.reports.tables import Kind
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name

Document = dict[str, object]


def answer_document(answer: PriceAnswer, place: QuotePlace | None, language: Language) -> Document:
    """Everything that is told; `price` and `intervals` are empty where there is not enough history."""
    question, history = answer.question, answer.history
    asked = {
        "direction": question.direction.value,
        "hs": question.hs,
        "year": question.year,
        "country": _key(Dimension.COUNTRY, question.country),
        "province": question.province,
        "mode": question.mode,
        "quantity": question.quantity,
    }
    return {
        "state": answer.state.value,
        "price": answer.price,
        "currency": answer.currency,
        "unit": _unit(answer, language),
        "intervals": [
            {"level": interval.level, "low": interval.low, "high": interval.high} for interval in answer.intervals
        ],
        "quote": _quote(place, language) if place else None,
        "reason": basis_sentence(answer, language),
        "history": None
        if history is None
        else {
            "hs": question.hs[: history.hs_digits],
            "with_country": history.with_country,
            "records": history.records,
            "last_year": history.last_year,
        },
        "years_ahead": answer.years_ahead,
        "measured_coverage": answer.measured_coverage,
        "question": asked,
        "model_version": answer.model_version,
        "is_demo": answer.is_demo,
        "latency_ms": round(answer.latency_ms, 3),
    }


def print_answer(answer: PriceAnswer, place: QuotePlace | None, terminal: Terminal) -> None:
    """The price first, then what it rests on."""
    language = terminal.language
    if answer.is_demo:
        terminal.print(terminal.say("demo.label"))
    name = member_name(Dimension(f"hs{len(answer.question.hs)}"), int(answer.question.hs), language)
    terminal.print(f"{answer.question.hs}  {name}  {answer.question.year}")
    per_unit = f"{answer.currency or ''}/{_unit(answer, language) or '?'}"
    if answer.price is not None:
        terminal.print(terminal.say("price.told_price", price=_figure(answer.price), per_unit=per_unit))
    for interval in answer.intervals:
        words = {"low": _figure(interval.low), "high": _figure(interval.high), "level": interval.level}
        measured = answer.measured_coverage.get(interval.level)
        if measured is None:
            terminal.print(terminal.say("price.told_interval", **words))
        else:
            terminal.print(terminal.say("price.told_measured_interval", measured=f"{measured:.1%}", **words))
    if place:
        terminal.print(quote_sentence(place, language))
    terminal.print(basis_sentence(answer, language))
    terminal.print(terminal.say("price.about_model", model=answer.model_version))


def _figure(price: float) -> str:
    """Four digits that count, with separators."""
    return cell_text(float(f"{price:.4g}"), Kind.NUMBER)


def _quote(place: QuotePlace, language: Language) -> Document:
    return {
        "quote": place.quote,
        "percentile": place.percentile,
        "side": place.side.value,
        "sentence": quote_sentence(place, language),
    }


def _unit(answer: PriceAnswer, language: Language) -> str | None:
    return None if answer.unit is None else units.table().by_id(answer.unit).name(language)


def _key(dimension: Dimension, code: int | None) -> str | None:
    return None if code is None else member_key(dimension, code)
