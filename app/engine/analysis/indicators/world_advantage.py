"""Revealed comparative advantage of China against the reporters in the data: the world, where the world is imported."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from app.engine.analysis.indicators.specialisation import is_within, revealed_advantage
from app.engine.errors import NotInDataError
from app.engine.reference.countries import CHINA
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.reporter_values import reporter_values
from app.engine.store.selection import Direction, Selection


@dataclass(frozen=True, slots=True)
class WorldRow:
    """One product of China's; shares are of all its trade and of that of all reporters."""

    product: int
    value: float
    share: float
    world_share: float
    rca: float
    symmetric: float


@dataclass(frozen=True, slots=True)
class WorldAnswer:
    """The largest advantage first; `reporters` tells how many countries stand for the world."""

    basis: Basis
    dimension: Dimension
    direction: Direction
    reporters: int
    rows: tuple[WorldRow, ...]


def world_advantage(store: Store, selection: Selection, dimension: Dimension) -> WorldAnswer:
    """Of the selected products, measured against all of them; NotInDataError where the data hold no other reporter."""
    direction = selection.direction or Direction.EXPORT
    whole = replace(selection, direction=direction, provinces=(), hs=(), countries=(), modes=())
    answer = reporter_values(store, whole, dimension, reporter=CHINA)
    if not answer.values.size:
        raise NotInDataError("query.no_world_data")
    values, digits = answer.values, dimension.hs_digits or 0
    own = int(np.flatnonzero(answer.reporters == CHINA)[0])
    rca, total, world = revealed_advantage(values)[own], values[own].sum(), values.sum(axis=0) / values.sum()
    rows = [
        WorldRow(
            product=int(code),
            value=float(values[own, place]),
            share=float(values[own, place] / total),
            world_share=float(world[place]),
            rca=float(rca[place]),
            symmetric=float((rca[place] - 1) / (rca[place] + 1)),
        )
        for place, code in enumerate(answer.products)
        if values[own, place] > 0 and is_within(str(code).zfill(digits), selection.hs)
    ]
    rows.sort(key=lambda row: (-row.rca, row.product))
    shown = replace(answer.basis.selection, hs=selection.hs)
    basis = replace(answer.basis, selection=shown)
    return WorldAnswer(basis, dimension, direction, len(answer.reporters), tuple(rows))
