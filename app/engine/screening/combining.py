"""One ranking of a whole file from components that stay apart: odds multiply, risk times stake is what to expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError
from app.engine.price.conformal import Spread
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.facts import Facts, Ints, joined
from app.engine.screening.findings import Component
from app.engine.screening.first_look import FirstLook
from app.engine.screening.form_rules import broken_together
from app.engine.screening.photo_check import NO_PHOTO, check_photo
from app.engine.screening.price_odds import Habits, Odds, PlacedPrices, learn_habits, price_odds
from app.engine.screening.rule_book import RuleBook

Floats = NDArray[np.float64]
MOST_ODDS, LEAST_ODDS = 12.0, 0.5
"""How far one component other than the price can move the odds."""
_PLACE = {component: place for place, component in enumerate(Component)}


@dataclass(frozen=True, slots=True)
class FileScores:
    """Columns over all lines of a file; tails in the order of `Component`, nan for what was not checked."""

    habits: Habits
    risk: Floats
    value: Floats
    recovery: Floats
    tails: Floats
    bits: Ints
    beside: Ints  # row that a duplicate repeats
    declarations: Ints  # that a consignment is split into


def combine(desk: ScreeningDesk, looks: Sequence[FirstLook], hs: Sequence[str]) -> FileScores:
    """Score all lines; `hs` are their codes."""
    facts = joined([look.facts for look in looks])
    _forget_divided(looks, facts)
    prices = _joined_prices([look.prices for look in looks])
    value = _concatenated([look.values.total for look in looks])
    habits = learn_habits(prices, desk.noise, desk.side)
    found = price_odds(prices, habits, desk.noise)
    together = broken_together(facts, desk.rules)
    bits = np.concatenate([look.bits for look in looks] or [np.zeros(0, dtype=np.int64)]) | together.bits
    tails = _tails(desk, looks, bits, hs)
    odds = found.odds * _other_odds(desk, looks, tails, bits)
    risk = odds / (1 + odds)
    recovery = _recovery(risk, found, value)
    return FileScores(
        habits, risk, value, recovery, tails, bits, beside=together.other, declarations=together.declarations
    )


def odds_of_tail(tail: Floats) -> Floats:
    """By how much a tail probability changes the odds: by nothing on the average of sound lines, nor unchecked ones."""
    odds = np.clip(0.5 / np.sqrt(np.maximum(tail, 1e-6)), LEAST_ODDS, MOST_ODDS)
    return np.where(np.isnan(tail), 1.0, odds)


def rule_weights(rules: RuleBook, bits: Ints) -> tuple[Floats, Floats]:
    """Tail and odds of the broken rules of each line: the rarest tail, and the product of odds as far as it goes."""
    tails, odds = np.ones(len(bits)), np.ones(len(bits))
    for place, rule in enumerate(rules.rules):
        is_broken = (bits >> place & 1).astype(np.bool_)
        weight = rules.weights[rule.severity]
        tails[is_broken] = np.minimum(tails[is_broken], weight.tail)
        odds[is_broken] *= weight.odds
    return tails, np.minimum(odds, MOST_ODDS**2)


def _tails(desk: ScreeningDesk, looks: Sequence[FirstLook], bits: Ints, hs: Sequence[str]) -> Floats:
    tails = np.full((len(bits), len(Component)), np.nan)
    tails[:, _PLACE[Component.PRICE]] = _concatenated([look.price_tail for look in looks])
    photos = [photo for look in looks for photo in look.photos]
    for line in [line for line, photo in enumerate(photos) if photo is not NO_PHOTO]:
        tail = check_photo(hs[line], photos[line]).tail
        tails[line, _PLACE[Component.PHOTO]] = np.nan if tail is None else tail
    tails[:, _PLACE[Component.WORDS]] = _concatenated([look.word_tail for look in looks])
    tails[:, _PLACE[Component.RULES]], _ = rule_weights(desk.rules, bits)
    tails[:, _PLACE[Component.HISTORY]] = _concatenated([_history_tail(look) for look in looks])
    return tails


def _other_odds(desk: ScreeningDesk, looks: Sequence[FirstLook], tails: Floats, bits: Ints) -> Floats:
    _, rules = rule_weights(desk.rules, bits)
    history = _concatenated([look.history.told(lambda told: told[1], np.float64) for look in looks])
    by_tail = [odds_of_tail(tails[:, _PLACE[each]]) for each in (Component.PHOTO, Component.WORDS)]
    return np.asarray(rules * np.clip(history, LEAST_ODDS, MOST_ODDS) * by_tail[0] * by_tail[1])


def _history_tail(look: FirstLook) -> Floats:
    return look.history.told(lambda told: np.nan if told[0].tail is None else told[0].tail, np.float64)


def _recovery(risk: Floats, found: Odds, value: Floats) -> Floats:
    return np.nan_to_num(risk * found.stake * value)


def _forget_divided(looks: Sequence[FirstLook], facts: Facts) -> None:
    """Charges of a declaration whose lines stand far apart in the file were not divided over all of them."""
    if len(looks) < 2:
        return
    block = np.concatenate([np.full(len(look), number) for number, look in enumerate(looks)])
    is_shared = np.concatenate([look.has_shared_charge for look in looks])
    keys, place = np.unique(facts.number_key, return_inverse=True)
    first, last = np.full(len(keys), len(looks)), np.full(len(keys), -1)
    np.minimum.at(first, place, block)
    np.maximum.at(last, place, block)
    is_apart = (first[place] != last[place]) & is_shared & (facts.number_key != 0)
    starts = np.cumsum([0, *(len(look) for look in looks)])
    for line in np.flatnonzero(is_apart).tolist():
        number = int(block[line])
        looks[number].forget_price(line - int(starts[number]), NotInDataError("screening.unchecked_shared_charge"))


def _joined_prices(parts: Sequence[PlacedPrices]) -> PlacedPrices:
    spread = Spread(*(_concatenated([getattr(part.spread, name) for part in parts]) for name in Spread.__slots__))
    return PlacedPrices(
        _concatenated([part.ln_price for part in parts]),
        spread,
        np.concatenate([part.direction for part in parts] or [np.zeros(0, dtype=np.int8)]),
        np.concatenate([part.chapter for part in parts] or [np.zeros(0, dtype=np.int64)]),
    )


def _concatenated(parts: Sequence[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)
