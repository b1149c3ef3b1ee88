"""Sheets of XLSX and XLS workbooks as rows of text: numbers as typed, dates as ISO, formulas as their value."""

from __future__ import annotations

import contextlib
import datetime
import io
import zipfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import python_calamine
from python_calamine import CalamineSheet, CalamineWorkbook

from app.engine.errors import InputError
from app.engine.records import containers, old_workbook, xlsx
from app.engine.records.compound import DamagedDocumentError
from app.engine.records.layout import Kind, Packing

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet that holds cells; `rows` may be called again."""

    name: str
    rows: Callable[[], Generator[list[str], None, None]]


def open_sheets(member: containers.Member) -> list[SheetTable]:
    """The sheets with cells; InputError, with a reason, for a workbook that cannot be read safely."""
    sheets = list(_new_sheets(member) if member.kind is Kind.XLSX else _old_sheets(member))
    return [sheet for sheet in sheets if _holds_cells(sheet)]


def _holds_cells(sheet: SheetTable) -> bool:
    rows = sheet.rows()
    with contextlib.closing(rows):
        return any(any(row) for row in rows)


def _new_sheets(member: containers.Member) -> Iterator[SheetTable]:
    package = _Package(member.path if member.packing is Packing.NONE else containers.read_whole(member), member.label)
    with package.opened() as archive:
        book = xlsx.read_book(lambda name: package.entry(archive, name), set(archive.namelist()))

    def rows_of(entry: str) -> Callable[[], Generator[list[str], None, None]]:
        def rows() -> Generator[list[str], None, None]:
            with package.opened() as archive, package.entry(archive, entry) as source:
                yield from xlsx.sheet_rows(source, book)

        return rows

    for name, entry in book.sheets.items():
        yield SheetTable(name, rows_of(entry))


@dataclass(frozen=True, slots=True)
class _Package:
    """The zip of an XLSX file, on disk or unpacked from another zip."""

    source: Path | bytes
    label: str

    @contextlib.contextmanager
    def opened(self) -> Iterator[zipfile.ZipFile]:
        file = io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source
        try:
            with containers.reading(Path(self.label)), containers.unzipping(file, self.label) as archive:
                yield archive
        except xlsx.DamagedWorkbookError as error:
            raise InputError("records.workbook_broken", file=self.label, reason=str(error)) from error

    @contextlib.contextmanager
    def entry(self, archive: zipfile.ZipFile, name: str) -> Iterator[BinaryIO]:
        try:
            info = archive.getinfo(name)
        except KeyError as error:
            raise xlsx.DamagedWorkbookError(f"no {name}") from error
        with (
            archive.open(info) as unpacked,
            containers.guarded(unpacked, packed_size=info.compress_size, file=self.label) as source,
        ):
            yield source


def _old_sheets(member: containers.Member) -> Iterator[SheetTable]:
    content = containers.read_whole(member)
    if _ENCRYPTED in content:
        raise InputError("records.workbook_locked", file=member.label)
    for sheet in _parsed(content, member.label):
        if sheet.height and sheet.width:
            yield SheetTable(sheet.name, lambda sheet=sheet: _old_rows(sheet))  # type: ignore[misc]  # a bound default


def _parsed(content: bytes, label: str) -> list[CalamineSheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(old_workbook.sanitised(content)))
        return [book.get_sheet_by_name(name) for name in book.sheet_names]
    except python_calamine.PasswordError as error:
        raise InputError("records.workbook_locked", file=label) from error
    except (DamagedDocumentError, python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError("records.workbook_broken", file=label, reason=_first_line(error)) from error
    except BaseException as error:
        # a panic of the parser's own is no Exception; it says nothing about our state
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise InputError("records.workbook_broken", file=label, reason=_first_line(error)) from error


def _old_rows(sheet: CalamineSheet) -> Generator[list[str], None, None]:
    for row in sheet.iter_rows():
        yield [_cell_text(cell) for cell in row]


def _cell_text(cell: _Cell) -> str:
    if isinstance(cell, bool | str):
        return str(cell)
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        is_midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if is_midnight else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
