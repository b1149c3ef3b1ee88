"""Sheets of XLSX and XLS workbooks as rows of text: numbers as typed, dates as ISO, formulas as their value."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook

from app.engine.errors import InputError
from app.engine.jobs import CancelToken
from app.engine.records import containers, old_workbook
from app.engine.records.compound import DamagedDocumentError
from app.engine.records.layout import Kind, Packing

_MAX_CELLS = 48_000_000
_MAX_UNPACKED = 2 << 30
_MAX_RATIO = 250
_OVERLAP = 512
_DIGITS = b"0123456789"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_EXACT_BELOW = 1 << 53
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# literal beginnings make the search several times faster; the loose form is for hand-made files
_REFERENCE = re.compile(rb'r="([A-Za-z]{0,4}\d{1,9})"')
_LOOSE_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,4}\d{1,9})["']""")
_LONG_NUMBER = re.compile(rb"v>(\d{16,40})</")
_Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet that holds cells; whole numbers beyond 2^53 are known by their exact digits."""

    name: str
    sheet: CalamineSheet
    exact: dict[float, str]

    def rows(self) -> Iterator[list[str]]:
        """Every row from the first that holds anything, blank ones included."""
        for row in self.sheet.iter_rows():
            yield [cell_text(cell, self.exact) for cell in row]


def open_sheets(member: containers.Member, *, token: CancelToken) -> list[SheetTable]:
    """The sheets with cells; InputError, with a reason, for a workbook that cannot be read safely."""
    exact: dict[float, str] = {}
    source: Path | io.BytesIO = member.path
    if member.kind is Kind.XLS or member.packing is not Packing.NONE:
        source = io.BytesIO(containers.read_whole(member))
    if member.kind is Kind.XLSX:
        exact = _inspect(source, member.label, token)
    elif isinstance(source, io.BytesIO):
        source = _sanitised(source, member.label)
    if isinstance(source, io.BytesIO):
        source.seek(0)
    return _guarded_sheets(source, member.label, exact)


def cell_text(cell: _Cell, exact: dict[float, str]) -> str:
    """A cell as a person would type it into a CSV."""
    if isinstance(cell, bool | str):
        return str(cell)
    if isinstance(cell, float):
        if not cell.is_integer():
            return repr(cell)
        return exact.get(cell) or f"{cell:.0f}"
    if isinstance(cell, datetime.datetime):
        is_midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if is_midnight else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def _guarded_sheets(source: Path | io.BytesIO, label: str, exact: dict[float, str]) -> list[SheetTable]:
    try:
        book = CalamineWorkbook.from_object(source)
        sheets = [SheetTable(name, book.get_sheet_by_name(name), exact) for name in book.sheet_names]
    except python_calamine.PasswordError as error:
        raise InputError("records.workbook_locked", file=label) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError("records.workbook_broken", file=label, reason=_first_line(error)) from error
    except BaseException as error:
        # a panic of the parser's own is no Exception; it says nothing about our state
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise InputError("records.workbook_broken", file=label, reason=_first_line(error)) from error
    return [sheet for sheet in sheets if sheet.sheet.height and sheet.sheet.width]


def _sanitised(source: io.BytesIO, label: str) -> io.BytesIO:
    try:
        return io.BytesIO(old_workbook.sanitised(source.getvalue()))
    except DamagedDocumentError as error:
        raise InputError("records.workbook_broken", file=label, reason=str(error)) from error


def _inspect(source: Path | io.BytesIO, label: str, token: CancelToken) -> dict[float, str]:
    """Unpack every entry once: the parser allocates by the corner cells and trusts sizes, so they are checked first."""
    exact: dict[float, str] = {}
    with containers.reading(Path(label)), containers.unzipping(source, label) as archive:
        unpacked = 0
        for info in archive.infolist():
            grid = _Grid()
            with archive.open(info) as entry:
                tail = b""
                while chunk := entry.read(containers.CHUNK):
                    token.check()
                    unpacked += len(chunk)
                    _require_plausible(unpacked, archive, label)
                    if _SHEET.fullmatch(info.filename):
                        grid.add(tail + chunk)
                        exact |= _long_numbers(tail + chunk, exact, label)
                        tail = chunk[-_OVERLAP:]
            if grid.cells > _MAX_CELLS:
                raise InputError("records.workbook_sparse", file=label, rows=grid.rows, columns=grid.columns)
    return exact


class _Grid:
    """Extent of a sheet by the references in its XML."""

    def __init__(self) -> None:
        self.rows = 1
        self.columns = 1

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def add(self, xml: bytes) -> None:
        is_loose = b" r='" in xml or b" r =" in xml or b"r= " in xml
        references = b" ".join((_LOOSE_REFERENCE if is_loose else _REFERENCE).findall(xml))
        # split in bulk: a sheet of a million rows has ten million references
        rows = set(references.translate(None, _LETTERS).split())
        columns = set(references.translate(None, _DIGITS).split())
        self.rows = max([self.rows, *map(int, rows)])
        self.columns = max([self.columns, *map(_column_number, columns)])


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number


def _long_numbers(xml: bytes, known: dict[float, str], label: str) -> dict[float, str]:
    found: dict[float, str] = {}
    for digits in _LONG_NUMBER.findall(xml):
        text = digits.decode("ascii")
        value = float(text)
        if value < _EXACT_BELOW:
            continue
        if known.get(value, text) != text or found.get(value, text) != text:
            raise InputError("records.workbook_inexact", file=label, number=text)
        found[value] = text
    return found


def _require_plausible(unpacked: int, archive: zipfile.ZipFile, label: str) -> None:
    packed = sum(info.compress_size for info in archive.infolist())
    if unpacked > _MAX_UNPACKED or unpacked > max(packed * _MAX_RATIO, 64 << 20):
        raise InputError("records.archive_bomb", file=label, ratio=_MAX_RATIO)


def _first_line(error: Any) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
