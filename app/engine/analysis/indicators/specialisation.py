"""Revealed comparative advantage of provinces: what they trade more of than the nation does.

The reference is China, not the world: a province that sells much of what all of China sells much of is at 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import NotInDataError
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.pair_values import PairsAnswer, pair_values
from app.engine.store.selection import Direction, Selection

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AdvantageRow:
    """One province and product; `symmetric` is (RCA − 1)/(RCA + 1), `excess` the value beyond the national pattern."""

    province: int
    product: int
    value: float
    share: float
    national_share: float
    rca: float
    symmetric: float
    excess: float


@dataclass(frozen=True, slots=True)
class AdvantageAnswer:
    """The largest excess first; `advantages` counts all pairs with RCA above 1 that are in the selection."""

    basis: Basis
    dimension: Dimension
    direction: Direction
    rows: tuple[AdvantageRow, ...]
    advantages: int
    pairs: int


def advantage(store: Store, selection: Selection, dimension: Dimension, *, limit: int) -> AdvantageAnswer:
    """Of the selected provinces and products, measured against all of both; exports unless imports are selected."""
    direction = selection.direction or Direction.EXPORT
    answer = pair_values(store, whole(selection, direction), (Dimension.PROVINCE, dimension))
    if answer.values.size and len(answer.rows) == 1:
        raise NotInDataError("query.one_province")
    found = _Found(answer, selection)
    shown = replace(answer.basis.selection, provinces=selection.provinces, hs=selection.hs)
    return AdvantageAnswer(
        basis=replace(answer.basis, selection=shown),
        dimension=dimension,
        direction=direction,
        rows=tuple(found.rows(limit)),
        advantages=int((found.rca[found.asked] > 1).sum()),
        pairs=int(found.asked.sum()),
    )


def whole(selection: Selection, direction: Direction) -> Selection:
    """The same without provinces and products, which the reference has all of."""
    return replace(selection, direction=direction, provinces=(), hs=())


def revealed_advantage(values: Matrix) -> Matrix:
    """Balassa's index of each row and column; 0 where a row or a column has no value."""
    rows, columns, total = values.sum(axis=1), values.sum(axis=0), values.sum()
    expected = np.outer(rows, columns) / total if total else np.zeros_like(values)
    return np.divide(values, expected, out=np.zeros_like(values), where=expected > 0)


class _Found:
    """The whole matrix with its indices, and which of its pairs are asked for."""

    def __init__(self, answer: PairsAnswer, selection: Selection) -> None:
        self._answer = answer
        self._totals = answer.values.sum(axis=1)
        self._national = answer.values.sum(axis=0) / (answer.values.sum() or 1.0)
        self.rca = revealed_advantage(answer.values)
        digits = answer.dimensions[1].hs_digits or 0
        products = np.array([is_within(str(code).zfill(digits), selection.hs) for code in answer.columns], bool)
        provinces = (
            np.isin(answer.rows, selection.provinces) if selection.provinces else np.ones(len(answer.rows), bool)
        )
        self.asked = (answer.values > 0) & provinces[:, None] & products[None, :]

    def rows(self, limit: int) -> list[AdvantageRow]:
        """The pairs that lie furthest above the national pattern."""
        excess = self._answer.values - np.outer(self._totals, self._national)
        places = np.argwhere(self.asked)
        order = np.argsort(-excess[self.asked], kind="stable")[:limit]
        return [self._row(int(row), int(column), excess) for row, column in places[order]]

    def _row(self, row: int, column: int, excess: Matrix) -> AdvantageRow:
        rca, value = float(self.rca[row, column]), float(self._answer.values[row, column])
        return AdvantageRow(
            province=int(self._answer.rows[row]),
            product=int(self._answer.columns[column]),
            value=value,
            share=value / float(self._totals[row]),
            national_share=float(self._national[column]),
            rca=rca,
            symmetric=(rca - 1) / (rca + 1),
            excess=float(excess[row, column]),
        )


def is_within(code: str, prefixes: tuple[str, ...]) -> bool:
    """Whether the code lies in a selected product, or holds it where that is narrower."""
    return not prefixes or any(code.startswith(prefix) or prefix.startswith(code) for prefix in prefixes)
