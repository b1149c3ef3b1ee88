"""What is asked about a unit price and what is answered: the contract between engine, command line and window."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.selection import Direction

LEVELS = (50, 80, 95)


@dataclass(frozen=True, slots=True)
class PriceQuestion:
    """One price to tell; None leaves a dimension open. `hs` has 2 to 8 digits; `unit` is an id of reference.units."""

    direction: Direction
    hs: str
    year: int
    unit: int | None = None
    country: int | None = None
    province: int | None = None
    mode: int | None = None
    quantity: Decimal | None = None  # of `unit`, for lot-size effects


@dataclass(frozen=True, slots=True)
class Interval:
    """A conformal interval of nominal coverage `level` per cent, in currency per unit."""

    level: int
    low: float
    high: float


class State(enum.Enum):
    """Whether there is enough history for a figure; FALLBACK answers from a wider level than was asked."""

    PRICED = "priced"
    FALLBACK = "fallback"
    NOT_ENOUGH_HISTORY = "not_enough_history"


@dataclass(frozen=True, slots=True)
class History:
    """What an answer rests on: comparable records at the finest HS level, with the partner or not, that has any."""

    hs_digits: int
    with_country: bool
    records: int
    last_year: int | None


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """A price in `currency` per `unit`; `price` and `intervals` are empty where the history does not do."""

    question: PriceQuestion
    state: State
    currency: str | None
    unit: int | None
    price: float | None
    intervals: tuple[Interval, ...]
    history: History | None
    years_ahead: int  # how far the year lies beyond the last year of the store; 0 within it
    measured_coverage: dict[int, float]  # level → share on the calibration year of this answer's group
    model_version: str
    is_demo: bool
    latency_ms: float


@dataclass(frozen=True, slots=True)
class YearPoint:
    """Real history of one year at the level of the answer; outliers lie beyond 1.5 IQR of ln price."""

    year: int
    records: int
    lower_quartile: float
    median: float
    upper_quartile: float
    outliers: tuple[float, ...]


class BreakKind(enum.Enum):
    """Why a curve is interrupted."""

    HS_EDITION = "hs_edition"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class CurveBreak:
    """Before `year` begins, the meaning of code or unit changed: nothing is drawn or fitted across."""

    year: int
    kind: BreakKind


@dataclass(frozen=True, slots=True)
class PriceCurve:
    """Predicted prices of consecutive years beside the real history."""

    predictions: tuple[PriceAnswer, ...]
    history: tuple[YearPoint, ...]
    breaks: tuple[CurveBreak, ...]


@dataclass(frozen=True, slots=True)
class Comparable:
    """One record behind the number, most alike first; `likeness` between 0 and 1."""

    year: int
    hs: str
    country: int | None
    province: int | None
    mode: int | None
    quantity: Decimal
    unit: int
    value: Decimal
    price: float  # currency per base unit of the answer
    likeness: float


class Token(enum.Enum):
    """What the network looks at."""

    COUNTRY = "country"
    PROVINCE = "province"
    HS2 = "hs2"
    HS4 = "hs4"
    HS6 = "hs6"
    HS8 = "hs8"
    MODE = "mode"
    UNIT = "unit"
    DIRECTION = "direction"
    YEAR = "year"
    QUANTITY = "quantity"
    HISTORY_PARTNER = "history_partner"
    HISTORY_HS8 = "history_hs8"
    HISTORY_HS6 = "history_hs6"
    HISTORY_HS4 = "history_hs4"


@dataclass(frozen=True, slots=True)
class Driver:
    """The effect of one token: the price with it over the price without it, and its share of attention (0 to 1)."""

    token: Token
    factor: float
    attention: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Drivers with the strongest effect first."""

    answer: PriceAnswer
    drivers: tuple[Driver, ...]


class QuoteSide(enum.Enum):
    """Where a quote falls in the predictive distribution: LOW below the 80 % interval, HIGH above it."""

    LOW = "low"
    USUAL = "usual"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class QuotePlace:
    """`percentile` is the share (0 to 1) of comparable trades expected to be cheaper than the quote."""

    quote: float
    percentile: float
    side: QuoteSide
