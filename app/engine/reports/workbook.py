"""A workbook with one sheet for each table and, first, one that says what it shows and what it leaves out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from xlsxwriter.exceptions import FileCreateError, FileSizeError  # type: ignore[import-untyped]  # ships no types

from app.engine import messages
from app.engine.begun_files import scratch_folder
from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.reports.about import About
from app.engine.reports.delivery import delivered
from app.engine.reports.sheet_names import sheet_names
from app.engine.reports.sheets import Sheets
from app.engine.reports.tables import Table

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_BATCH = 2_000
_OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def write_workbook(
    path: Path,
    about: About,
    tables: Sequence[Table],
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> None:
    """Write the workbook; InputError for a table that no sheet can hold or a place that cannot be written."""
    token = CancelToken() if token is None else token
    for table in tables:
        _check(table)
    with delivered(path) as partial, _open(partial, about) as book:
        sheets = Sheets(book)
        first, *names = sheet_names([messages.text("reports.about", about.language), *(each.name for each in tables)])
        sheets.add_about(first, about, list(zip(names, (each.name for each in tables), strict=True)))
        total, done = sum(len(table.rows) for table in tables), 0
        for name, table in zip(names, tables, strict=True):
            for written in sheets.add_table(name, table):
                if (done + written) % _BATCH == 0:
                    progress(done + written, total, table.name)
                    token.check()
            done += len(table.rows)
        progress(total, total)


def _check(table: Table) -> None:
    if len(table.rows) >= MOST_ROWS:
        raise InputError("reports.too_many_rows", table=table.name, rows=len(table.rows), limit=MOST_ROWS - 1)
    if len(table.columns) > MOST_COLUMNS:
        raise InputError("reports.too_many_columns", table=table.name, columns=len(table.columns), limit=MOST_COLUMNS)


@contextlib.contextmanager
def _open(path: Path, about: About) -> Iterator[xlsxwriter.Workbook]:
    """A workbook that holds one row in memory; what it puts aside meanwhile is gone at the end."""
    with scratch_folder() as scratch:
        book = xlsxwriter.Workbook(path, _OPTIONS | {"tmpdir": scratch})
        book.set_properties({"title": about.title, "created": about.made_at.astimezone(UTC).replace(tzinfo=None)})
        try:
            yield book
            _close(book, path)
        except BaseException:
            # The library has no way to give a workbook up, and Windows keeps files that are open
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise


def _close(book: xlsxwriter.Workbook, path: Path) -> None:
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*error.args[0].args) from error
    except FileSizeError as error:
        raise InputError("reports.too_large", path=str(path)) from error
