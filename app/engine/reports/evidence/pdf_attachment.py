"""An attachment behind the last byte of a PDF of our own, added as the format adds updates (ISO 32000, 7.5.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass

NAME = "tradescope-evidence.jsonl"
_MARK = b"%TradescopeEvidence/1 "
_MARKED = re.compile(rb"\n" + _MARK + rb"(\d{1,12}) (\d{1,12})\n")
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_INFO = re.compile(rb"/Info (\d+) 0 R")
_SIZE = re.compile(rb"/Size (\d+)")
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n$")
_CATALOG_END = b"\n>>\nendobj\n"
_STREAM = b"stream\n"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file taken apart: the document before the attachment, and what is attached."""

    document: bytes
    content: bytes


def with_attachment(document: bytes, content: bytes) -> bytes:
    """The document with something attached; the same both give the same bytes. ValueError for no PDF of ours."""
    root, info, size = (int(_told(pattern, document)) for pattern in (_ROOT, _INFO, _SIZE))
    previous = int(_told(_START, document))
    catalog = _catalog(document, root)
    update = _Update(len(document))
    update.add(_MARK + b"%d %d\n" % (len(document), len(content)))
    update.add_object(
        size,
        b"<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %d >>\nstream\n" % len(content)
        + content
        + b"\nendstream",
    )
    name = NAME.encode()
    update.add_object(
        size + 1, b"<< /Type /Filespec /F (" + name + b") /UF (" + name + b") /EF << /F %d 0 R >> >>" % size
    )
    names = b" /Names << /EmbeddedFiles << /Names [ (" + name + b") %d 0 R ] >> >>" % (size + 1)
    update.add_object(root, b"<<\n" + catalog + names + b"\n>>")
    return document + update.finished(size=size + 2, root=root, info=info, previous=previous)


def taken_apart(file: bytes) -> Attached | None:
    """The two parts; None for a file without our mark. A document of another length than the mark says is told too."""
    # Somebody may have written it a million times
    mark = _MARKED.match(file, max(file.rfind(b"\n" + _MARK), 0))
    if mark is None:
        return None
    begin = file.find(_STREAM, mark.end())
    if begin < 0:
        return None
    begin += len(_STREAM)
    return Attached(file[: mark.start() + 1], file[begin : begin + int(mark[2])])


class _Update:
    """Objects behind a document, with the table of where they begin."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._written = b""
        self._places: list[tuple[int, int]] = []

    def add(self, raw: bytes) -> None:
        self._written += raw

    def add_object(self, number: int, body: bytes) -> None:
        self._places.append((number, self._length + len(self._written)))
        self.add(b"%d 0 obj\n" % number + body + b"\nendobj\n")

    def finished(self, *, size: int, root: int, info: int, previous: int) -> bytes:
        table = self._length + len(self._written)
        self.add(b"xref\n0 1\n0000000000 65535 f \n")
        for number, place in sorted(self._places):
            self.add(b"%d 1\n%010d 00000 n \n" % (number, place))
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %d >>\n" % (size, root, info, previous)
        self.add(trailer + b"startxref\n%d\n%%%%EOF\n" % table)
        return self._written


def _catalog(document: bytes, root: int) -> bytes:
    """What the newest object of that number holds; looked for without patterns, which a made-up file slows down."""
    head = b"\n%d 0 obj\n<<\n" % root
    begin = document.rfind(head)
    end = document.find(_CATALOG_END, begin)
    if begin < 0 or end < 0:
        raise ValueError(root)
    return document[begin + len(head) : end]


def _told(pattern: re.Pattern[bytes], document: bytes) -> bytes:
    found = pattern.findall(document)
    if not found:
        raise ValueError(pattern.pattern)
    told: bytes = found[-1]
    return told
