"""Numbers for the texts of a vocabulary, ordered so that one comparison tells which rule a text falls under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.store.ingest_plan import Rule, RuleAction, Spelling, Vocabulary

CODE_BITS = 12
CODE_MASK = (1 << CODE_BITS) - 1


@dataclass(frozen=True, slots=True)
class Coding:
    """Spellings in code order: a spelling's code is its position plus one, 0 stands for an unknown text.

    The first `absent` codes mean "not given"; `rejecting` gives the first and last code of each rejecting rule;
    `remembered` holds per code what is kept of the original text: the code, or 0 where it was canonical.
    """

    spellings: tuple[Spelling, ...]
    remembered: tuple[int, ...]
    absent: int
    rejecting: Mapping[str, tuple[int, int]]

    @property
    def texts(self) -> list[str]:
        """Texts in code order."""
        return [spelling.text for spelling in self.spellings]

    @property
    def keys(self) -> list[int]:
        """Keys in code order."""
        return [spelling.key for spelling in self.spellings]


def encode(vocabulary: Vocabulary, rules: Sequence[Rule]) -> Coding:
    """Order a vocabulary: not given, accepted, then what each rejecting rule takes; ValueError above 4,095 texts."""
    numbers = {rule.id: number for number, rule in enumerate(rules, start=1) if rule.action is RuleAction.REJECT}
    canonical = _canonical_texts(vocabulary)

    def group(spelling: Spelling) -> int:
        return -1 if spelling.key == 0 else numbers.get(spelling.rule or "", 0)

    ordered = tuple(sorted(vocabulary.spellings, key=group))
    if len(ordered) > CODE_MASK:
        raise ValueError(vocabulary.dimension, len(ordered))
    groups = [group(spelling) for spelling in ordered]
    names = {number: rule for rule, number in numbers.items()}
    rejecting = {
        names[number]: (groups.index(number) + 1, len(groups) - groups[::-1].index(number))
        for number in sorted({number for number in groups if number > 0})
    }
    remembered = tuple(
        0 if spelling.text in canonical or spelling.key == 0 else code for code, spelling in enumerate(ordered, start=1)
    )
    return Coding(ordered, remembered, groups.count(-1), MappingProxyType(rejecting))


def _canonical_texts(vocabulary: Vocabulary) -> set[str]:
    """The first spelling of each key."""
    first: dict[int, str] = {}
    for spelling in vocabulary.spellings:
        first.setdefault(spelling.key, spelling.text)
    return set(first.values())
