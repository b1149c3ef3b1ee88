"""The beginning of one table as text cells, as every format's recogniser sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.engine.records.delimited import usual_width
from app.engine.records.layout import Evidence, Layout, SourceFormat

_NARROW = str.maketrans("（）：，", "():,")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the caller said about a file; None where nothing was said."""

    format: SourceFormat | None = None
    mapping: Path | None = None
    direction: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A header row and the data rows after it; `columns` has one unique name for each field of a row."""

    file_name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def values(self, position: int) -> list[str]:
        """Trimmed cells of one column, blanks left out."""
        cells = (row[position].strip() for row in self.rows if position < len(row))
        return [cell for cell in cells if cell]


@dataclass(frozen=True, slots=True)
class Match:
    """A format's answer to a sample that it recognises."""

    layout: Layout
    years: tuple[int, ...]
    direction: str | None
    evidence: tuple[Evidence, ...]


def sample_at(records: tuple[tuple[str, ...], ...], header_row: int, *, file_name: str) -> Sample:
    """Take the record at `header_row` as the header; its names are trimmed, filled in and made unique."""
    rows = tuple(record for record in records[header_row + 1 :] if any(cell.strip() for cell in record))
    header = [tidy_name(name) for name in records[header_row]]
    width = usual_width(rows) or len(header)
    while len(header) > width and not header[-1]:
        header.pop()
    header += [""] * (width - len(header))
    return Sample(file_name, _unique(header), rows)


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
