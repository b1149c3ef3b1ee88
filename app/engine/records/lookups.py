"""Vocabularies for the store: every accepted text of a dimension with its key and the rule that it falls under."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

from app.engine.records.layout import Layout, PartnerCoding
from app.engine.records.rules import CleaningRule
from app.engine.reference import countries, hs_codes, provinces, trade_modes, units
from app.engine.reference.spelling import variants
from app.engine.store.ingest_plan import NOT_GIVEN, HsVocabulary, RuleAction, Spelling, Vocabulary

# Texts that stand for "no unit" in every format
_NOT_GIVEN = frozenset({"", "-", "?"})


def vocabularies(layout: Layout, rules: Iterable[CleaningRule], fields: Iterable[str]) -> dict[str, Vocabulary]:
    """By dimension, for those that the source has."""
    chosen = tuple(rules)
    present = set(fields)
    found: dict[str, Vocabulary] = {}
    if "country" in present or {"exporter", "importer"} <= present:
        found["country"] = partner_vocabulary(layout.partner_coding, chosen)
    if "province" in present:
        found["province"] = _province_vocabulary(chosen)
    if "mode" in present:
        found["mode"] = _mode_vocabulary(chosen)
    if "unit" in present:
        found["unit"] = _unit_vocabulary("unit", chosen, layout.absent_words)
    if "unit_2" in present:
        found["unit_2"] = _unit_vocabulary("unit_2", (), layout.absent_words)
    if "reporter" in present:
        found["reporter"] = _vocabulary("reporter", "reporter", _reporter_texts(), {}, {})
    return found


def partner_vocabulary(coding: PartnerCoding, rules: tuple[CleaningRule, ...]) -> Vocabulary:
    """Partners in one coding; a listed partner falls under the rejecting rule, an alias under a mapping one."""
    table = countries.table()
    rejected = {
        code: rule.id
        for rule in reversed(rules)
        if rule.partner_list and rule.action is RuleAction.REJECT
        for code in countries.partner_list(rule.partner_list)
    }
    canonical = {country.name_zh: country.code for country in table.countries}
    kinds = _kinds(canonical, ((alias.spelling, alias.kind) for alias in table.aliases))
    mapped = _alias_rules(kinds, ((rule.id, rule.partner_aliases) for rule in rules if rule.partner_aliases))
    texts = canonical | dict(table.spellings(coding.value))
    return _vocabulary("country", f"partner_{coding.value}", texts, rejected, mapped)


@functools.cache
def hs_vocabulary() -> HsVocabulary:
    """All known codes of two to eight digits."""
    table = hs_codes.table()
    return HsVocabulary(tuple(code for level in (2, 4, 6, 8) for code in table.codes(level)))


def _mode_vocabulary(rules: tuple[CleaningRule, ...]) -> Vocabulary:
    table = trade_modes.table()
    rejected = {code: rule.id for rule in reversed(rules) if rule.action is RuleAction.REJECT for code in rule.modes}
    canonical = {mode.name_zh: mode.code for mode in table.modes}
    kinds = _kinds(canonical, ((alias.spelling, alias.kind) for alias in table.aliases))
    mapped = _alias_rules(kinds, ((rule.id, rule.mode_aliases) for rule in rules if rule.mode_aliases))
    return _vocabulary("mode", "mode", canonical | dict(table.spellings()), rejected, mapped)


def _province_vocabulary(rules: tuple[CleaningRule, ...]) -> Vocabulary:
    table = provinces.table()
    canonical = {place.name_zh: place.code for place in table.registration_places}
    codes = {str(place.code) for place in table.registration_places}
    rule = next((rule.id for rule in rules if rule.province_aliases), "")
    mapped = {text: rule for text in table.spellings() if text not in canonical and text not in codes} if rule else {}
    return _vocabulary("province", "province", canonical | dict(table.spellings()), {}, mapped)


def _unit_vocabulary(dimension: str, rules: tuple[CleaningRule, ...], absent: frozenset[str]) -> Vocabulary:
    table = units.table()
    rule = next((rule.id for rule in rules if rule.unit_aliases), "")
    canonical = {unit.name_zh: unit.id for unit in table.units}
    mapped = {text: rule for text in table.spellings() if text not in canonical} if rule else {}
    not_given = dict.fromkeys(sorted(absent | _NOT_GIVEN), NOT_GIVEN)
    return _vocabulary(dimension, dimension, canonical | dict(table.spellings()) | not_given, {}, mapped)


def _reporter_texts() -> Mapping[str, int]:
    table = countries.table()
    return dict(table.spellings("m49")) | dict(table.code_texts("iso3")) | dict(table.names())


def _kinds(canonical: Iterable[str], aliases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Kind of every text but the canonical ones; another width or case of a name is an alias like any other."""
    exact = dict(aliases)
    names = set(canonical)
    found = {form: "alias" for name in names for form in variants(name)}
    found |= {form: kind for text, kind in exact.items() for form in variants(text)}
    return {text: kind for text, kind in (found | exact).items() if text not in names}


def _alias_rules(kinds: Mapping[str, str], rules: Iterable[tuple[str, frozenset[str]]]) -> dict[str, str]:
    owners = {kind: rule for rule, wanted in rules for kind in wanted}
    return {spelling: owners[kind] for spelling, kind in kinds.items() if kind in owners}


def _vocabulary(
    dimension: str, name: str, texts: Mapping[str, int], rejected: Mapping[int, str], mapped: Mapping[str, str]
) -> Vocabulary:
    spellings = tuple(Spelling(text, key, rejected.get(key, mapped.get(text))) for text, key in texts.items())
    return Vocabulary(dimension, name, spellings)
