"""Loads what a reader hands over the way an import does: strictly, and by the slow path where that is refused."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

from app.engine.jobs import CancelToken, no_progress
from app.engine.records.layout import Field, Layout, Recognition, TextTable
from app.engine.records.normalise import normalise
from app.engine.records.sources import open_tables


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows of all tables of a file by field, and the malformed ones as (rule, line, text)."""

    rows: list[dict[Field, str | None]]
    malformed: list[tuple[str, int, str]]

    def column(self, field: Field) -> list[str | None]:
        """One field of all rows."""
        return [row[field] for row in self.rows]


def load(recognition: Recognition, workdir: Path) -> Loaded:
    """Everything that a recognised file holds."""
    rows: list[dict[Field, str | None]] = []
    malformed: list[tuple[str, int, str]] = []
    for table, layout in open_tables(recognition, workdir=workdir, progress=no_progress, token=CancelToken()):
        cells, refused = _load_table(table, layout, recognition.encoding, workdir)
        rows += [_by_field(row, layout) for row in cells]
        malformed += refused
    return Loaded(rows, malformed)


def read_strictly(table: TextTable, layout: Layout) -> list[tuple[str | None, ...]]:
    """The rows as the database reads them without guessing; duckdb.Error for a file that is not well-formed."""
    with duckdb.connect() as connection:
        relation = connection.read_csv(
            str(table.path),
            columns={f"c{number}": "VARCHAR" for number in range(len(layout.columns))},
            auto_detect=False,
            delimiter=table.delimiter,
            quotechar='"',
            escapechar='"',
            skiprows=table.skip_lines,
            header=False,
            strict_mode=True,
        )
        return relation.fetchall()


def _load_table(
    table: TextTable, layout: Layout, encoding: str, workdir: Path
) -> tuple[list[tuple[str | None, ...]], list[tuple[str, int, str]]]:
    try:
        return read_strictly(table, layout), []
    except duckdb.Error:
        normal = normalise(table, layout, encoding=encoding, workdir=workdir, progress=no_progress, token=CancelToken())
    rows = read_strictly(normal.table, layout)
    with normal.malformed.open(encoding="utf-8", newline="") as file:
        refused = [(rule, int(line), text) for rule, line, text in csv.reader(file)]
    assert (len(rows), len(refused)) == (normal.clean_rows, normal.malformed_rows)
    return rows, refused


def _by_field(row: tuple[str | None, ...], layout: Layout) -> dict[Field, str | None]:
    stated: dict[Field, str | None] = dict(layout.constants)
    return stated | {field: row[position] for field, position in layout.fields.items()}
