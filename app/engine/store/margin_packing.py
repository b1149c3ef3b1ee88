"""Writes the smallest facets of a cube once more as packed numbers, so that a reader adds them up without a statement.

For each way (both directions, imports, exports) and year stand the sums of all years before it, those of all members
side by side, in whole thousandths. The sums of any span are then one column less another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from app.engine.store.cube_sql import FACETS
from app.engine.store.databases import attach, open_memory
from app.engine.store.margin_file import (
    HEADINGS_IN_HALF,
    MARGINS,
    UNIT,
    UNTOLD,
    WAYS,
    MarginKind,
    PackedMargin,
    Told,
    ToldByWay,
    write_margins,
)

_MOST_CELLS = 4_000_000
# Half of what a number holds, so that no sum of packed sums can overflow
_MOST = 2.0**62
_SECOND_BITS = 20
_CUBE = "packed"
_HEADINGS = f""", (coalesce(headings, 0) & ((1::HUGEINT << {HEADINGS_IN_HALF}) - 1))::BIGINT AS low,
    (coalesce(headings, 0) >> {HEADINGS_IN_HALF})::BIGINT AS high"""
_Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Rows of a facet: what they are about, in one key for all members, and their figures."""

    contexts: _Numbers
    ways: _Numbers
    years: _Numbers
    keys: _Numbers
    value: _Numbers
    records: _Numbers
    quantity: _Numbers | None
    headings: _Numbers | None  # two columns

    def of_context(self, context: int) -> _Sums:
        """The rows of one context."""
        own = self.contexts == context
        return _Sums(
            contexts=self.contexts[own],
            ways=self.ways[own],
            years=self.years[own],
            keys=self.keys[own],
            value=self.value[own],
            records=self.records[own],
            quantity=None if self.quantity is None else self.quantity[own],
            headings=None if self.headings is None else self.headings[own],
        )


def pack_margins(cube: Path, path: Path) -> None:
    """Write the packed sums of the finished cube at `cube` to `path`.

    A facet whose sums do not fit is left out; it is answered from its table.
    """
    connection = open_memory()
    try:
        attach(connection, cube, _CUBE, read_only=True)
        write_margins(path, _packed(connection))
    finally:
        connection.close()


def _packed(connection: duckdb.DuckDBPyConnection) -> Iterator[PackedMargin]:
    rows = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = ?", [_CUBE]).fetchall()
    tables = {name for (name,) in rows}
    for kind in MARGINS:
        # An earlier version's cube lacks some
        sums = _read(connection, kind) if kind.table in tables else None
        if sums is not None:
            for context in np.unique(sums.contexts).tolist():
                packed = _pack(kind, context, sums.of_context(context))
                if packed is not None:
                    yield packed


def _read(connection: duckdb.DuckDBPyConnection, kind: MarginKind) -> _Sums | None:
    """The facet in whole numbers; None where a value is too large, no quantities where one is, or is not told."""
    quantity = ", TRY_CAST(quantity * 10000 AS BIGINT) AS quantity" if UNIT in kind.members else ""
    has_headings = any(facet.table == kind.table and facet.has_headings for facet in FACETS)
    found = connection.execute(
        f"""SELECT context, direction, year, {", ".join(kind.members)}, TRY_CAST(value * 1000 AS BIGINT) AS value,
                records {quantity} {_HEADINGS if has_headings else ""}
            FROM {_CUBE}.{kind.table}"""
    ).fetchnumpy()
    value, ways, years = _whole(found, "value"), _whole(found, "direction"), _whole(found, "year")
    if value is None or ways is None or years is None:
        return None
    keys = np.zeros(len(value), dtype=np.int64)
    for member in kind.members:
        keys = (keys << _SECOND_BITS) + _told(found, member) - UNTOLD
    return _Sums(
        contexts=_told(found, "context"),
        ways=ways,
        years=years,
        keys=keys,
        value=value,
        records=_told(found, "records"),
        quantity=_whole(found, "quantity") if quantity else None,
        headings=np.stack([_told(found, half) for half in ("low", "high")], axis=1) if has_headings else None,
    )


def _whole(found: Mapping[str, Any], name: str) -> _Numbers | None:
    """The column, None where a cell is NULL or all cells together might not fit."""
    column = np.ma.asarray(found[name])
    if np.ma.is_masked(column):
        return None
    numbers = np.asarray(column).astype(np.int64)
    return numbers if np.abs(numbers.astype(np.float64)).sum() < _MOST else None


def _told(found: Mapping[str, Any], name: str) -> _Numbers:
    return np.asarray(np.ma.filled(np.ma.asarray(found[name]).astype(np.int64), UNTOLD))


def _pack(kind: MarginKind, context: int, sums: _Sums) -> PackedMargin | None:
    """The sums of one context; None where there are too many."""
    years, year_numbers = np.unique(sums.years, return_inverse=True)
    keys, rows = np.unique(sums.keys, return_inverse=True)
    shape = (WAYS, len(years) + 1, len(keys))
    if np.prod(shape) > _MOST_CELLS:
        return None
    members = [keys + UNTOLD]
    if len(kind.members) > 1:
        members = [(keys >> _SECOND_BITS) + UNTOLD, (keys & ((1 << _SECOND_BITS) - 1)) + UNTOLD]
    places = sums.ways, year_numbers + 1, rows
    value, records = _cumulated(sums.value, shape, places), _cumulated(sums.records, shape, places)
    quantity = b"" if sums.quantity is None else _cumulated(sums.quantity, shape, places).tobytes()
    return PackedMargin(
        kind=kind.name,
        context=context,
        years=tuple(years.tolist()),
        told=_told_by_way(value, records, members[0] != UNTOLD) if len(members) == 1 else (),
        first=members[0].astype("<i4").tobytes(),
        second=members[1].astype("<i4").tobytes() if len(members) > 1 else b"",
        value=value.tobytes(),
        records=records.tobytes(),
        quantity=quantity,
        headings=b"" if sums.headings is None else _held_headings(sums.headings, shape, places),
    )


def _cumulated(figures: _Numbers, shape: tuple[int, ...], places: tuple[NDArray[Any], ...]) -> _Numbers:
    cells = np.zeros(shape, dtype="<i8")
    np.add.at(cells, places, figures)
    cells[0] = cells[1:].sum(axis=0)
    return cells.cumsum(axis=1)


def _held_headings(headings: _Numbers, shape: tuple[int, ...], places: tuple[NDArray[Any], ...]) -> bytes:
    ways, years, rows = places
    cells = np.zeros((shape[2], WAYS - 1, shape[1] - 1, headings.shape[1]), dtype="<i8")
    np.bitwise_or.at(cells, (rows, ways - 1, years - 1), headings)
    return cells.tobytes()


def _told_by_way(value: _Numbers, records: _Numbers, is_told: NDArray[np.bool_]) -> ToldByWay:
    """Each year, then all years."""
    return tuple(
        tuple(
            _told_in(values[held & is_told].tolist())
            for values, held in zip(
                [*np.diff(value[way], axis=0), value[way, -1]],
                [*(np.diff(records[way], axis=0) > 0), records[way, -1] > 0],
                strict=True,
            )
        )
        for way in range(WAYS)
    )


def _told_in(values: Sequence[int]) -> Told:
    # Squares have more digits than the numbers of an array
    return Told(len(values), sum(values), sum(value * value for value in values))
