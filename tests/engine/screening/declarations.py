"""Declarations as tests need them: one that can be compared as it stands, with what a test changes."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.engine.jobs import CancelToken, no_progress
from app.engine.records.whole_tables import read_whole_table
from app.engine.screening.declaration import Amount, Declaration, Term
from app.engine.screening.reading import DeclarationFile, read_declarations
from app.engine.store.selection import Direction

KILOGRAM = 1
_PLAIN = Declaration(
    row=2,
    number="531620210001",
    declared_on=date(2021, 5, 3),
    direction=Direction.IMPORT,
    hs="27090000",
    name="原油",
    trader="",
    place="",
    province=None,
    origin=None,
    destination=None,
    mode=10,
    term=Term.CIF,
    freight=None,
    insurance=None,
    other=None,
    gross_kg=None,
    declared=None,
    first=Amount(Decimal(100), KILOGRAM),
    second=None,
    unit_price=None,
    total=Decimal(1000),
    currency="USD",
)


def declaration(**changes: Any) -> Declaration:
    """An import of 100 kg for 1,000 USD, CIF, with changes."""
    return replace(_PLAIN, **changes)


def read_rows(
    folder: Path, rows: Sequence[Mapping[str, str]], *, direction: Direction | None = Direction.IMPORT
) -> DeclarationFile:
    """Rows written as CSV under the headings of the first and read back."""
    path = folder / "declarations.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    table = read_whole_table(path, token=CancelToken())
    return read_declarations(table, direction=direction, progress=no_progress, token=CancelToken())
