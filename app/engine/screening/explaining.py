"""The sentences of one scored line: every component apart, and what was not checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.engine.errors import EngineError
from app.engine.messages import Language
from app.engine.reference import amounts, hs_codes
from app.engine.screening.declaration import Declaration
from app.engine.screening.findings import Component, Finding, Reason, Value, reason_of
from app.engine.screening.form_rules import unit_name
from app.engine.screening.photo_check import check_photo
from app.engine.screening.photos import PhotoAnswer
from app.engine.screening.price_check import PriceCheck
from app.engine.screening.rule_book import RuleBook
from app.engine.screening.seen_trade import SeenTrade, product_key
from app.engine.screening.words import Said

_ROUNDED = 6


@dataclass(frozen=True, slots=True)
class Broken:
    """Rules that a line breaks, by their bits; the row that it repeats, and how many declarations it is split into."""

    bits: int
    beside: int
    declarations: int
    tail: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found of one line, as columns keep it."""

    price: PriceCheck
    photo: PhotoAnswer | EngineError
    words: Said
    rules: Broken
    history: Finding


def findings_of(line: Declaration, found: Evidence, rules: RuleBook, seen: SeenTrade) -> tuple[Finding, ...]:
    """All five, in the order of `Component`."""
    return (
        price_finding(found.price),
        check_photo(line.hs, found.photo),
        words_finding(line.hs, found.words, is_named=bool(line.name)),
        rules_finding(line, found.rules, rules, seen),
        found.history,
    )


def price_finding(check: PriceCheck) -> Finding:
    """How far out the price lies, or why that is not known."""
    if isinstance(check, EngineError):
        return Finding(Component.PRICE, None, (reason_of(check),))
    ratio = float(check.declared.price) / check.expected
    # What is expected is no median: some prices below it lie in the upper half all the same
    side = "low" if check.percentile <= 1 / 2 or ratio < 1 else "high"
    times = amounts.times(ratio)
    return Finding(
        Component.PRICE, check.tail, (Reason(f"screening.reason_{side}", (("share", check.tail), ("times", times))),)
    )


def words_finding(hs: str, said: Said, *, is_named: bool) -> Finding:
    """Whether the declared name fits the declared heading, or another one better."""
    if not is_named:
        return Finding(Component.WORDS, None, (Reason("screening.words_no_name"),))
    tail, matches = said
    if tail is None or not matches:
        return Finding(Component.WORDS, None, (Reason("screening.words_unlike"),))
    best = matches[0].hs
    if best[:4] == hs[:4]:
        return Finding(Component.WORDS, tail, (Reason("screening.words_fit", (("hs", hs[:4]),)),))
    values: tuple[tuple[str, Value], ...] = (
        ("hs", hs[:4]),
        ("best", best),
        ("title_zh", hs_codes.table().title(best, Language.ZH)),
        ("title_en", hs_codes.table().title(best, Language.EN)),
        ("share", round(tail, _ROUNDED)),
    )
    return Finding(Component.WORDS, tail, (Reason("screening.words_other", values),))


def rules_finding(line: Declaration, found: Broken, rules: RuleBook, seen: SeenTrade) -> Finding:
    """Every broken rule with what it says of the line."""
    broken = rules.broken(found.bits)
    told = tuple(Reason(f"screening_rules.{rule.id}", _values(rule.id, line, found, seen)) for rule in broken)
    kept = () if found.bits & ~rules.notes else (Reason("screening.rules_kept"),)
    return Finding(Component.RULES, found.tail, (*kept, *told))


def _values(rule: str, line: Declaration, found: Broken, seen: SeenTrade) -> tuple[tuple[str, Value], ...]:
    total = 0.0 if line.total is None else float(line.total)
    match rule:
        case "code_not_in_force":
            return ("hs", line.hs), ("year", 0 if line.declared_on is None else line.declared_on.year)
        case "unit_impossible":
            return _unit_values(line)
        case "partner_never_seen" | "mode_never_seen":
            return ("hs", line.hs), ("records", seen.count(product_key(line.direction.id, line.hs)))
        case "total_differs":
            quantity = 0.0 if line.declared is None else float(line.declared.quantity)
            return ("product", quantity * float(line.unit_price or 0)), ("total", total)
        case "duplicate" | "near_duplicate":
            return (("other", found.beside),)
        case "partner_not_in_data" | "mode_not_in_data":
            return ()
        case "split_consignment":
            return (("declarations", found.declarations),)
        case _:
            return (("total", total),)


def _unit_values(line: Declaration) -> tuple[tuple[str, Value], ...]:
    listed, declared = hs_codes.table().unit_of(line.hs), line.first.unit if line.first else None
    names: Sequence[tuple[str, Value]] = [
        (f"{key}_{tongue.value}", unit_name(unit, tongue))
        for key, unit in (("listed", listed), ("declared", declared))
        for tongue in Language
    ]
    return ("hs", line.hs), *names
