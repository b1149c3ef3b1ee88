"""What a price rests on and where a quote falls, as sentences for files, the command line and the window."""

from __future__ import annotations

from typing import NamedTuple

from app.engine import messages
from app.engine.messages import Language
from app.engine.price.answers import History, PriceAnswer, QuotePlace, QuoteSide, State


class Basis(NamedTuple):
    """What a price rests on; equal ones are said in the same sentence."""

    hs: str
    state: State
    is_known: bool  # any history at all
    digits: int
    with_country: bool
    records: int
    last_year: int  # 0: none

    def sentence(self, language: Language) -> str:
        """As `basis_sentence`."""
        history = History(self.digits, self.with_country, self.records, self.last_year or None)
        return history_sentence(self.hs, self.state, history if self.is_known else None, language)


def basis_sentence(answer: PriceAnswer, language: Language) -> str:
    """Which history the price comes from, or why there is none."""
    return history_sentence(answer.question.hs, answer.state, answer.history, language)


def history_sentence(hs: str, state: State, history: History | None, language: Language) -> str:
    """Which history answers for a code, or why none does."""
    if history is None:
        return messages.text("price.basis_none", language)
    words = {
        "records": history.records,
        "code": hs[: history.hs_digits],
        "digits": history.hs_digits,
        "year": history.last_year or "-",
    }
    if state is State.NOT_ENOUGH_HISTORY:
        return messages.text("price.basis_too_little", language, **words)
    if state is State.FALLBACK:
        return messages.text("price.basis_wider", language, **words)
    return messages.text("price.basis_partner" if history.with_country else "price.basis_product", language, **words)


def quote_sentence(place: QuotePlace, language: Language) -> str:
    """Whether a quote is low, usual or high, and how many comparable trades are cheaper."""
    return side_sentence(place.side, percent_of(place.percentile), language)


def percent_of(share: float) -> str:
    """A share as it is said."""
    return "<1%" if share < 0.01 else ">99%" if share > 0.99 else f"{share:.0%}"


def side_sentence(side: QuoteSide, percent: str, language: Language) -> str:
    """As `quote_sentence`."""
    return messages.text(f"price.quote_{side.value}", language, percent=percent)
