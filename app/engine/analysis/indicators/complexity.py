"""Economic complexity of provinces and products, and how near products are to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.engine.analysis.indicators.specialisation import Matrix, revealed_advantage, whole
from app.engine.errors import NotInDataError
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.pair_values import pair_values
from app.engine.store.selection import Direction, Selection

_FEWEST = 3
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Complexity:
    """Indices over the rows (places) and columns (products) of a matrix; NaN for those without an advantage.

    Standardised by mean and spread of the places' index, so that a place's index is the mean of its products'.
    """

    eci: NDArray[np.float64]
    pci: NDArray[np.float64]
    diversity: NDArray[np.int64]
    ubiquity: NDArray[np.int64]
    proximity: Matrix


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One province: its index and in how many products it has an advantage."""

    province: int
    eci: float
    diversity: int


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product: its index, in how many provinces there is an advantage, and the products nearest to it."""

    product: int
    pci: float
    ubiquity: int
    nearest: tuple[int, ...]
    nearest_proximity: float


@dataclass(frozen=True, slots=True)
class ComplexityAnswer:
    """Both rankings, the most complex first, of the selected provinces and products."""

    basis: Basis
    dimension: Dimension
    direction: Direction
    provinces: tuple[PlaceRow, ...]
    products: tuple[ProductRow, ...]


def complexity(store: Store, selection: Selection, dimension: Dimension) -> ComplexityAnswer:
    """Of provinces and products at the dimension's level; exports unless imports are selected."""
    direction = selection.direction or Direction.EXPORT
    answer = pair_values(store, whole(selection, direction), (Dimension.PROVINCE, dimension))
    shown = replace(answer.basis.selection, provinces=selection.provinces, hs=selection.hs)
    basis = replace(answer.basis, selection=shown)
    if not answer.values.size:
        return ComplexityAnswer(basis, dimension, direction, (), ())
    found = complexity_of(revealed_advantage(answer.values) >= 1)
    places = [
        PlaceRow(int(code), float(found.eci[place]), int(found.diversity[place]))
        for place, code in enumerate(answer.rows)
        if found.diversity[place] and (not selection.provinces or int(code) in selection.provinces)
    ]
    digits = dimension.hs_digits or 0
    nearest = _nearest(found.proximity)
    products = [
        _product(found, answer.columns, place, nearest[place])
        for place, code in enumerate(answer.columns)
        if found.ubiquity[place] and (not selection.hs or str(code).zfill(digits).startswith(selection.hs))
    ]
    places.sort(key=lambda row: (-row.eci, row.province))
    products.sort(key=lambda row: (-row.pci, row.product))
    return ComplexityAnswer(basis, dimension, direction, tuple(places), tuple(products))


def complexity_of(has_advantage: NDArray[np.bool_]) -> Complexity:
    """By the eigenvector of the second largest eigenvalue; NotInDataError below three places or products."""
    diversity, ubiquity = has_advantage.sum(axis=1), has_advantage.sum(axis=0)
    rows, columns = diversity > 0, ubiquity > 0
    if min(rows.sum(), columns.sum()) < _FEWEST:
        raise NotInDataError("query.too_few_for_complexity", least=_FEWEST)
    kept = has_advantage[rows][:, columns].astype(float)
    by_place, by_product = kept / diversity[rows][:, None], kept / ubiquity[columns][None, :]
    # The smaller of the two square matrices has the same eigenvalues
    values, vectors = np.linalg.eig(by_place @ by_product.T)
    places = np.real(vectors[:, np.argsort(np.real(values))[-2]])
    products = by_product.T @ places
    places = by_place @ products
    # The direction of an eigenvector is free: more diverse places are to be more complex
    sign = np.sign(np.corrcoef(diversity[rows], places)[0, 1]) or 1.0
    centre, spread = places.mean(), places.std()
    return Complexity(
        eci=_spread(sign * (places - centre) / spread, rows),
        pci=_spread(sign * (products - centre) / spread, columns),
        diversity=diversity,
        ubiquity=ubiquity,
        proximity=proximity_of(has_advantage),
    )


def proximity_of(has_advantage: NDArray[np.bool_]) -> Matrix:
    """The smaller of both conditional probabilities that a place with one product's advantage has the other's too."""
    counts = has_advantage.astype(float)
    nearness: Matrix = counts.T @ counts
    ubiquity = np.maximum(counts.sum(axis=0), 1.0)
    # In place, for there are more than a million pairs
    nearness /= np.maximum(ubiquity[:, None], ubiquity[None, :])
    return nearness


def _nearest(proximity: Matrix) -> NDArray[np.int64]:
    """The places of the nearest products of each product, the nearest first."""
    others = -proximity
    np.fill_diagonal(others, 1.0)
    count = min(_NEIGHBOURS, len(others) - 1)
    found = np.argpartition(others, count - 1, axis=1)[:, :count]
    order = np.argsort(np.take_along_axis(others, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)


def _product(found: Complexity, codes: NDArray[np.int64], place: int, nearest: NDArray[np.int64]) -> ProductRow:
    return ProductRow(
        product=int(codes[place]),
        pci=float(found.pci[place]),
        ubiquity=int(found.ubiquity[place]),
        nearest=tuple(int(codes[other]) for other in nearest),
        nearest_proximity=float(found.proximity[place, nearest[0]]),
    )


def _spread(values: NDArray[np.float64], kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    whole_length = np.full(len(kept), np.nan)
    whole_length[kept] = values
    return whole_length
