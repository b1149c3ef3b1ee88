"""What can be said of some lines without the rest of their file: price, words, photo, rules and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, NotInDataError
from app.engine.price.conformal import Spread
from app.engine.screening.coded import Coded, constant
from app.engine.screening.declared_columns import pack_declared
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.facts import Facts, Ints, facts_of
from app.engine.screening.form_rules import broken_alone
from app.engine.screening.history_check import Told
from app.engine.screening.lines import Floats, Lines
from app.engine.screening.photo_check import NO_PHOTO, read_photo
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PriceCheck, check_of
from app.engine.screening.price_columns import PlacedColumns
from app.engine.screening.price_odds import PlacedPrices
from app.engine.screening.problems import one_problem
from app.engine.screening.value_columns import Values, has_shared_charge, value_columns
from app.engine.screening.words import Said

_NO_DATA = NotInDataError("screening.unchecked_no_data")


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Equal-length columns and lists, in the order of the lines; nan and None for what was not checked."""

    facts: Facts
    direction: NDArray[np.int8]
    chapter: NDArray[np.int8]
    values: Values
    placed: PlacedColumns
    has_shared_charge: NDArray[np.bool_]
    bits: Ints
    word_tail: Floats
    words: Coded[Said]
    photos: Coded[PhotoAnswer | EngineError]
    history: Coded[Told]
    declared: NDArray[np.uint8]  # what `pack_declared` wrote

    def __len__(self) -> int:
        return len(self.facts)

    @property
    def prices(self) -> PlacedPrices:
        """As odds are told from."""
        return PlacedPrices(self.placed.ln_price, self.placed.spread, self.direction, self.chapter)

    @property
    def history_tail(self) -> Floats:
        """How rarely earlier inspections of like lines find so much by chance."""
        return self.history.told(lambda told: np.nan if told[0].tail is None else told[0].tail, np.float64)

    @property
    def history_odds(self) -> Floats:
        """By how much earlier inspections change the odds."""
        return self.history.told(lambda told: told[1], np.float64)

    @property
    def price_tail(self) -> Floats:
        """How rarely a sound declaration lies so far out on either side."""
        percentile = self.placed.percentile
        return np.asarray(np.round(np.minimum(2 * np.minimum(percentile, 1 - percentile), 1.0), 9))

    def check(self, place: int) -> PriceCheck:
        """What the price of one line says."""
        return check_of(self.values, self.placed, place)

    def forget_price(self, place: int, problem: EngineError) -> None:
        """Take back what was said of one line's price."""
        placed = self.placed
        placed.problems.set(place, problem)
        for column in (placed.ln_price, placed.spread.median, placed.percentile, self.values.total):
            column[place] = np.nan


def look_at(desk: ScreeningDesk, lines: Lines, photos: Mapping[int, Path]) -> FirstLook:
    """Check some thousands of lines; `photos` is by row."""
    facts = facts_of(lines)
    values, placed = _prices(desk, lines)
    words = desk.words.check(lines.name, lines.hs)
    return FirstLook(
        facts,
        lines.way,
        lines.hs.told_once(_chapter, np.int8),
        values,
        placed,
        has_shared_charge(lines),
        broken_alone(lines, facts, desk.rules, desk.seen),
        words.told_once(_word_tail, np.float64),
        words,
        _read_photos(desk, lines, photos),
        desk.history.check(lines),
        np.frombuffer(pack_declared(lines), dtype=np.uint8),
    )


def _chapter(code: str) -> int:
    return int(code[:2])


def _word_tail(said: Said) -> float:
    return np.nan if said[0] is None else said[0]


def _read_photos(desk: ScreeningDesk, lines: Lines, photos: Mapping[int, Path]) -> Coded[PhotoAnswer | EngineError]:
    if not photos:
        return constant(NO_PHOTO, len(lines))
    found = [NO_PHOTO, *(read_photo(desk.photos, photos[row]) for row in lines.row if row in photos)]
    has_photo = np.array([row in photos for row in lines.row], dtype=np.bool_)
    return Coded(np.where(has_photo, np.cumsum(has_photo), 0).astype(np.int32), found)


def _prices(desk: ScreeningDesk, lines: Lines) -> tuple[Values, PlacedColumns]:
    currency = None if desk.pricer is None else desk.pricer.context.currency
    if desk.prices is None or currency is None:
        nothing = one_problem(_NO_DATA, len(lines))
        unknown = np.full((9, len(lines)), np.nan)
        total, quantity, ln_price, median, below, above, expected, percentile, distance = unknown
        values = Values(total, quantity, constant(None, len(lines)), nothing)
        spread = Spread(median, below, above)
        return values, PlacedColumns(ln_price, spread, expected, percentile, distance, nothing.copy())
    values = value_columns(lines, desk.rates, currency)
    return values, desk.prices.place(lines, values)
