"""Form rules as data: which are tried, what they say, and how much a broken one weighs."""

from __future__ import annotations

import enum
import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.engine import paths
from app.engine.errors import ResourceError
from app.engine.messages import Language

FORMAT = "screening-rules/1"
_FILE = "rules.toml"
_OWN = ("id", "severity", "is_on", "zh", "en")


class Severity(enum.Enum):
    """How much a broken rule says."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"  # nothing is broken


@dataclass(frozen=True, slots=True)
class Weight:
    """Share of sound lines that break such a rule, and by how much one raises the odds."""

    tail: float
    odds: float


@dataclass(frozen=True, slots=True)
class FormRule:
    """One rule; `limits` are its own figures."""

    id: str
    severity: Severity
    is_on: bool
    zh: str
    en: str
    limits: Mapping[str, float]

    def sentence(self, language: Language) -> str:
        """With places for what the line says."""
        return self.zh if language is Language.ZH else self.en


@dataclass(frozen=True)
class RuleBook:
    """All rules in order; a rule's place is its bit wherever broken rules are kept as a number."""

    rules: tuple[FormRule, ...]
    weights: Mapping[Severity, Weight]

    def bit(self, rule: str) -> int:
        """The bit of a rule that is on, 0 of one that is off or unknown."""
        return next((1 << place for place, each in enumerate(self.rules) if each.id == rule and each.is_on), 0)

    def limit(self, rule: str, name: str) -> float:
        """A figure of one rule."""
        return next(each.limits[name] for each in self.rules if each.id == rule)

    def broken(self, bits: int) -> list[FormRule]:
        """The rules of a number, in order."""
        return [rule for place, rule in enumerate(self.rules) if bits >> place & 1]

    @functools.cached_property
    def notes(self) -> int:
        """The bits of rules that only say what was not compared, in the same words of every line."""
        return sum(self.bit(each.id) for each in self.rules if each.severity is Severity.NOTE)


@functools.cache
def shipped_rules() -> RuleBook:
    """The rules that the program ships; ResourceError where the file is not what it should be."""
    return read_rules(paths.resources() / "screening" / _FILE)


def read_rules(path: Path) -> RuleBook:
    """Rules of a file; ResourceError for one that is missing or damaged."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise ResourceError("screening.rules_unusable", path=str(path))
        weights = {Severity(name): Weight(**each) for name, each in document["severity"].items()}
        rules = tuple(_rule(each) for each in document["rule"])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise ResourceError("screening.rules_unusable", path=str(path)) from error
    return RuleBook(rules, MappingProxyType(weights))


def _rule(entry: Mapping[str, Any]) -> FormRule:
    limits = {name: float(value) for name, value in entry.items() if name not in _OWN}
    return FormRule(
        entry["id"], Severity(entry["severity"]), entry["is_on"], entry["zh"], entry["en"], MappingProxyType(limits)
    )
