"""Cleaning rules as data: read from resources/rules/*.toml, chosen by profile and source, compiled for the store."""

from __future__ import annotations

import enum
import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app.engine import paths
from app.engine.errors import ResourceError
from app.engine.records.layout import Layout
from app.engine.reference import countries
from app.engine.store.ingest_plan import Rule, RuleAction


class Profile(enum.Enum):
    """How severely a source is cleaned."""

    SOURCE_SYSTEM = "source-system"
    STATISTICS = "statistics"


@dataclass(frozen=True, slots=True)
class CleaningRule:
    """One entry of a rule file; exactly one of the ways to match is set, unless a reader or the store applies it."""

    id: str
    action: RuleAction
    zh: str
    en: str
    predicate: str = ""
    profiles: frozenset[Profile] = frozenset(Profile)
    formats: frozenset[str] = frozenset()  # empty: all
    needs: frozenset[str] = frozenset()  # canonical fields that the source must have
    promises: frozenset[str] = frozenset()  # 'hs8', 'units': what the format must promise
    partner_list: str = ""
    partner_aliases: frozenset[str] = frozenset()
    modes: frozenset[int] = frozenset()
    mode_aliases: frozenset[str] = frozenset()
    province_aliases: bool = False
    unit_aliases: bool = False
    applied_by: str = ""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules in the order in which they are tried."""

    rules: tuple[CleaningRule, ...]
    _by_id: Mapping[str, CleaningRule] = field(repr=False, default_factory=dict)

    def has(self, rule_id: str) -> bool:
        """True for the id of a shipped rule."""
        return rule_id in self._by_id

    def chosen(self, profile: Profile, layout: Layout, fields: Iterable[str]) -> tuple[CleaningRule, ...]:
        """Rules that apply to a source with these canonical fields under `profile`."""
        promised = ({"hs8"} if layout.hs_digits == 8 else set()) | ({"units"} if layout.has_units else set())
        present = set(fields)
        return tuple(
            rule
            for rule in self.rules
            if profile in rule.profiles
            and (not rule.formats or layout.format.value in rule.formats)
            and rule.needs <= present
            and rule.promises <= promised
        )


def for_store(rules: Iterable[CleaningRule]) -> tuple[Rule, ...]:
    """The rules as the store runs them."""
    return tuple(_for_store(rule) for rule in rules)


def _for_store(rule: CleaningRule) -> Rule:
    if rule.action is not RuleAction.FLAG or rule.predicate:
        return Rule(rule.id, rule.action, rule.predicate, rule.zh, rule.en)
    members = countries.partner_list(rule.partner_list) if rule.partner_list else rule.modes
    return Rule(rule.id, rule.action, "", rule.zh, rule.en, "country" if rule.partner_list else "mode", members)


@functools.cache
def rule_book() -> RuleBook:
    """The shipped rules; ResourceError names a file that cannot be read."""
    rules = tuple(
        _parse(entry, path.name)
        for path in sorted((paths.resources() / "rules").glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    )
    return RuleBook(rules, MappingProxyType({rule.id: rule for rule in rules}))


def _parse(entry: Mapping[str, Any], file_name: str) -> CleaningRule:
    try:
        values: dict[str, Any] = {name: frozenset(x) if isinstance(x, list) else x for name, x in entry.items()}
        values["action"] = RuleAction(values["action"])
        if "profiles" in values:
            values["profiles"] = frozenset(Profile(name) for name in entry["profiles"])
        return CleaningRule(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError("rules.broken", file=file_name, rule=str(entry.get("id", "?"))) from error
