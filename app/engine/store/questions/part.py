"""What a dashboard is put together from: its parts, and what all of them have in common."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation
from app.engine.store.selection import Selection, Years


class PartKind(enum.Enum):
    """What a part sums up: members by span, directions by year, or how many members or headings a span has."""

    MEMBERS = "members"
    TREND = "trend"
    COUNT = "count"
    HEADINGS = "headings"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the statement; `dimension` is that of its members, which may be shown and counted at once."""

    kind: PartKind
    selection: Selection
    dimension: Dimension | None = None
    has_quantity: bool = False
    is_also_counted: bool = False

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What its source has to tell apart besides years and directions."""
        return (self.dimension,) if self.dimension else ()

    @property
    def is_listed(self) -> bool:
        """True if its rows are members or directions."""
        return self.kind in {PartKind.MEMBERS, PartKind.TREND}

    @property
    def is_counted(self) -> bool:
        """True if its members are counted."""
        return self.is_also_counted or not self.is_listed

    @property
    def counts_partners(self) -> bool:
        """True if what it counts are partners."""
        return self.is_counted and self.dimension is Dimension.COUNTRY


@dataclass(frozen=True, slots=True)
class Frame:
    """What all parts have in common: the spans by id (a single year's is the year), and the shared unit."""

    generation: Generation
    context: Context
    selection: Selection
    spans: Mapping[int, Years]
    unit: int | None
