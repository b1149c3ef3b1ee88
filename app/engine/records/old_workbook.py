"""XLS workbooks made safe for their parser, which allocates by what a file claims and aborts the program if it lies."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from app.engine.records.compound import DamagedDocumentError, workbook_stream, wrap_workbook

_MAX_COLUMNS = 256
_SHEET_ENTRY, _STRINGS, _END = 0x0085, 0x00FC, 0x000A
_SEVERAL_CELLS = 0x00BD
_CELL = frozenset(
    {0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0203, 0x0204, 0x0205, 0x0206, 0x0406, 0x027E, 0x00D6, 0x00FD}
)
# begin, end, code page, date system, formats, password, sheets, strings and their continuation, results of formulas
_NEEDED = frozenset(
    {
        0x0809,
        0x0009,
        0x0209,
        0x0409,
        _END,
        0x0042,
        0x0022,
        0x041E,
        0x00E0,
        0x002F,
        _SHEET_ENTRY,
        _STRINGS,
        0x003C,
        0x0207,
    }
)
_IGNORED = struct.pack("<H", 0x0FFF)
_SHORTEST_STRING = 3


def sanitised(content: bytes) -> bytes:
    """The same cells in a fresh document; DamagedDocumentError for cells outside any sheet or impossible counts."""
    stream = bytearray(workbook_stream(content))
    sheets = []
    for at, kind, record in _records(bytes(stream), 0):
        if kind == _SHEET_ENTRY and len(record) >= 4:
            sheets.append(struct.unpack_from("<I", record)[0])
        _judge(stream, at, kind, record)
    before = bytes(stream)
    for offset in sheets:
        _require(offset < len(before), "place of a sheet")
        for at, kind, record in _records(before, offset):
            _judge(stream, at, kind, record)
    return wrap_workbook(bytes(stream))


def _judge(stream: bytearray, at: int, kind: int, record: bytes) -> None:
    """Blank out a record that holds no cell; refuse one that would make the parser allocate beyond reason."""
    if kind not in _CELL and kind not in _NEEDED and kind != _SEVERAL_CELLS:
        stream[at : at + 2] = _IGNORED
    elif kind == _STRINGS and len(record) >= 8:
        distinct = struct.unpack_from("<I", record, 4)[0]
        _require(distinct * _SHORTEST_STRING <= len(stream), "number of strings")
    elif kind in _CELL and len(record) >= 4:
        _require(struct.unpack_from("<HH", record)[1] < _MAX_COLUMNS, "column of a cell")
    elif kind == _SEVERAL_CELLS and len(record) >= 6:
        columns = (struct.unpack_from("<HH", record)[1], struct.unpack_from("<H", record, len(record) - 2)[0])
        _require(max(columns) < _MAX_COLUMNS, "column of a cell")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and content of the records up to and including the next end mark."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        if kind == _END:
            return
        at += 4 + size


def _require(is_sound: bool, what: str) -> None:
    if not is_sound:
        raise DamagedDocumentError(what)
