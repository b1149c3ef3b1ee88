"""Tables of text for a terminal, aligned also where Chinese characters take two columns."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_GAP = "  "
_WIDE = frozenset("WF")


class Align(enum.Enum):
    """Which side of a column its cells keep to."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """The title of a column, and where its cells stand."""

    title: str
    align: Align = Align.LEFT


def render(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """Title, rule and rows; every cell is one line."""
    titles = [column.title for column in columns]
    widths = [max(display_width(cell) for cell in cells) for cells in zip(titles, *rows, strict=True)]
    rule = ["─" * width for width in widths]
    return "\n".join(_line(columns, widths, cells) for cells in (titles, rule, *rows))


def display_width(text: str) -> int:
    """Columns that the text takes on a terminal."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _line(columns: Sequence[Column], widths: Sequence[int], cells: Sequence[str]) -> str:
    return _GAP.join(_padded(*parts) for parts in zip(columns, widths, cells, strict=True)).rstrip()


def _padded(column: Column, width: int, cell: str) -> str:
    blanks = " " * (width - display_width(cell))
    return cell + blanks if column.align is Align.LEFT else blanks + cell
