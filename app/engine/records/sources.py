"""From a recognised file to delimited UTF-8 text that a database can load without guessing."""

from __future__ import annotations

import codecs
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.engine.jobs import CancelToken, Progress
from app.engine.records import containers
from app.engine.records.encodings import ASCII
from app.engine.records.layout import Kind, Layout, Packing, Part, Recognition, TextTable

_DIRECT = frozenset({ASCII, "utf-8"})


def open_tables(
    recognition: Recognition, *, workdir: Path, progress: Progress, token: CancelToken
) -> Iterator[tuple[TextTable, Layout]]:
    """Each table of the file in turn: the file itself where it is plain UTF-8, else a copy in `workdir`."""
    for number, part in enumerate(recognition.parts):
        member = containers.Member(recognition.path, part.packing, part.kind, part.member)
        if part.packing is Packing.NONE and part.kind is Kind.TEXT and part.encoding in _DIRECT:
            yield TextTable(recognition.path, part.delimiter, part.header_row + 1), part.layout
            continue
        target = workdir / f"table-{number}.csv"
        yield _transcoded(member, part, target, progress=progress, token=token), part.layout


def _transcoded(
    member: containers.Member, part: Part, target: Path, *, progress: Progress, token: CancelToken
) -> TextTable:
    with containers.reading(member.path), containers.open_member(member) as source, target.open("wb") as copy:
        if part.encoding in _DIRECT:
            shutil.copyfileobj(source, copy, containers.CHUNK)
        else:
            _transcode(source, copy, part.encoding, progress=progress, token=token)
    return TextTable(target, part.delimiter, part.header_row + 1, encoding="utf-8")


def _transcode(source: BinaryIO, copy: BinaryIO, encoding: str, *, progress: Progress, token: CancelToken) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("tradescope.broken")
    done = 0
    while chunk := source.read(containers.CHUNK):
        token.check()
        copy.write(_utf8(decoder.decode(chunk)))
        done += len(chunk)
        progress(done, None)
    copy.write(_utf8(decoder.decode(b"", final=True)))


def _utf8(text: str) -> bytes:
    # the handler's lone surrogate becomes the single byte FF, which no UTF-8 reader accepts
    return text.encode("utf-8", errors="surrogateescape")
