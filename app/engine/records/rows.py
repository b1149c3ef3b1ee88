"""One row of delimited text: its cells, and whether they fit the columns of a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.engine.records.layout import Field, Layout

_CODE = re.compile(r"\d{6}|\d{8}|\d{10}")
_NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Shape:
    """What makes a row fit a layout: its width, and where a code and numbers must stand."""

    width: int
    last_used: int
    code: int | None
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, layout: Layout) -> Shape:
        """The shape that a layout asks for."""
        numeric = (Field.VALUE, Field.UNIT_PRICE, Field.QUANTITY)
        numbers = tuple(layout.fields[field] for field in numeric if field in layout.fields)
        return cls(len(layout.columns), max(layout.fields.values(), default=0), layout.fields.get(Field.HS), numbers)

    def fit(self, cells: Sequence[str]) -> list[str] | None:
        """The cells at full width; blank ones too many or unused ones too few are made good, nothing else."""
        if len(cells) == self.width:
            return list(cells)
        if len(cells) > self.width:
            return None if any(cell.strip() for cell in cells[self.width :]) else list(cells[: self.width])
        if len(cells) > self.last_used and self._is_in_place(cells):
            return [*cells, *[""] * (self.width - len(cells))]
        return None

    def is_shifted(self, cells: Sequence[str]) -> bool:
        """True for a row of the wrong width whose code stands in another column than it should."""
        if self.code is None:
            return False
        at = [position for position, cell in enumerate(cells) if _CODE.fullmatch(cell.strip())]
        return bool(at) and self.code not in at

    def _is_in_place(self, cells: Sequence[str]) -> bool:
        has_code = self.code is not None and cells[self.code].strip().isdigit()
        return has_code and all(_NUMBER.fullmatch(cells[position].strip()) for position in self.numbers)


def parse_cells(text: str, delimiter: str) -> list[str] | None:
    """Cells of one row; None where a quote is not closed or not followed by a delimiter."""
    if '"' not in text:
        cells = text.split(delimiter)
        return [cell.strip("\r") for cell in cells] if "\r" in text else cells
    try:
        return _strict_cells(text, delimiter)
    except csv.Error:
        if "\r" not in text:
            return None
    try:
        return _strict_cells(text.replace("\r", " "), delimiter)
    except csv.Error:
        return None


def without_returns(cells: Iterable[str]) -> list[str]:
    """Cells whose line breaks are line feeds: one carriage return makes DuckDB 2.0 take it for the end of lines."""
    return [cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell for cell in cells]


def split_at_stray_returns(text: str, delimiter: str, width: int) -> list[str]:
    """Several rows where lone carriage returns separate pieces most of which are a full row, else the text as it is."""
    if "\r" not in text or '"' in text:
        return [text]
    pieces = [piece for piece in text.split("\r") if piece.strip()]
    full = sum(1 for piece in pieces if piece.count(delimiter) == width - 1)
    return pieces if len(pieces) > 1 and full * 2 > len(pieces) else [text]


def _strict_cells(text: str, delimiter: str) -> list[str]:
    rows = list(csv.reader([text], delimiter=delimiter, strict=True, skipinitialspace=True))
    if len(rows) != 1:
        raise csv.Error("more than one row")
    return rows[0]
