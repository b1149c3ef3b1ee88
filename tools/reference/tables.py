"""Reading the sources and writing reference tables so that the same sources give the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]
FACTS = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Table:
    """One finished table: rows hold text in the order of `columns`."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_rows(path: Path) -> list[Row]:
    """All rows of a UTF-8 CSV by column name, blanks around the text removed."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: text.strip() for name, text in row.items()} for row in csv.DictReader(file)]


def read_facts(name: str) -> list[Row]:
    """Facts kept by hand beside this module: what the sources lack or get wrong."""
    return read_rows(FACTS / f"{name}.csv")


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table with every value as text; None becomes empty."""
    texts = (tuple("" if value is None else str(value) for value in row) for row in rows)
    return Table(name, tuple(columns), tuple(texts))


def write_table(made: Table, folder: Path) -> None:
    """`folder`/NAME.csv in UTF-8 with line feeds only."""
    with (folder / f"{made.name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(made.columns)
        writer.writerows(made.rows)
