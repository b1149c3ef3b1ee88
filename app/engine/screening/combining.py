"""One ranking of a whole file from components that stay apart: odds multiply, risk times stake is what to expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError
from app.engine.jobs import CancelToken
from app.engine.price.conformal import Spread
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.findings import Component
from app.engine.screening.first_look import FirstLook
from app.engine.screening.form_rules import Small, broken_together
from app.engine.screening.look_file import LookFile
from app.engine.screening.photo_check import NO_PHOTO, check_photo
from app.engine.screening.price_odds import Habits, PlacedPrices, learn_habits, price_odds
from app.engine.screening.rule_book import RuleBook

Floats = NDArray[np.float64]
MOST_ODDS, LEAST_ODDS = 12.0, 0.5
"""How far one component other than the price can move the odds."""
_PLACE = {component: place for place, component in enumerate(Component)}


@dataclass(frozen=True, slots=True)
class FileScores:
    """Columns over all lines of a file."""

    habits: Habits
    risk: Floats
    recovery: Floats
    bits: Small
    beside: Small  # row that a duplicate repeats
    declarations: Small  # that a consignment is split into


def combine(desk: ScreeningDesk, looks: LookFile, *, token: CancelToken) -> FileScores:
    """Score all lines."""
    _forget_divided(looks)
    habits = learn_habits(_all_prices(looks), desk.noise, desk.side)
    token.check()
    together = broken_together(lambda name: looks.column("facts", name), desk.rules)
    scores = FileScores(
        habits,
        np.empty(looks.lines),
        np.empty(looks.lines),
        together.bits,
        beside=together.other,
        declarations=together.declarations,
    )
    first = 0
    for look in looks:
        token.check()
        own = slice(first, first + len(look))
        scores.bits[own] |= look.bits.astype(np.int32)
        found = price_odds(look.prices, habits, desk.noise)
        odds = found.odds * _other_odds(look, scores.bits[own], desk.rules)
        scores.risk[own] = odds / (1 + odds)
        scores.recovery[own] = np.nan_to_num(scores.risk[own] * found.stake * look.values.total)
        first += len(look)
    return scores


def odds_of_tail(tail: Floats) -> Floats:
    """By how much a tail probability changes the odds: by nothing on the average of sound lines, nor unchecked ones."""
    odds = np.clip(0.5 / np.sqrt(np.maximum(tail, 1e-6)), LEAST_ODDS, MOST_ODDS)
    return np.where(np.isnan(tail), 1.0, odds)


def rule_weights(rules: RuleBook, bits: Small) -> tuple[Floats, Floats]:
    """Tail and odds of the broken rules of each line: the rarest tail, and the product of odds as far as it goes."""
    tails, odds = np.ones(len(bits)), np.ones(len(bits))
    for place, rule in enumerate(rules.rules):
        is_broken = (bits >> place & 1).astype(np.bool_)
        weight = rules.weights[rule.severity]
        tails[is_broken] = np.minimum(tails[is_broken], weight.tail)
        odds[is_broken] *= weight.odds
    return tails, np.minimum(odds, MOST_ODDS**2)


def line_tails(look: FirstLook, rules: RuleBook, bits: Small) -> Floats:
    """Of some lines, in the order of `Component`; nan for what was not checked."""
    tails = np.full((len(look), len(Component)), np.nan)
    tails[:, _PLACE[Component.PRICE]] = look.price_tail
    for line in np.flatnonzero(~look.photos.is_(NO_PHOTO)).tolist():
        tail = check_photo(f"{look.chapter[line]:02d}", look.photos[line]).tail
        tails[line, _PLACE[Component.PHOTO]] = np.nan if tail is None else tail
    tails[:, _PLACE[Component.WORDS]] = look.word_tail
    tails[:, _PLACE[Component.RULES]], _ = rule_weights(rules, bits)
    tails[:, _PLACE[Component.HISTORY]] = look.history_tail
    return tails


def _other_odds(look: FirstLook, bits: Small, rules: RuleBook) -> Floats:
    _, by_rules = rule_weights(rules, bits)
    tails = line_tails(look, rules, bits)
    by_tail = [odds_of_tail(tails[:, _PLACE[each]]) for each in (Component.PHOTO, Component.WORDS)]
    return np.asarray(by_rules * np.clip(look.history_odds, LEAST_ODDS, MOST_ODDS) * by_tail[0] * by_tail[1])


def _forget_divided(looks: LookFile) -> None:
    """Charges of a declaration whose lines stand far apart in the file were not divided over all of them."""
    if len(looks) < 2:
        return
    is_shared = looks.column("has_shared_charge")
    if not is_shared.any():
        return
    keys = looks.column("facts", "number_key")
    block = np.repeat(np.arange(len(looks), dtype=np.int32), looks.sizes)
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(keys[order]) != 0))
    # Within a key the lines are in the order of the file
    ends = np.append(starts[1:], len(order)) - 1
    for start, end in zip(
        *(places[block[order[starts]] != block[order[ends]]] for places in (starts, ends)), strict=True
    ):
        if keys[order[start]] == 0:
            continue
        for line in order[start : end + 1][is_shared[order[start : end + 1]]].tolist():
            number = int(block[line])
            place = line - sum(looks.sizes[:number])
            looks.forget_price(number, place, NotInDataError("screening.unchecked_shared_charge"))


def _all_prices(looks: LookFile) -> PlacedPrices:
    away = looks.column("placed", "ln_price") - looks.column("placed", "spread", "median")
    away[looks.forgotten] = np.nan
    below, above = (looks.column("placed", "spread", name) for name in ("below", "above"))
    spread = Spread(np.broadcast_to(0.0, len(away)), below, above)
    return PlacedPrices(away, spread, looks.column("direction"), looks.column("chapter"))
