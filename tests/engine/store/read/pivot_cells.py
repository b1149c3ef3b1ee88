"""Cross tables as mappings from the members of a cell, and the records that each cell stands for."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.pivot import PivotRequest, pivot
from app.engine.store.questions.pivot_table import TOTAL, Blank, Table
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.trade import Trade

D = Dimension
KEYS: dict[Dimension, Callable[[Trade], int]] = {
    D.COUNTRY: lambda record: record.country,
    D.PROVINCE: lambda record: record.province,
    D.MODE: lambda record: record.mode,
    D.HS2: lambda record: int(record.hs[:2]),
    D.HS4: lambda record: int(record.hs[:4]),
    D.HS8: lambda record: int(record.hs),
    D.YEAR: lambda record: record.year,
    D.DIRECTION: lambda record: record.direction.id,
}
LAYOUTS: list[tuple[tuple[Dimension, ...], tuple[Dimension, ...]]] = [
    ((D.COUNTRY,), ()),
    ((D.COUNTRY,), (D.YEAR,)),
    ((D.HS8,), (D.COUNTRY,)),
    ((D.PROVINCE, D.MODE), (D.YEAR, D.DIRECTION)),
    ((D.COUNTRY, D.PROVINCE, D.HS2), (D.MODE,)),
    ((D.YEAR,), (D.HS4, D.PROVINCE)),
]
SELECTIONS = [
    Selection(),
    Selection(direction=Direction.IMPORT, years=Years(2019, 2020)),
    Selection(countries=(304, 502), hs=("87", "0101")),
]
Line = tuple[int, ...]


def cells_of(table: Table) -> dict[tuple[Line, Line], float]:
    """Figures by the members of their row and column; cells without one are left out."""
    rows, columns = (list(map(tuple, axis.members.tolist())) for axis in (table.rows, table.columns))
    assert table.figures.shape == table.blanks.shape == (len(rows), len(columns))
    assert np.array_equal(np.isnan(table.figures), table.blanks != Blank.NONE)
    return {
        (rows[r], columns[c]): float(table.figures[r, c])
        for r, c in itertools.product(range(len(rows)), range(len(columns)))
        if table.blanks[r, c] == Blank.NONE
    }


def table_of(store: Store, selection: Selection, request: PivotRequest) -> Table:
    """The table of an answer that has one."""
    table = pivot(store, selection, request).table
    assert table is not None
    return table


def _lines_of(record: Trade, dimensions: tuple[Dimension, ...]) -> list[Line]:
    """The line of a record, and the total."""
    own = tuple(KEYS[dimension](record) for dimension in dimensions)
    return [own, (TOTAL,) * len(dimensions)] if dimensions else [own]


def by_cell(
    records: list[Trade], rows: tuple[Dimension, ...], columns: tuple[Dimension, ...]
) -> dict[tuple[Line, Line], list[Trade]]:
    """The records of each cell, totals included."""
    found: dict[tuple[Line, Line], list[Trade]] = {}
    for record in records:
        for cell in itertools.product(_lines_of(record, rows), _lines_of(record, columns)):
            found.setdefault(cell, []).append(record)
    return found
