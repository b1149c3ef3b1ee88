"""What was declared in each of many lines, packed: enough for the list, for a line as a whole, and for its document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from app.engine.price.batch_cells import read_number
from app.engine.screening.coded import Coded
from app.engine.screening.declaration import Declaration
from app.engine.screening.documents import Document, declaration_from, plain_value
from app.engine.screening.facts import ints_of
from app.engine.screening.lines import Lines, LineTexts
from app.engine.screening.packed_columns import Column, PackedColumns, packed
from app.engine.store.selection import Direction

_ROW = "row"
_CODED = ("declared_on", "direction", "term", "freight", "insurance", "other")
_PLAIN = ("hs", "name", "trader", "province", "origin", "destination", "mode", "currency")
_TEXTS = ("number",)
_EXACT = ("gross_kg", "unit_price", "total")
_AMOUNTS = ("declared", "first", "second")
_FIELDS = tuple(each.name for each in fields(Declaration))


def pack_declared(lines: Lines) -> bytes:
    """As a part of the document of each line is made of."""
    return packed(len(lines), _columns(lines))


def _columns(lines: Lines) -> Iterator[tuple[str, Column]]:
    yield _ROW, ints_of(lines.row).astype(np.float64)
    for name in _TEXTS:
        yield name, getattr(lines, name)
    for name in _CODED:
        yield name, _plain(getattr(lines, name))
    for name in _PLAIN:
        yield name, getattr(lines, name)
    for name in ("place", *_EXACT, *_AMOUNTS):
        yield name, getattr(lines.written, name)
    for name in _AMOUNTS:
        yield f"{name}_unit", getattr(lines, f"{name}_unit")


def _plain(column: Coded[object]) -> Coded[object]:
    """With what JSON can hold in the place of the values."""
    values: list[object] = [None] * len(column.values)
    for code in np.flatnonzero(np.bincount(column.codes)).tolist():
        values[code] = plain_value(column.values[code])
    return Coded(column.codes, values)


class DeclaredColumns:
    """Reads what `pack_declared` wrote."""

    def __init__(self, content: bytes | memoryview) -> None:
        self._columns = PackedColumns(content)

    def __len__(self) -> int:
        return int(self._columns.lines)

    def texts(self) -> LineTexts:
        """What a list shows of each line."""
        columns = self._columns
        ways = [Direction(each) for each in columns.values("direction")]
        codes = columns.values("hs")
        return LineTexts(
            row=columns.figures(_ROW).astype(np.int64).tolist(),
            number=columns.texts("number"),
            direction=[ways[code] for code in columns.codes("direction").tolist()],
            hs=[codes[code] for code in columns.codes("hs").tolist()],
            name=columns.texts("name"),
            trader=columns.texts("trader"),
            whole=lambda at: declaration_from(self.document(at)),
        )

    def document(self, at: int) -> Document:
        """Of one line, as `declaration_document` makes it of the whole."""
        told = ((name, self._value(name, at)) for name in _FIELDS)
        return {name: value for name, value in told if value is not None and value != ""}

    def _value(self, name: str, at: int) -> object:
        value = self._columns.value(name, at)
        if name == _ROW:
            return int(value)
        if name in _EXACT:
            return str(read_number(value)) if value else None
        if name in _AMOUNTS:
            return [str(read_number(value)), self._columns.value(f"{name}_unit", at)] if value else None
        return value
