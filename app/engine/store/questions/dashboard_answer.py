"""What the dashboard is answered with: charts whose members tell share, rank and change, a trend, and key figures."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.answers import NOTHING, Basis, Figures
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.product_units import ProductUnits
from app.engine.store.questions.spans import Spans
from app.engine.store.selection import Direction


class Metric(enum.Enum):
    """What charts show; quantity and unit value need products that share one unit."""

    VALUE = "value"
    QUANTITY = "quantity"
    UNIT_VALUE = "unit_value"
    RECORDS = "records"
    GROWTH = "growth"


class ChartKind(enum.Enum):
    """The charts of one click. Each leaves out the filter of its own dimension.

    `LEVEL` are the siblings of the selected products (their chapters are in `CHAPTERS` anyway), `BELOW` are the codes
    one level down within them.
    """

    COUNTRIES = "countries"
    PROVINCES = "provinces"
    MODES = "modes"
    CHAPTERS = "chapters"
    LEVEL = "level"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a chart, by its code, with its figures in the spans.

    `amount` is what the chart's metric makes of the figures and ranks by, `previous` the same of the span before;
    `growth` is the change of the metric from the span before to the one after, and of the value if the metric is
    growth. `share` is of all members. None where there is nothing to tell it from.
    """

    code: int
    rank: int
    figures: Figures
    after: Figures
    before: Figures | None
    amount: float | None
    share: float | None
    previous: float | None
    growth: float | None
    is_selected: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Members by amount, the largest first, in the metric that this chart can show.

    `total` counts all, `unknown` those of records that do not tell the member, `beyond` those after the limit.
    """

    kind: ChartKind
    dimension: Dimension
    metric: Metric
    members: tuple[Member, ...]
    total: Figures
    unknown: Figures
    beyond: Figures


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One year and direction, whatever years and direction are selected."""

    year: int
    direction: Direction
    figures: Figures


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The selection in one span of years.

    `hhi` is between 0 and 1, over partners that are told. `products` are distinct codes at the answer's product
    level, None where counting them takes a question of its own (`product_counts`).
    """

    figures: Figures
    partners: int | None
    products: int | None
    hhi: float | None

    @property
    def unit_value(self) -> Decimal | None:
        """Value per unit where one unit applies."""
        quantity = self.figures.quantity
        return self.figures.value / quantity if quantity else None


NO_FIGURES = KeyFigures(NOTHING, None, None, None)


@dataclass(frozen=True, slots=True)
class DashboardAnswer:
    """Everything that one click shows; without a context (nothing to show at all) it is empty.

    `current`, `after` and `before` are the key figures of the spans, `years` those of each year that there are data
    for. `absent` are dimensions that the source does not tell.
    """

    basis: Basis
    metric: Metric
    spans: Spans | None
    units: ProductUnits
    charts: tuple[Chart, ...]
    trend: tuple[TrendPoint, ...]
    current: KeyFigures
    after: KeyFigures
    before: KeyFigures | None
    years: tuple[tuple[int, KeyFigures], ...]
    product_level: int
    absent: tuple[Dimension, ...]

    def chart(self, kind: ChartKind) -> Chart | None:
        """The chart of one kind, None where there is none."""
        return next((chart for chart in self.charts if chart.kind is kind), None)
