"""Builds a small XLS file (BIFF8 in a compound document) from cells, without a spreadsheet library."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SECTOR = 512
_SHEET_ENTRY = 13
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


@dataclass(frozen=True, slots=True)
class FarCell:
    """A number that claims to stand somewhere else."""

    row: int
    column: int


OldCell = str | float | FarCell


def write_old_workbook(path: Path, rows: Sequence[Sequence[OldCell]]) -> Path:
    """Write one sheet named "s"."""
    path.write_bytes(_compound(_stream(rows)))
    return path


def _stream(rows: Sequence[Sequence[OldCell]]) -> bytes:
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    codepage = _record(0x0042, struct.pack("<H", 1200))
    end = _record(0x000A, b"")
    sheet_at = len(start) + len(codepage) + _SHEET_ENTRY + len(end)
    sheet_entry = _record(0x0085, struct.pack("<IBBBB", sheet_at, 0, 0, 1, 0) + b"s")
    cells = b"".join(_cell(r, c, cell) for r, row in enumerate(rows) for c, cell in enumerate(row))
    extent = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    return start + codepage + sheet_entry + end + begin + extent + cells + end


def _cell(row: int, column: int, cell: OldCell) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, FarCell):
        return _record(0x0203, struct.pack("<HHHd", cell.row, cell.column, 0, 1.0))
    if isinstance(cell, str):
        return _record(0x0204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", cell))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(4096, b"\x00")
    stream = stream.ljust(-(-len(stream) // _SECTOR) * _SECTOR, b"\x00")
    count = len(stream) // _SECTOR
    table = [_FAT, _END, *range(3, count + 2), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    )
    header += struct.pack("<108I", *([_FREE] * 108))
    entries = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry("Workbook", 2, start=2, size=len(stream))
    directory = entries.ljust(_SECTOR, b"\x00")
    return header + struct.pack(f"<{_SECTOR // 4}I", *table) + directory + stream


def _entry(name: str, kind: int, *, start: int, size: int, child: int = _FREE) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", text, len(text), kind, 1, _FREE, _FREE, child, b"", 0, b"", b"", start, size
    )
