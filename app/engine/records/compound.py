"""The compound document around an XLS workbook: taken apart with every length checked, and put together afresh."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16sHHHHH6x9I")
_ENTRY_SIZE = 128
_MINI_SECTOR = 64
_LAST_SECTOR = 0xFFFFFFF0
_IN_HEADER = 109
_SECTOR = 512
_CUTOFF = 4096
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


class DamagedDocumentError(ValueError):
    """A length or a chain of sectors that the document cannot have."""


@dataclass(frozen=True, slots=True)
class _Document:
    content: bytes
    sector_size: int
    table: tuple[int, ...]

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector_size
        return self.content[start : start + self.sector_size]

    def chain(self, first: int) -> bytes:
        return b"".join(map(self.sector, _chain(first, self.table)))


def workbook_stream(content: bytes) -> bytes:
    """The bytes of the "Workbook" (or "Book") stream; DamagedDocumentError for impossible lengths."""
    if len(content) < _HEADER.size + _IN_HEADER * 4 or not content.startswith(_SIGNATURE):
        raise DamagedDocumentError("no compound document")
    fields = _HEADER.unpack_from(content)
    shift, directories, tables = fields[5], fields[7], fields[8]
    first_directory, cutoff, first_mini, minis, first_more, mores = (fields[9], *fields[11:16])
    if shift not in {9, 12}:
        raise DamagedDocumentError("sector size")
    sectors = len(content) >> shift
    if max(directories, tables, minis, mores) > sectors:
        raise DamagedDocumentError("more sectors than the file has")
    document = _Document(content, 1 << shift, ())
    document = _Document(content, 1 << shift, _sector_table(document, first_more, tables))
    entries = list(_entries(document.chain(first_directory)))
    if any(size > len(content) for _, _, size in entries):
        raise DamagedDocumentError("a stream longer than the file")
    streams = {name.casefold(): (start, size) for name, start, size in entries}
    start, size = streams.get("workbook") or streams.get("book") or (_LAST_SECTOR, 0)
    if size >= cutoff:
        return document.chain(start)[:size]
    root = document.chain(entries[0][1]) if entries else b""
    mini_table = _numbers(document.chain(first_mini))
    pieces = (root[at * _MINI_SECTOR : (at + 1) * _MINI_SECTOR] for at in _chain(start, mini_table))
    return b"".join(pieces)[:size]


def wrap_workbook(stream: bytes) -> bytes:
    """A well-formed compound document with `stream` as its only stream."""
    padded = stream.ljust(_CUTOFF, b"\x00")
    padded += bytes(-len(padded) % _SECTOR)
    sectors = len(padded) // _SECTOR
    per_table = _SECTOR // 4
    tables = -(-(sectors + 2) // (per_table - 1))
    first = tables + 1
    numbers = [*[_TABLE] * tables, _END, *range(first + 1, first + sectors), _END]
    numbers += [_FREE] * (tables * per_table - len(numbers))
    listed, more = _listed_tables(tables, first + sectors)
    extra = len(more) // _SECTOR
    header = _HEADER.pack(
        _SIGNATURE,
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        tables,
        0,
        _CUTOFF,
        _END,
        0,
        first + sectors if extra else _END,
        extra,
    )
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry(
        "Workbook", 2, child=_FREE, start=first, size=len(padded)
    )
    body = struct.pack(f"<{len(numbers)}I", *numbers) + directory.ljust(_SECTOR, b"\x00") + padded
    return header + listed + body + more


def _listed_tables(count: int, next_sector: int) -> tuple[bytes, bytes]:
    """Places of the sector tables: the first 109 in the header, others in sectors after everything else."""
    numbers = list(range(count))
    header = numbers[:_IN_HEADER] + [_FREE] * (_IN_HEADER - count)
    rest = numbers[_IN_HEADER:]
    per_sector = _SECTOR // 4 - 1
    chunks = [rest[at : at + per_sector] for at in range(0, len(rest), per_sector)]
    more = b"".join(
        struct.pack(
            f"<{per_sector + 1}I",
            *chunk,
            *[_FREE] * (per_sector - len(chunk)),
            next_sector + number + 1 if number + 1 < len(chunks) else _END,
        )
        for number, chunk in enumerate(chunks)
    )
    return struct.pack(f"<{_IN_HEADER}I", *header), more


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = (name + "\x00").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", text, len(text), kind, 1, _FREE, _FREE, child, b"", 0, b"", b"", start, size
    )


def _sector_table(document: _Document, first_more: int, count: int) -> tuple[int, ...]:
    listed = list(_numbers(document.content[_HEADER.size : _HEADER.size + _IN_HEADER * 4]))
    seen: set[int] = set()
    while first_more < _LAST_SECTOR and first_more not in seen:
        seen.add(first_more)
        numbers = _numbers(document.sector(first_more))
        if not numbers:
            break
        listed += numbers[:-1]
        first_more = numbers[-1]
    chosen = [number for number in listed if number < _LAST_SECTOR][: count or None]
    return tuple(number for sector in chosen for number in _numbers(document.sector(sector)))


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    for at in range(0, len(directory) - _ENTRY_SIZE + 1, _ENTRY_SIZE):
        name_bytes = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
        name = directory[at : at + max(name_bytes - 2, 0)].decode("utf-16-le", errors="replace")
        start, size = struct.unpack_from("<II", directory, at + 116)
        yield name, start, size


def _chain(first: int, table: tuple[int, ...]) -> Iterator[int]:
    seen: set[int] = set()
    number = first
    while number < len(table):
        if number in seen:
            raise DamagedDocumentError("sectors in a circle")
        seen.add(number)
        yield number
        number = table[number]


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])
