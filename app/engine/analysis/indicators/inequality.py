"""How unevenly members share the value: Herfindahl-Hirschman, effective number and Theil's T, year by year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.yearly import yearly
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
    answer = yearly(store, selection, [dimension])
    rows = []
    for year, members in answer.years.items():
        values = {codes[0]: figures.value for codes, figures in members.items() if figures.value > 0}
        if values:
            rows.append(_row(year, values))
    return InequalityAnswer(answer.basis, dimension, tuple(rows))


def herfindahl(values: Sequence[Decimal]) -> float:
    """Sum of squared shares, between 1/n and 1."""
    total = sum(values)
    return sum(float(value / total) ** 2 for value in values)


def theil(values: Sequence[Decimal]) -> float:
    """Theil's T: Σ s·ln(n·s) over the shares s of n members with a positive value."""
    total, count = sum(values), len(values)
    shares = [float(value / total) for value in values]
    # Of equal members the terms cancel only nearly
    return max(sum(share * math.log(count * share) for share in shares), 0.0)


def _row(year: int, values: dict[int, Decimal]) -> InequalityRow:
    listed, total = list(values.values()), sum(values.values())
    hhi, unevenness = herfindahl(listed), theil(listed)
    largest = max(values, key=lambda member: (values[member], -member))
    return InequalityRow(
        year=year,
        members=len(listed),
        hhi=hhi,
        effective_number=1 / hhi,
        theil=unevenness,
        theil_share=unevenness / math.log(len(listed)) if len(listed) > 1 else None,
        largest=largest,
        largest_share=float(values[largest] / total),
    )
