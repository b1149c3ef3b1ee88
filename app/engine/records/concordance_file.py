"""Reads concordance tables between HS editions as the WCO and the UN publish them, from CSV, XLS or XLSX.

Known layouts: UN correlation and conversion tables ("HS 2017", "HS 2012", with or without "From" and "To"), the WCO's
tables ("2022 version", "2017 version", codes with points, "ex" before a part of a code), in any order of the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.engine.errors import InputError
from app.engine.records import containers, delimited, workbook
from app.engine.records.encodings import detect, strip_bom
from app.engine.records.layout import Kind
from app.engine.reference.concordances import Concordance

_EDITIONS = (1988, 1992, 1996, 2002, 2007, 2012, 2017, 2022, 2028)
_SHORT = {f"h{number}": edition for number, edition in enumerate((1992, 1996, 2002, 2007, 2012, 2017, 2022))}
_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_SHORT_NAME = re.compile(r"\bh([0-6])\b")
_PART = re.compile(r"^ex\.?\s*", re.IGNORECASE)
_CODE = re.compile(r"\d{4,6}")
_HEADER_WITHIN = 40
_DIGITS = 6

Row = Sequence[str]


def read_concordance(path: Path) -> Concordance:
    """The table of the first sheet that has one; InputError where none has two columns of known editions."""
    for rows in _tables(path):
        found = _concordance(rows)
        if found is not None:
            return found
    raise InputError("concordance.not_recognised", file=path.name)


def _tables(path: Path) -> Iterator[list[Row]]:
    for member in containers.list_members(path):
        if member.kind is Kind.TEXT:
            raw = containers.read_whole(member)
            text = strip_bom(raw).decode(detect([raw]).encoding, errors="replace").removeprefix("\ufeff")
            yield list(delimited.split(text).records)
        elif member.kind is not Kind.PARQUET:
            for sheet in workbook.open_sheets(member):
                yield list(sheet.rows())


def _concordance(rows: Sequence[Row]) -> Concordance | None:
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = _columns(row)
        if len(columns) == 2:
            (earlier, old), (later, new) = sorted(columns.items())
            pairs = {pair for line in rows[number + 1 :] if (pair := _pair(line, old, new))}
            if pairs:
                return Concordance(earlier, later, tuple(sorted(pairs)))
    return None


def _columns(row: Row) -> dict[int, int]:
    """Edition → column, of the first two cells that name an edition."""
    found: dict[int, int] = {}
    for place, cell in enumerate(row):
        edition = _edition(cell)
        if edition is not None and edition not in found:
            found[edition] = place
    return found


def _edition(cell: str) -> int | None:
    text = cell.strip().lower()
    short = _SHORT_NAME.search(text)
    if short:
        return _SHORT[short.group()]
    year = _YEAR.search(text)
    return int(year.group()) if year and int(year.group()) in _EDITIONS and len(text) < 60 else None


def _pair(row: Row, old: int, new: int) -> tuple[str, str] | None:
    if len(row) <= max(old, new):
        return None
    codes = _code(row[old]), _code(row[new])
    return (codes[0], codes[1]) if codes[0] and codes[1] else None


def _code(cell: str) -> str:
    """Six digits, with the zeros that a spreadsheet took away; "" for anything else."""
    bare = _PART.sub("", cell.strip()).replace(".", "").replace(" ", "")
    match = _CODE.match(bare)
    text = match.group() if match else ""
    return text.zfill(_DIGITS) if len(text) >= _DIGITS - 1 else ""
