"""A whole cross table as a file: XLSX with a sheet that says what it shows, or CSV with that below the figures."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import overload

import numpy as np

from app.bridge.pivot_basis import basis_line, left_out_lines
from app.bridge.pivot_content import PivotContent
from app.bridge.pivot_labels import AxisLabels
from app.bridge.tasks import Call
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language
from app.engine.reports.about import About
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.answers import Basis
from app.engine.store.questions.pivot_table import NO_UNIT, Blank, Measure

_KINDS = {
    Measure.VALUE: Kind.MONEY,
    Measure.RECORDS: Kind.INTEGER,
    Measure.QUANTITY: Kind.NUMBER,
    Measure.UNIT_VALUE: Kind.NUMBER,
}


class _Units(enum.Enum):
    """Where units are written: nowhere, once for each row, or beside each figure."""

    NONE = "none"
    BY_ROW = "by_row"
    BY_CELL = "by_cell"


@dataclass(frozen=True, slots=True)
class PivotSheet:
    """A table with its headings and the words in it; made on the main thread, written on another."""

    content: PivotContent
    rows: AxisLabels
    columns: AxisLabels
    shown: Measure
    title: str
    row_titles: tuple[str, ...]
    unit_title: str
    marks: Mapping[Blank, str]  # what stands in a cell without figure
    unit_names: Mapping[int, str]


def sheet_about(title: str, basis: Basis, filters: Sequence[str], language: Language) -> About:
    """The head of the document, made now."""
    return About(
        title=title,
        made_at=datetime.now().astimezone(),
        language=language,
        filters=tuple(filters),
        basis=tuple(line for line in (basis_line(basis, language),) if line),
        left_out=left_out_lines(basis, language),
    )


def export_call(path: Path, sheet: PivotSheet, about: About) -> Call:
    """A call for the task runner; the ending of the path decides the kind of file."""

    def call(progress: Progress, token: CancelToken) -> Path:
        # The libraries take long to import
        from app.engine.reports.csv import write_csv  # noqa: PLC0415
        from app.engine.reports.workbook import write_workbook  # noqa: PLC0415

        is_csv = path.suffix.lower() == ".csv"
        table = _table(sheet, _notes(about) if is_csv else (), _Watch(progress, token))
        if is_csv:
            write_csv(path, table, token=token)
        else:
            write_workbook(path, about, [table], token=token)
        return path

    return call


def _notes(about: About) -> tuple[str, ...]:
    entries = [f"{label}: {sentence}" for label, sentences in about.entries() for sentence in sentences]
    return ("", about.title, *entries)


def _table(sheet: PivotSheet, notes: tuple[str, ...], watch: _Watch) -> Table:
    units, kind = _units(sheet.content), _KINDS.get(sheet.shown, Kind.SHARE)
    heads = [Column(title) for title in sheet.row_titles]
    if units is _Units.BY_ROW:
        heads.append(Column(sheet.unit_title))
    for position in range(sheet.columns.count):
        heads.append(Column(sheet.columns.full_text(position), kind))
        if units is _Units.BY_CELL:
            heads.append(Column(sheet.unit_title))
    return Table(sheet.title, tuple(heads), _Rows(sheet, units, notes, watch))


def _units(content: PivotContent) -> _Units:
    if content.units is None or content.shared_unit() is not None:
        return _Units.NONE
    least = np.where(content.units == NO_UNIT, np.iinfo(np.int32).max, content.units).min(axis=1)
    most = content.units.max(axis=1)
    return _Units.BY_ROW if np.all((most == NO_UNIT) | (least == most)) else _Units.BY_CELL


class _Watch:
    """Tells of every row: with many columns, a few thousand rows between two checks take too long to cancel."""

    def __init__(self, progress: Progress, token: CancelToken) -> None:
        self._progress = progress
        self._token = token
        self._furthest = 0

    def pass_row(self, row: int, count: int) -> None:
        """Widths are measured from the first rows before these are written, which must not go back and forth."""
        self._token.check()
        self._furthest = max(self._furthest, row)
        self._progress(self._furthest, count)


class _Rows(Sequence[Sequence[Cell]]):
    """Rows made one by one while they are written; notes follow below an empty row."""

    def __init__(self, sheet: PivotSheet, units: _Units, notes: tuple[str, ...], watch: _Watch) -> None:
        self._sheet = sheet
        self._units = units
        self._notes = notes
        self._watch = watch
        self._blanks = sheet.rows.levels - 1 + (units is _Units.BY_ROW)
        self._blanks += sheet.columns.count * (2 if units is _Units.BY_CELL else 1)

    def __len__(self) -> int:
        return self._sheet.rows.count + len(self._notes)

    @overload
    def __getitem__(self, place: int) -> Sequence[Cell]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[Cell]]: ...

    def __getitem__(self, place: int | slice) -> Sequence[Cell] | Sequence[Sequence[Cell]]:
        if isinstance(place, slice):
            return [self._row(each) for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._row(place % len(self))

    def _row(self, row: int) -> list[Cell]:
        sheet = self._sheet
        self._watch.pass_row(row, len(self))
        if row >= sheet.rows.count:
            return [self._notes[row - sheet.rows.count], *[None] * self._blanks]
        cells: list[Cell] = [sheet.rows.text(row, level) for level in range(sheet.rows.levels)]
        if self._units is _Units.BY_ROW:
            columns = range(sheet.columns.count)
            cells.append(next((name for column in columns if (name := self._unit(row, column))), ""))
        for column in range(sheet.columns.count):
            cells.append(self._figure(row, column))
            if self._units is _Units.BY_CELL:
                cells.append(self._unit(row, column))
        return cells

    def _figure(self, row: int, column: int) -> Cell:
        blank = Blank(self._sheet.content.blanks.item(row, column))
        return self._sheet.marks.get(blank) if blank else self._sheet.content.figures.item(row, column)

    def _unit(self, row: int, column: int) -> str:
        unit = self._sheet.content.unit(row, column)
        return "" if unit is None else self._sheet.unit_names[unit]
