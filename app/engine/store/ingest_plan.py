"""What the store is told about one file before loading it: columns, vocabularies, rules and constants."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NOT_GIVEN = 0
"""Key of spellings that say that a member is not given."""


class RuleAction(enum.Enum):
    """What a rule does with a row that it matches."""

    REJECT = "reject"
    FLAG = "flag"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Rule:
    """One cleaning rule, ready to run; `predicate` is SQL over the typed columns, NULL counting as no match."""

    id: str
    action: RuleAction
    predicate: str
    zh: str
    en: str
    dimension: str = ""  # of `members`, which a rule without predicate marks in kept rows
    members: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Spelling:
    """One accepted text of a dimension's member; `rule` is the rejecting or mapping rule it falls under."""

    text: str
    key: int
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All accepted texts of one dimension; texts are unique, `name` tells vocabularies of a dimension apart."""

    dimension: str
    name: str
    spellings: Sequence[Spelling]


@dataclass(frozen=True, slots=True)
class HsVocabulary:
    """Known codes of all levels as text; a longer code whose six digits are known has an unknown edition."""

    codes: Sequence[str]


@dataclass(frozen=True, slots=True)
class IngestPlan:
    """Everything needed to turn one delimited UTF-8 file into a segment.

    `fields` maps canonical field names to column positions, `constants` gives typed values for what no column
    says (direction 'import'|'export', year, reporter and currency as customs codes, unit id, …).
    `value_scale` multiplies the value column (BACI counts in thousands).
    """

    source: Path
    delimiter: str
    skip_lines: int
    columns: tuple[str, ...]
    fields: Mapping[str, int]
    constants: Mapping[str, int | str]
    vocabularies: Mapping[str, Vocabulary]  # by dimension: country, province, mode, unit, unit_2
    hs: HsVocabulary
    editions: tuple[int, ...]  # first year of each HS edition
    valuations: Mapping[str, str]  # 'import' and 'export' → 'CIF', 'FOB' or '' where not known
    hs_digits: int | None  # length that the format promises; rules reject other lengths
    repairs_hs_zeros: bool
    has_grouped_numbers: bool
    value_scale: int
    direction_words: Mapping[str, str]  # lower-case text → 'import' or 'export'
    currency_words: Mapping[str, str]  # lower-case text → ISO code
    rules: tuple[Rule, ...]
    drops_duplicates: bool
    keeps_deepest_level: bool  # of several HS levels in one year and direction, shallower rows are sums of others
    malformed: Path | None  # headless CSV of (rule id, line, text) that never had columns


@dataclass(frozen=True, slots=True)
class RuleCount:
    """What one rule did in one file; `value` is the exact sum over its rows where a value could be read."""

    rule: str
    action: RuleAction
    rows: int
    value: str


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """What a finished segment holds, for the manifest and the report."""

    rows: int
    kept: int
    rejected: int
    value_seen: str
    value_kept: str
    duplicates: int
    directions: tuple[str, ...]
    years: tuple[int, ...]
    reporters: tuple[int, ...]
    currencies: tuple[str, ...]
    hs_levels: tuple[int, ...]
    dimensions: tuple[str, ...]
    rule_counts: tuple[RuleCount, ...]
