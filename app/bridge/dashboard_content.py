"""What the dashboard shows of one selection, as figures; charts, tiles and tables are made from this alone."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.engine.store.answers import NOTHING, Basis, Figures
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Direction


class Part(enum.Enum):
    """The rankings; GOODS stand among their siblings, PARTS of them one level below."""

    COUNTRY = "country"
    PROVINCE = "province"
    MODE = "mode"
    GOODS = "goods"
    PARTS = "parts"


@dataclass(frozen=True, slots=True)
class Member:
    """One member over the whole selection, and in its last year and the year before."""

    code: int
    figures: Figures
    last: Figures | None = None
    before: Figures | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """All known members, the largest value first; the filter on the own dimension does not count."""

    dimension: Dimension
    members: tuple[Member, ...]
    total: Figures


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One year of everything that is selected, whatever years are; `hhi` is that of partners, 1 is one alone."""

    year: int
    by_direction: Mapping[Direction, Figures]
    total: Figures = NOTHING
    partners: int | None = None
    products: int | None = None
    hhi: float | None = None


@dataclass(frozen=True, slots=True)
class KeyNumbers:
    """The whole selection; None for what the source does not tell."""

    total: Figures = NOTHING
    partners: int | None = None
    products: int | None = None
    hhi: float | None = None


@dataclass(frozen=True, slots=True)
class DashboardContent:
    """One answer; `growth_year` is the last selected year with data, `contexts` are those that might answer."""

    basis: Basis
    key: KeyNumbers = KeyNumbers()
    years: tuple[YearFigures, ...] = ()
    rankings: Mapping[Part, Ranking] = field(default_factory=lambda: MappingProxyType({}))
    growth_year: int | None = None
    contexts: tuple[Context, ...] = ()
    all_years: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True if no record matches."""
        return self.basis.context is None or not self.key.total.records
