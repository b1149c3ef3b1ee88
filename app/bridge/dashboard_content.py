"""What the dashboard shows of one selection, as figures; charts, tiles and tables are made from this alone."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.bridge.dashboard_filters import Facet
from app.bridge.dashboard_metrics import Metric
from app.engine.store.answers import NOTHING, Basis, Figures
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Direction, Years


class Part(enum.Enum):
    """The rankings; GOODS stand among their siblings, PARTS of them one level below."""

    COUNTRY = "country"
    PROVINCE = "province"
    MODE = "mode"
    GOODS = "goods"
    PARTS = "parts"


class UnitState(enum.Enum):
    """Whether quantities of the selected goods can be added, or why not."""

    ONE = "one"
    SEVERAL = "several"
    NOT_TOLD = "not_told"
    NO_PRODUCT = "no_product"


@dataclass(frozen=True, slots=True)
class Member:
    """One member; `amount` is in the ranking's metric, `growth` its change between the spans that are compared."""

    code: int
    figures: Figures
    amount: float | None
    share: float | None = None
    growth: float | None = None
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """All known members; the filter on the own dimension does not count. `metric` is the one that can be shown."""

    dimension: Dimension
    metric: Metric
    members: tuple[Member, ...]
    total: Figures


@dataclass(frozen=True, slots=True)
class KeyNumbers:
    """A selection in one span; None for what the source does not tell, or is not counted yet. `hhi` is at most 1."""

    figures: Figures = NOTHING
    partners: int | None = None
    products: int | None = None
    hhi: float | None = None


NO_NUMBERS = KeyNumbers()


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One year: its key numbers in the selected direction, and the sums of both directions."""

    year: int
    key: KeyNumbers
    by_direction: Mapping[Direction, Figures]


@dataclass(frozen=True, slots=True)
class Growth:
    """The spans that changes compare, with their key numbers."""

    after: Years
    before: Years
    after_key: KeyNumbers
    before_key: KeyNumbers


@dataclass(frozen=True, slots=True)
class DashboardContent:
    """One answer. `years` are all that there are data for, whichever are selected; `contexts` all that might answer.

    `growth` is None where there is nothing to compare with. `ways_out` are facets without whose filters there would be
    records, where there are none.
    """

    basis: Basis
    metric: Metric = Metric.VALUE
    key: KeyNumbers = NO_NUMBERS
    growth: Growth | None = None
    unit: int | None = None
    unit_state: UnitState = UnitState.NO_PRODUCT
    product_level: int = 0
    years: tuple[YearFigures, ...] = ()
    rankings: Mapping[Part, Ranking] = field(default_factory=lambda: MappingProxyType({}))
    contexts: tuple[Context, ...] = ()
    ways_out: tuple[Facet, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True if no record matches."""
        return self.basis.context is None or not self.key.figures.records

    @property
    def all_years(self) -> tuple[int, ...]:
        """Every year that there are data for."""
        return tuple(year.year for year in self.years)
