"""The beginning of one table as text cells, as every format's recogniser sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.records.delimited import usual_width
from app.engine.records.layout import Evidence, Layout, SourceFormat

_NARROW = str.maketrans("（）：，", "():,")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the caller said about a file; None where nothing was said."""

    format: SourceFormat | None = None
    direction: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A header row and the data rows after it; `columns` has one unique name for each field of a row."""

    file_name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]  # the record's number in the file, for each row

    def numbered(self, position: int) -> list[tuple[int, str]]:
        """Record number and trimmed cell of one column, blanks left out."""
        pairs = zip(self.numbers, self.rows, strict=True)
        cells = ((number, row[position].strip()) for number, row in pairs if position < len(row))
        return [(number, cell) for number, cell in cells if cell]

    def values(self, position: int) -> list[str]:
        """Trimmed cells of one column, blanks left out."""
        return [cell for _, cell in self.numbered(position)]


@dataclass(frozen=True, slots=True)
class Match:
    """A format's answer to a sample that it recognises."""

    layout: Layout
    years: tuple[int, ...]
    direction: str | None
    evidence: tuple[Evidence, ...]


def sample_at(records: tuple[tuple[str, ...], ...], header_row: int, *, file_name: str) -> Sample:
    """Take the record at `header_row` as the header; its names are trimmed, filled in and made unique."""
    numbered = [
        (number, record)
        for number, record in enumerate(records[header_row + 1 :], start=header_row + 2)
        if any(cell.strip() for cell in record)
    ]
    rows = tuple(record for _, record in numbered)
    header = [tidy_name(name) for name in records[header_row]]
    width = usual_width(rows, near=len(header)) or len(header)
    while len(header) > width and not header[-1]:
        header.pop()
    header += [""] * (width - len(header))
    return Sample(file_name, _unique(header), rows, tuple(number for number, _ in numbered))


def tidy_name(name: str) -> str:
    """A column name without byte order mark, quotes, stray blanks and tabs."""
    return " ".join(name.replace("\ufeff", "").strip(" \t\r\n\u3000\"'").split())


def name_key(name: str) -> str:
    """What two spellings of a column name have in common: no blanks, lower case, narrow brackets."""
    return "".join(tidy_name(name).translate(_NARROW).split()).casefold()


def positions(columns: tuple[str, ...]) -> Mapping[str, int]:
    """Key of each column name → its position; of equal names the first."""
    return {name_key(name): position for position, name in reversed(list(enumerate(columns)))}


def _unique(names: list[str]) -> tuple[str, ...]:
    taken: set[str] = set()
    unique = []
    for position, name in enumerate(names, start=1):
        chosen = name or f"column_{position}"
        while chosen in taken:
            chosen = f"{chosen}_{position}"
        taken.add(chosen)
        unique.append(chosen)
    return tuple(unique)
