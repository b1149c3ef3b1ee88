"""Cells as people read them, and how much room the text takes."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from app.engine.reports.tables import Cell, Kind, number_of

_DIGITS = 4


def cell_text(cell: Cell, kind: Kind) -> str:
    """The cell with thousands separators and as many decimals as its kind has; empty for no figure."""
    if isinstance(cell, str):
        return cell
    number = number_of(cell)
    if number is None:
        return ""
    if kind is Kind.TEXT:
        return str(number)
    if kind is Kind.INTEGER:
        return f"{number:,.0f}"
    if kind is Kind.MONEY:
        return f"{number:,.2f}"
    if kind is Kind.POINTS:
        return f"{number:.1f}"
    return f"{number:.1%}" if kind is Kind.SHARE else _number_text(Decimal(str(number)))


def columns_wide(text: str) -> int:
    """Width in columns of Latin letters, of which a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _number_text(number: Decimal) -> str:
    """Four decimals, or four digits that count for what is smaller than one."""
    places = _DIGITS if abs(number) >= 1 or number == 0 else _DIGITS - 1 - number.adjusted()
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".")
