"""Equal-length columns in one run of bytes: few distinct values once, figures as they are in memory, texts in a row."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from app.engine.records.byte_columns import ByteColumn
from app.engine.screening.coded import Coded

Floats = NDArray[np.float64]
Column = Sequence[str] | Coded[Any] | Floats
"""Texts, values that JSON can hold, or figures."""
_TEXTS, _LIST, _CODES, _FIGURES = "texts", "list", "codes", "figures"
_HEAD = struct.Struct("<I")
_END = "\n"


def packed(lines: int, columns: Iterable[tuple[str, Column]]) -> bytes:
    """The columns by name, each of so many lines."""
    head: list[list[Any]] = []
    body: list[bytes] = []
    for name, column in columns:
        kind, about, content = _packed(column)
        head.append([name, kind, len(content), about])
        body.append(content)
    told = _json([lines, head])
    return b"".join((_HEAD.pack(len(told)), told, *body))


@dataclass(frozen=True, slots=True)
class _Place:
    kind: str
    start: int
    size: int
    about: Any


class PackedColumns:
    """Reads what `packed` wrote; a column is opened when it is first asked for."""

    def __init__(self, content: bytes | memoryview) -> None:
        (size,) = _HEAD.unpack_from(content)
        start = _HEAD.size + size
        self.lines, head = json.loads(bytes(content[_HEAD.size : start]).decode("utf-8", "surrogatepass"))
        self._content = content
        self._places: dict[str, _Place] = {}
        for name, kind, length, about in head:
            self._places[name] = _Place(kind, start, length, about)
            start += length
        # Not functools.cache of a method, which holds its own object: a million lines would wait for the collector
        self._opened: dict[str, Any] = {}

    def values(self, name: str) -> list[Any]:
        """The distinct values of a column of codes."""
        return list(self._places[name].about[1])

    def figures(self, name: str) -> Floats:
        """A column of figures."""
        return np.frombuffer(self._part(name), "<f8")

    def value(self, name: str, at: int) -> Any:
        """What one line says."""
        place = self._places[name]
        if place.kind == _FIGURES:
            return float(self.figures(name)[at])
        if place.kind == _CODES:
            return place.about[1][int(self.codes(name)[at])]
        return self.texts(name)[at]

    def texts(self, name: str) -> list[str]:
        """A column of texts, also of such as many lines share."""
        if self._places[name].kind == _CODES:
            return list(map(self.values(name).__getitem__, self.codes(name).tolist()))
        if name not in self._opened:
            self._opened[name] = self._read_texts(name)
        return cast("list[str]", self._opened[name])

    def codes(self, name: str) -> NDArray[np.integer[Any]]:
        """By line the place of its value in `values`."""
        if name not in self._opened:
            self._opened[name] = self._read_codes(name)
        return cast("NDArray[np.integer[Any]]", self._opened[name])

    def _read_texts(self, name: str) -> list[str]:
        told = bytes(self._part(name)).decode("utf-8", "surrogatepass")
        if self._places[name].kind == _LIST:
            return list(json.loads(told))
        return told.split(_END) if self.lines else []

    def _read_codes(self, name: str) -> NDArray[np.integer[Any]]:
        kind = self._places[name].about[0]
        return np.frombuffer(self._part(name), kind) if kind else np.zeros(self.lines, np.uint8)

    def _part(self, name: str) -> bytes | memoryview:
        place = self._places[name]
        return self._content[place.start : place.start + place.size]


def _packed(column: Column) -> tuple[str, Any, bytes]:
    if isinstance(column, Coded):
        return _CODES, *_packed_codes(column)
    if isinstance(column, np.ndarray):
        return _FIGURES, None, np.ascontiguousarray(column, "<f8").tobytes()
    if isinstance(column, ByteColumn):
        told = column.joined().tobytes()
        is_parted = told.count(_END.encode()) == max(len(column) - 1, 0)
        return (_TEXTS, None, told) if is_parted else (_LIST, None, _json(list(column)))
    joined = _END.join(column)
    # A cell in quotes can hold any character
    if joined.count(_END) != max(len(column) - 1, 0):
        return _LIST, None, _json(list(column))
    return _TEXTS, None, joined.encode("utf-8", "surrogatepass")


def _packed_codes(column: Coded[Any]) -> tuple[Any, bytes]:
    """The values that occur, as they come, and by line which, in as few bytes as do."""
    if not len(column):
        return (None, []), b""
    occurring = _as_they_come(column.codes)
    values = [column.values[code] for code in occurring.tolist()]
    if len(values) == 1:
        return (None, values), b""
    kind = "|u1" if len(values) <= 2**8 else "<u2" if len(values) <= 2**16 else "<u4"
    places = np.zeros(int(occurring.max()) + 1, dtype=kind)
    places[occurring] = np.arange(len(values), dtype=kind)
    return (kind, values), places[column.codes].tobytes()


def _as_they_come(codes: NDArray[np.int32]) -> NDArray[np.intp]:
    """Each code that occurs, first ones first: numbers may have been given in any order."""
    first = np.full(int(codes.max()) + 1, -1, dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    occurring = np.flatnonzero(first >= 0)
    return occurring[np.argsort(first[occurring])]


def _json(document: Any) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")
