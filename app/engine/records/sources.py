"""From a recognised file to delimited UTF-8 text that a database can load without guessing."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.engine.jobs import CancelToken, Progress
from app.engine.records import containers, parquet, workbook
from app.engine.records.encodings import ASCII
from app.engine.records.layout import Kind, Layout, Packing, Part, Recognition, TextTable
from app.engine.records.rows import without_returns

_DIRECT = frozenset({ASCII, "utf-8"})
_BATCH = 20_000


def open_tables(
    recognition: Recognition, *, workdir: Path, progress: Progress, token: CancelToken
) -> Iterator[tuple[TextTable, Layout]]:
    """Each table of the file in turn: the file itself where it is plain UTF-8, else a copy in `workdir`."""
    for number, part in enumerate(recognition.parts):
        member = containers.Member(recognition.path, part.packing, part.kind, part.member)
        is_text = part.kind is Kind.TEXT
        if is_text and part.packing is Packing.NONE and part.encoding in _DIRECT:
            yield TextTable(recognition.path, part.delimiter, part.header_row + 1), part.layout
            continue
        target = workdir / f"table-{number}.csv"
        with containers.reading(recognition.path):
            if is_text:
                yield _text_copy(member, part, target, progress=progress, token=token), part.layout
            else:
                yield _written(member, part, target, progress=progress, token=token), part.layout


def _text_copy(
    member: containers.Member, part: Part, target: Path, *, progress: Progress, token: CancelToken
) -> TextTable:
    encoding = "utf-8" if part.encoding == ASCII else part.encoding
    total = member.path.stat().st_size if part.packing is Packing.NONE else None

    def on_bytes(done: int) -> None:
        token.check()
        progress(done, total)

    with containers.open_member(member) as source, target.open("wb") as copy:
        _transcode(source, copy, encoding, on_bytes=on_bytes)
    return TextTable(target, part.delimiter, part.header_row + 1, encoding="utf-8")


def _transcode(source: BinaryIO, copy: BinaryIO, encoding: str, *, on_bytes: Callable[[int], None]) -> None:
    # utf-8 is copied as it is: its broken bytes stay broken, and the loader refuses them
    decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)("tradescope.broken")
    done = 0
    while chunk := source.read(containers.CHUNK):
        copy.write(chunk if decoder is None else _utf8(decoder.decode(chunk)))
        done += len(chunk)
        on_bytes(done)
    if decoder is not None:
        copy.write(_utf8(decoder.decode(b"", final=True)))


def _utf8(text: str) -> bytes:
    # the handler's lone surrogate becomes the single byte FF, which no UTF-8 reader accepts
    return text.encode("utf-8", errors="surrogateescape")


def _written(
    member: containers.Member, part: Part, target: Path, *, progress: Progress, token: CancelToken
) -> TextTable:
    width = len(part.layout.columns)
    with target.open("w", encoding="utf-8", newline="") as copy:
        writer = csv.writer(copy, lineterminator="\n")
        for number, row in enumerate(_filled(_cells(member, part))):
            writer.writerow(without_returns(_fitted(row, width)))
            if number % _BATCH == 0:
                token.check()
                progress(number, None)
    return TextTable(target, skip_lines=0, encoding="utf-8")


def _fitted(row: list[str], width: int) -> list[str]:
    """The row at full width; one with cells beyond it stays too wide, and the loader sets it aside."""
    while len(row) > width and not row[-1].strip():
        row.pop()
    return row + [""] * (width - len(row))


def _cells(member: containers.Member, part: Part) -> Iterator[list[str]]:
    """The rows after the header."""
    if part.kind is Kind.PARQUET:
        yield from parquet.rows(member)
        return
    for sheet in workbook.open_sheets(member):
        if sheet.name == part.sheet:
            yield from islice(sheet.rows(), part.header_row + 1, None)


def _filled(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    return (row for row in rows if any(cell.strip() for cell in row))
