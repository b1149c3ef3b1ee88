"""One line of goods of a Chinese customs declaration, as it was declared."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.engine.store.selection import Direction


class Term(enum.Enum):
    """成交方式: which costs the stated price holds; values are the codes of the form."""

    CIF = "1"
    COST_AND_FREIGHT = "2"
    FOB = "3"
    COST_AND_INSURANCE = "4"
    MARKET = "5"
    STOWAGE = "6"
    EX_WORKS = "7"


TERM_NAMES = {
    Term.CIF: "CIF",
    Term.COST_AND_FREIGHT: "C&F",
    Term.FOB: "FOB",
    Term.COST_AND_INSURANCE: "C&I",
    Term.EX_WORKS: "EXW",
    Term.MARKET: "市场价",
    Term.STOWAGE: "垫仓",
}
"""Terms of delivery as the form prints them."""


class ChargeKind(enum.Enum):
    """What the figure of a charge means; values are the marks of the form."""

    RATE = "1"  # per cent
    PER_TONNE = "2"
    TOTAL = "3"


@dataclass(frozen=True, slots=True)
class Charge:
    """Freight, insurance or another cost of the whole declaration; without a currency it is in that of the goods."""

    kind: ChargeKind
    figure: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity and its unit, which a file may leave out."""

    quantity: Decimal
    unit: int | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """Keys are those of the reference tables; None is what the declaration does not say."""

    row: int  # in the file
    number: str
    declared_on: date | None
    direction: Direction
    hs: str
    name: str
    trader: str
    place: str
    province: int | None  # of the place; None as well where the place names no province
    origin: int | None
    destination: int | None
    mode: int | None
    term: Term | None
    freight: Charge | None
    insurance: Charge | None
    other: Charge | None
    gross_kg: Decimal | None
    declared: Amount | None
    first: Amount | None
    second: Amount | None
    unit_price: Decimal | None
    total: Decimal | None
    currency: str | None

    @property
    def partner(self) -> int | None:
        """Origin of imports, destination of exports, as the statistics count."""
        return self.origin if self.direction is Direction.IMPORT else self.destination
