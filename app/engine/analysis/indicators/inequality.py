"""How unevenly members share the value: Herfindahl-Hirschman, effective number and Theil's T, year by year."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.yearly_values import YearValues, yearly_values
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class InequalityRow:
    """One year. Theil's T is 0 for equal members and ln n for one that has all; `theil_share` is T / ln n."""

    year: int
    members: int
    hhi: float
    effective_number: float
    theil: float
    theil_share: float | None
    largest: int
    largest_share: float

    @property
    def hhi_points(self) -> float:
        """The index on the scale of the merger guidelines, up to 10,000."""
        return self.hhi * 10_000


@dataclass(frozen=True, slots=True)
class InequalityAnswer:
    """Years in order; those without value are left out."""

    basis: Basis
    dimension: Dimension
    rows: tuple[InequalityRow, ...]


def inequality(store: Store, selection: Selection, dimension: Dimension) -> InequalityAnswer:
    """Of the members with a positive value in each selected year."""
    answer = yearly_values(store, selection, dimension)
    rows = tuple(_row(year, found) for year, found in answer.years.items())
    return InequalityAnswer(answer.basis, dimension, rows)


def herfindahl(values: NDArray[np.float64]) -> float:
    """Sum of squared shares, between 1/n and 1."""
    return float(((values / values.sum()) ** 2).sum())


def theil(values: NDArray[np.float64]) -> float:
    """Theil's T: Σ s·ln(n·s) over the shares s of n members with a positive value."""
    shares = values / values.sum()
    # Of equal members the terms cancel only nearly
    return max(float((shares * np.log(len(values) * shares)).sum()), 0.0)


def _row(year: int, found: YearValues) -> InequalityRow:
    values, count = found.values, len(found.values)
    hhi, unevenness, largest = herfindahl(values), theil(values), int(values.argmax())
    return InequalityRow(
        year=year,
        members=count,
        hhi=hhi,
        effective_number=1 / hhi,
        theil=unevenness,
        theil_share=unevenness / math.log(count) if count > 1 else None,
        largest=int(found.members[largest]),
        largest_share=float(values[largest] / values.sum()),
    )
