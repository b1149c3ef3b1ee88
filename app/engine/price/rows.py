"""What is priced, as columns: one line per price to tell, from records of a store or from questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.price.answers import PriceQuestion
from app.engine.reference import units
from app.engine.store.questions.priced_records import PricedRecords

OPEN = 0  # a dimension that the question leaves open, or that the source does not tell
_HS_DIGITS = 8

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PriceRows:
    """Equal-length columns. `hs` is padded with zeros to eight digits, of which `hs_digits` count.

    `unit` is the base unit of its family, to which `ln_quantity` (nan: open) and `ln_price` refer.
    """

    direction: NDArray[np.int8]  # Direction.id
    hs: NDArray[np.int32]
    hs_digits: NDArray[np.int8]
    country: NDArray[np.int16]
    province: NDArray[np.int16]
    mode: NDArray[np.int16]
    unit: NDArray[np.int16]
    year: NDArray[np.int16]
    ln_quantity: Floats
    ln_price: Floats | None = None  # None where it is to be told

    def __len__(self) -> int:
        return len(self.hs)

    def take(self, at: slice | NDArray[Any]) -> PriceRows:
        """The rows at these places."""
        return PriceRows(
            self.direction[at],
            self.hs[at],
            self.hs_digits[at],
            self.country[at],
            self.province[at],
            self.mode[at],
            self.unit[at],
            self.year[at],
            self.ln_quantity[at],
            None if self.ln_price is None else self.ln_price[at],
        )

    def without(self, *dimensions: str) -> PriceRows:
        """The same rows with `country`, `province`, `mode` or `ln_quantity` left open."""
        opened: dict[str, Any] = {
            name: np.full_like(getattr(self, name), np.nan if name == "ln_quantity" else OPEN) for name in dimensions
        }
        return replace(self, **opened)


def rows_of_records(records: PricedRecords) -> PriceRows:
    """Records of a store as rows with their prices."""
    return PriceRows(
        records.direction,
        records.hs,
        np.full(len(records), records.hs_digits, dtype=np.int8),
        records.country,
        records.province,
        records.mode,
        records.unit,
        records.year,
        records.ln_quantity,
        records.ln_price,
    )


def rows_of_questions(questions: Sequence[PriceQuestion], base_units: Sequence[int]) -> PriceRows:
    """Questions as rows; `base_units` holds the base unit that each is priced in, whose family its own unit shares."""
    return PriceRows(
        direction=np.array([question.direction.id for question in questions], dtype=np.int8),
        hs=np.array([int(question.hs.ljust(_HS_DIGITS, "0")) for question in questions], dtype=np.int32),
        hs_digits=np.array([len(question.hs) for question in questions], dtype=np.int8),
        country=_column([question.country for question in questions]),
        province=_column([question.province for question in questions]),
        mode=_column([question.mode for question in questions]),
        unit=_column(base_units),
        year=_column([question.year for question in questions]),
        ln_quantity=np.array([_ln_quantity(question) for question in questions], dtype=np.float64),
    )


def _column(members: Sequence[int | None]) -> NDArray[np.int16]:
    return np.array([OPEN if member is None else member for member in members], dtype=np.int16)


def _ln_quantity(question: PriceQuestion) -> float:
    if question.quantity is None or question.quantity <= 0:
        return float("nan")
    factor = 1.0 if question.unit is None else float(units.table().by_id(question.unit).factor)
    return float(np.log(float(question.quantity) * factor))
