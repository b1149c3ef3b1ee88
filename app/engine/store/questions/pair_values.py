"""Values by the members of two dimensions, as columns: the matrix behind specialisation and complexity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Column, Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.top import last_year_of
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection, Years


@dataclass(frozen=True, slots=True)
class PairsAnswer:
    """Members that occur, ascending, and the value of each pair; pairs without trade are zero."""

    basis: Basis
    dimensions: tuple[Dimension, Dimension]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]


def pair_values(store: Store, selection: Selection, dimensions: tuple[Dimension, Dimension]) -> PairsAnswer:
    """The matrix of the selected years, of the last one where none are; pairs with an untold member are left out."""
    return store.ask(partial(_pair_values, selection=selection, dimensions=dimensions))


def _pair_values(
    generation: Generation, *, selection: Selection, dimensions: tuple[Dimension, Dimension]
) -> PairsAnswer:
    choice = choose(generation, selection, dimensions)
    if not isinstance(choice, Choice):
        nobody = np.zeros(0, np.int64)
        return PairsAnswer(choice, dimensions, nobody, nobody, np.zeros((0, 0)))
    last = last_year_of(generation, selection, choice.context)
    selection = replace(selection, years=selection.years or Years(last, last))
    scan = plan_scan(generation, selection, [choice.context], dimensions)
    first, second = (scan.column(dimension) for dimension in dimensions)
    columns = generation.columns(
        f"""SELECT {first} AS first, {second} AS second, sum(value)::DOUBLE AS value FROM {scan.source}
                AND first IS NOT NULL AND second IS NOT NULL
            GROUP BY ALL""",
        scan.parameters,
    )
    rows, row_of = np.unique(_codes(columns["first"]), return_inverse=True)
    names, column_of = np.unique(_codes(columns["second"]), return_inverse=True)
    values = np.zeros((len(rows), len(names)))
    values[row_of, column_of] = np.ma.filled(columns["value"], 0.0)
    return PairsAnswer(replace(choice.basis, selection=selection), dimensions, rows, names, values)


def _codes(column: Column) -> NDArray[np.int64]:
    return np.ma.filled(column, 0).astype(np.int64)
