"""A PDF of our own taken apart into what a reader can name: pages, pictures, fonts, and the structure between them."""

from __future__ import annotations

import enum
import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_OBJECT = re.compile(rb"(\d+) 0 obj\b")
_ENTRY = re.compile(rb"(\d{10}) \d{5} n")
_KIDS = re.compile(rb"/Kids \[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_MOST = 10**12
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")


class PieceKind(enum.Enum):
    """What a piece of the file is to its reader."""

    PAGE = "page"
    PICTURE = "picture"
    FONT = "font"
    STRUCTURE = "structure"


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive bytes of the file; `number` counts pages and pictures from 1 and is 0 otherwise."""

    kind: PieceKind
    number: int
    length: int
    sha256: str

    @property
    def document(self) -> list[Any]:
        """As the list of contents tells it."""
        return [self.kind.value, self.number, self.length, self.sha256]


def pieces_of(pdf: bytes) -> list[Piece]:
    """All bytes of a PDF as our printing writes it, in order."""
    starts = _starts(pdf)
    bounds = [0, *starts, pdf.rindex(b"\nxref\n") + 1, len(pdf)]
    names = _names(pdf, starts)
    found = []
    for first, last in itertools.pairwise(bounds):
        kind, number = names.get(first, (PieceKind.STRUCTURE, 0))
        found.append((kind, number, pdf[first:last]))
    return [Piece(kind, number, len(raw), sha256(raw)) for kind, number, raw in _joined(found)]


def piece_from(document: list[Any]) -> Piece:
    """The piece of a list of contents; ValueError or TypeError for what is none."""
    kind, number, length, digest = document
    return Piece(PieceKind(kind), count(number), count(length), str(digest))


def count(told: object) -> int:
    """A number or a length of a list that anybody may have written; ValueError for what is none."""
    if type(told) is not int or not 0 <= told <= _MOST:
        raise ValueError(told)
    return told


def sha256(content: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _starts(pdf: bytes) -> list[int]:
    """Where objects begin, as the table at the end tells."""
    table = pdf[pdf.rindex(b"\nxref\n") :]
    return sorted(int(match[1]) for match in _ENTRY.finditer(table))


def _names(pdf: bytes, starts: list[int]) -> dict[int, tuple[PieceKind, int]]:
    """Objects that a reader can name, by where they begin."""
    bodies = {start: pdf[start : start + 600] for start in starts}
    numbers = {int(match[1]): start for start, body in bodies.items() if (match := _OBJECT.match(body))}
    names: dict[int, tuple[PieceKind, int]] = {}
    pictures = 0
    for start, body in bodies.items():
        head = body.split(b"stream", 1)[0]
        if b"/Subtype /Image" in head:
            pictures += 1
            names[start] = (PieceKind.PICTURE, pictures)
        elif b"/Length1" in head or b"/FontFile2" in head or b"/Type /Font" in head:
            names[start] = (PieceKind.FONT, 0)
    for page, start in enumerate(_pages(pdf, numbers), start=1):
        names[start] = (PieceKind.PAGE, page)
        contents = _CONTENTS.search(bodies[start])
        if contents is not None:
            names[numbers[int(contents[1])]] = (PieceKind.PAGE, page)
    return names


def _pages(pdf: bytes, numbers: dict[int, int]) -> Iterator[int]:
    kids = _KIDS.search(pdf)
    for match in _REFERENCE.finditer(kids[1] if kids else b""):
        yield numbers[int(match[1])]


def _joined(pieces: list[tuple[PieceKind, int, bytes]]) -> Iterator[tuple[PieceKind, int, bytes]]:
    """Neighbours of one name are one piece."""
    kind, number, raw = pieces[0]
    for next_kind, next_number, more in pieces[1:]:
        if (kind, number) == (next_kind, next_number):
            raw += more
        else:
            yield kind, number, raw
            kind, number, raw = next_kind, next_number, more
    yield kind, number, raw
