"""Form rules at work: which lines break which, a whole file at once where lines are compared with each other."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.messages import Language
from app.engine.price.asking import base_of
from app.engine.reference import hs_codes, units
from app.engine.screening.coded import crossed_once
from app.engine.screening.facts import Facts, Floats, Ints
from app.engine.screening.lines import Lines
from app.engine.screening.rule_book import RuleBook
from app.engine.screening.seen_trade import SeenTrade

Flags = NDArray[np.bool_]
Small = NDArray[np.int32]
_HS8 = 8


def broken_alone(lines: Lines, facts: Facts, rules: RuleBook, seen: SeenTrade) -> Ints:
    """Bits of the rules that each line breaks by itself or against the data."""
    bits = np.zeros(len(facts), dtype=np.int64)
    records = seen.records_of(facts.product)
    checks = {
        "code_not_in_force": ~crossed_once(lines.hs, lines.year).told_once(_is_in_force, np.bool_),
        "unit_impossible": crossed_once(lines.hs, lines.first_unit).told_once(_is_other_unit, np.bool_),
        "partner_never_seen": (records >= rules.limit("partner_never_seen", "least_records"))
        & (facts.partner > 0)
        & ~seen.has_partner(facts.product, facts.partner),
        "mode_never_seen": (records >= rules.limit("mode_never_seen", "least_records"))
        & (facts.mode > 0)
        & ~seen.has_mode(facts.product, facts.mode),
        "partner_not_in_data": seen.lacks_partner(facts.partner),
        "mode_not_in_data": seen.lacks_mode(facts.mode),
        "total_differs": _differs(facts, rules.limit("total_differs", "tolerance")),
        "digits_repeated": _repeats(facts, int(rules.limit("digits_repeated", "least_digits"))),
        "total_rounded": _is_round(facts, rules.limit("total_rounded", "least_total")),
    }
    for rule, is_broken in checks.items():
        bits |= np.where(is_broken, rules.bit(rule), 0)
    return bits


@dataclass(frozen=True, slots=True)
class Together:
    """What lines break beside others of the file: bits, the row that one is like, and its split declarations."""

    bits: Small
    other: Small
    declarations: Small


def broken_together(column: Callable[[str], NDArray[Any]], rules: RuleBook) -> Together:
    """Compare all lines of a file with each other; `column` tells one of `Facts` over all of them."""
    declarations = _split(
        column("day_key"), column("number_key"), int(rules.limit("split_consignment", "least_declarations"))
    )
    rows = column("row").astype(np.int32)
    same = _repeated(column("whole_key"), rows)
    near = _near(column("goods_key"), rows, column("total"))
    near[same > 0] = 0
    bits = np.zeros(len(rows), dtype=np.int32)
    for rule, found in (("split_consignment", declarations), ("near_duplicate", near), ("duplicate", same)):
        bits |= np.where(found > 0, rules.bit(rule), 0).astype(np.int32)
    return Together(bits, np.where(same > 0, same, near), declarations)


def _firsts(keys: Ints) -> Small:
    """The first line with the same key as each."""
    order = np.argsort(keys, kind="stable").astype(np.int32)
    ordered = keys[order]
    is_first = np.append(True, ordered[1:] != ordered[:-1])[: len(keys)]
    found = np.empty(len(keys), dtype=np.int32)
    found[order] = np.repeat(order[is_first], np.diff(np.append(np.flatnonzero(is_first), len(keys))))
    return found


def _repeated(keys: Ints, rows: Small) -> Small:
    """Row of the first line with the same key, 0 for that itself and for lines without a key."""
    first = _firsts(keys)
    is_later = (first != np.arange(len(keys))) & (keys != 0)
    return np.where(is_later, rows[first], 0).astype(np.int32)


def _near(keys: Ints, rows: Small, total: Floats) -> Small:
    """Row of the first line with the same key and another total, for each line that has one; 0 for the others.

    Whichever of such lines comes first in the file, all of them are told of.
    """
    found = np.zeros(len(keys), dtype=np.int32)
    told = np.flatnonzero((keys != 0) & np.isfinite(total))
    if not len(told):
        return found
    order = told[np.argsort(keys[told], kind="stable")]
    is_first = np.append(True, np.diff(keys[order]) != 0)
    # Most lines are like no other
    is_shared = ~(is_first & np.append(is_first[1:], True))
    order, starts = order[is_shared], np.flatnonzero(is_first[is_shared])
    if not len(order):
        return found
    sums = total[order]
    sizes = np.diff(np.append(starts, len(order)))
    is_other = sums != np.repeat(sums[starts], sizes)
    # Lines with the total of the first of their kind are told of the first with another one, the others of the first
    places = np.where(is_other, np.arange(len(order)), len(order))
    others = np.repeat(np.minimum.reduceat(places, starts), sizes)
    beside = np.where(is_other, np.repeat(starts, sizes), others)
    has_other = others < len(order)
    found[order[has_other]] = rows[order[beside[has_other]]]
    return found


def _split(days: Ints, numbers: Ints, least: int) -> Small:
    """How many declarations share trader, goods, partner and day; 0 below so many."""
    told = np.flatnonzero(days)
    found = np.zeros(len(days), dtype=np.int32)
    if not len(told):
        return found
    order = told[np.lexsort((numbers[told], days[told]))]
    day, number = days[order], numbers[order]
    is_new_day = np.append(True, day[1:] != day[:-1])
    is_new = is_new_day | np.append(True, number[1:] != number[:-1])
    starts = np.flatnonzero(is_new_day)
    counts = np.add.reduceat(is_new.astype(np.int32), starts)
    each = np.repeat(counts, np.diff(np.append(starts, len(order))))
    found[order] = np.where(each >= least, each, 0)
    return found


def _differs(facts: Facts, tolerance: float) -> Flags:
    product = facts.declared_quantity * facts.unit_price
    return np.asarray(np.abs(product - facts.total) > np.maximum(tolerance * np.abs(facts.total), 1.0))


def _repeats(facts: Facts, least: int) -> Flags:
    """Whether the whole part of the total holds a run of one digit other than 0."""
    left = np.nan_to_num(np.floor(facts.total), nan=0.0, posinf=0.0).clip(0, 1e15).astype(np.int64)
    found = np.zeros(len(left), dtype=np.bool_)
    run = (10**least - 1) // 9
    while left.any():
        tail = left % 10**least
        found |= (tail % run == 0) & (tail > 0) & (tail >= 10 ** (least - 1))
        left //= 10
    return found


def _is_round(facts: Facts, least: float) -> Flags:
    """Whether at most two digits of a large total are other than 0."""
    total = np.nan_to_num(facts.total, nan=0.0, posinf=0.0)
    size = 10.0 ** np.floor(np.log10(np.maximum(total, 1.0)))
    return np.asarray((total >= least) & (np.abs(np.rint(total / size * 10) * size / 10 - total) < 0.005))


@functools.cache
def _is_in_force(asked: tuple[str, int | None]) -> bool:
    """True as well where no list tells: other editions, shorter codes, no date; not for what no edition ever held."""
    hs, year = asked
    edition = hs_codes.edition_of(year) if year else 0
    table = hs_codes.table()
    if len(hs) != _HS8 or not year:
        return True
    if table.hs8(hs) is None:
        return table.status(hs) is not hs_codes.Status.UNKNOWN
    if edition in {2012, 2022}:
        return table.exists(hs, edition)
    return True


@functools.cache
def _is_other_unit(asked: tuple[str, int | None]) -> bool:
    """Whether the listed unit is of another family; False where none is listed or declared."""
    hs, unit = asked
    listed = hs_codes.table().unit_of(hs)
    return bool(unit and listed and base_of(unit) != base_of(listed))


def unit_name(unit: int | None, language: Language) -> str:
    """For a sentence; "" where there is none."""
    return units.table().by_id(unit).name(language) if unit else ""
