"""What a price rests on and where a quote falls, as sentences for files, the command line and the window."""

from __future__ import annotations

from app.engine import messages
from app.engine.messages import Language
from app.engine.price.answers import PriceAnswer, QuotePlace, State


def basis_sentence(answer: PriceAnswer, language: Language) -> str:
    """Which history the price comes from, or why there is none."""
    history = answer.history
    if history is None:
        return messages.text("price.basis_none", language)
    words = {
        "records": history.records,
        "code": answer.question.hs[: history.hs_digits],
        "digits": history.hs_digits,
        "year": history.last_year or "-",
    }
    if answer.state is State.NOT_ENOUGH_HISTORY:
        return messages.text("price.basis_too_little", language, **words)
    if answer.state is State.FALLBACK:
        return messages.text("price.basis_wider", language, **words)
    return messages.text("price.basis_partner" if history.with_country else "price.basis_product", language, **words)


def quote_sentence(place: QuotePlace, language: Language) -> str:
    """Whether a quote is low, usual or high, and how many comparable trades are cheaper."""
    share = place.percentile
    percent = "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"
    return messages.text(f"price.quote_{place.side.value}", language, percent=percent)
