"""What questions are answered with: exact figures, and what they rest on and leave out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection


class Reason(enum.Enum):
    """Why records are not in an answer."""

    CLEANING_RULE = "cleaning_rule"
    OTHER_CONTEXT = "other_context"
    DIMENSION_ABSENT = "dimension_absent"
    MEMBER_UNKNOWN = "member_unknown"
    BEYOND_LIMIT = "beyond_limit"
    NO_QUANTITY = "no_quantity"


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over some records of one context; the quantity only where all share one unit (its id)."""

    value: Decimal
    records: int
    quantity: Decimal | None = None
    unit: int | None = None

    def __add__(self, other: Figures) -> Figures:
        """Both together; quantities are summed by the database, which knows the units."""
        return Figures(self.value + other.value, self.records + other.records)


NOTHING = Figures(Decimal(0), 0)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Records that the answer does not hold; a rule comes with its sentences, another context with itself."""

    reason: Reason
    figures: Figures
    currency: str | None
    rule: str = ""
    profile: str = ""
    zh: str = ""
    en: str = ""
    context: Context | None = None
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What was asked, the context that answered (None when nothing matched), and what is left out."""

    selection: Selection
    context: Context | None
    left_out: tuple[LeftOut, ...]
