"""Value and quantity of every commodity code by direction, unit and year: what price and volume are told apart by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Column, Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.scan import plan_scan
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class ItemsAnswer:
    """Columns of equal length; unit 0 and quantity 0 where records do not tell them. Values in the basis' currency."""

    basis: Basis
    level: int  # digits of the codes
    direction: NDArray[np.int64]
    hs: NDArray[np.int64]
    unit: NDArray[np.int64]
    year: NDArray[np.int64]
    value: NDArray[np.float64]
    quantity: NDArray[np.float64]


def item_quantities(store: Store, selection: Selection) -> ItemsAnswer:
    """All codes at the finest level that the data hold; raises NotInDataError for data without codes."""
    return store.ask(partial(_item_quantities, selection=selection))


def _item_quantities(generation: Generation, *, selection: Selection) -> ItemsAnswer:
    choice = choose(generation, selection, [Dimension.HS2])
    if not isinstance(choice, Choice):
        return _answer(choice, 0, {})
    level = choice.context.hs_level or 0
    dimension = Dimension(f"hs{level}")
    scan = plan_scan(generation, selection, [choice.context], [dimension], with_unit=True)
    columns = generation.columns(
        f"""SELECT direction, {scan.column(dimension)} AS hs, unit, year, sum(value)::DOUBLE AS value,
                sum(quantity)::DOUBLE AS quantity
            FROM {scan.source} GROUP BY ALL""",
        scan.parameters,
    )
    return _answer(choice.basis, level, columns)


def _answer(basis: Basis, level: int, columns: dict[str, Column]) -> ItemsAnswer:
    def whole(name: str) -> NDArray[np.int64]:
        return np.ma.filled(columns[name], 0).astype(np.int64) if columns else np.zeros(0, np.int64)

    def real(name: str) -> NDArray[np.float64]:
        return np.ma.filled(columns[name], 0.0).astype(np.float64) if columns else np.zeros(0)

    return ItemsAnswer(
        basis=basis,
        level=level,
        direction=whole("direction"),
        hs=whole("hs"),
        unit=whole("unit"),
        year=whole("year"),
        value=real("value"),
        quantity=real("quantity"),
    )
