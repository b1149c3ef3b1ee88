"""A table as CSV that Excel opens with its Chinese intact: UTF-8 with a byte order mark, commas, CRLF.

Text that a spreadsheet would take for a formula gets an apostrophe in front (`=1+1` is written `'=1+1`); a plain
number in a text column, as `-5` or `+1.2e3`, is harmless and stays. Figures are written exactly: no thousands
separators, a decimal point, shares as ratios.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.reports.delivery import delivered
from app.engine.reports.tables import Cell, Table, number_of

_BATCH = 5_000
_END = "\r\n"
_QUOTE = '"'
_QUOTED = re.compile(r'[",\r\n]')
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")
_PLAIN = re.compile(r"[+-]?(\d[\d,]*(\.\d+)?([eE][+-]?\d+)?)?")


def write_csv(path: Path, table: Table, *, progress: Progress = no_progress, token: CancelToken | None = None) -> None:
    """Write the table; InputError with a sentence if the place cannot be written, CancelledError on request."""
    token = CancelToken() if token is None else token
    with delivered(path) as partial, partial.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_text(column.title) for column in table.columns])
        for done, row in enumerate(table.rows):
            if done % _BATCH == 0:
                progress(done, len(table.rows))
                token.check()
            writer.writerow([_cell(cell) for cell in row])
        progress(len(table.rows), len(table.rows))


def write_csv_columns(
    path: Path,
    titles: Sequence[str],
    parts: Iterable[Sequence[Sequence[str]]],
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> None:
    """As `write_csv`, for a table whose rows come some at once, as columns of fields that are written as they are."""
    token = CancelToken() if token is None else token
    done = 0
    with delivered(path) as partial, partial.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        stream.write(_END.join([",".join(map(text_field, titles)), ""]))
        for columns in parts:
            progress(done, None)
            token.check()
            stream.write(_END.join([*map(",".join, zip(*columns, strict=True)), ""]))
            done += len(columns[0])
        progress(done, done)


def text_field(text: str) -> str:
    """Text as a field of a row."""
    text = _text(text)
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(text) else text


def cell_field(cell: Cell) -> str:
    """A cell as a field of a row."""
    return text_field(cell) if isinstance(cell, str) else _cell(cell)


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell)
    number = number_of(cell)
    if number is None:
        return ""
    return f"{number:f}" if isinstance(number, Decimal) else repr(number)


def _text(text: str) -> str:
    if text.startswith(_FORMULA_STARTS) and not _PLAIN.fullmatch(text):
        return f"'{text}"
    return text
