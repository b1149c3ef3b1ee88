"""The queue as it is filtered, as a table of any length that is read while it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

from app.bridge.screening_rows import state_text
from app.bridge.texts import Texts
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.screening.findings import Component

if TYPE_CHECKING:
    from app.bridge.screening_pages import RunPages
    from app.engine.screening.queue import QueueRow

_CHUNK = 5_000
_KINDS = {"row": Kind.INTEGER, "risk": Kind.SHARE, "recovery": Kind.MONEY, "value": Kind.MONEY}
_KEYS = ("row", "state", "number", "hs", "name", "trader", "risk", "recovery", "value")


class ListRows(Sequence[Sequence[Cell]]):
    """Rows of the queue in its order; only a chunk is in memory."""

    def __init__(self, pages: RunPages, lines: int, texts: Texts) -> None:
        self._pages, self._lines, self._texts = pages, lines, texts

    def __len__(self) -> int:
        """All lines."""
        return self._lines

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        """Chunk by chunk."""
        for first in range(0, self._lines, _CHUNK):
            yield from self[first : first + _CHUNK]

    @overload
    def __getitem__(self, place: int) -> Sequence[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sequence[Cell]]: ...
    def __getitem__(self, place: int | slice) -> Sequence[Cell] | Sequence[Sequence[Cell]]:
        """One row, or some that follow each other."""
        if isinstance(place, int):
            return self[place : place + 1][0]
        first, last, _ = place.indices(self._lines)
        return [_cells(row, self._texts) for row in self._pages.rows(first, max(last - first, 0))]


def list_table(pages: RunPages, lines: int, texts: Texts) -> Table:
    """What is shown of each line, and each component's tail probability."""
    columns = [Column(texts.say(f"screening_desk.column_{key}"), _KINDS.get(key, Kind.TEXT)) for key in _KEYS]
    columns += [
        Column(
            texts.say("screening_desk.column_tail", component=texts.say(f"screening_desk.component_{each.value}")),
            Kind.NUMBER,
        )
        for each in Component
    ]
    return Table(texts.say("screening_desk.queue"), tuple(columns), ListRows(pages, lines, texts))


def _cells(row: QueueRow, texts: Texts) -> Sequence[Cell]:
    told: dict[str, Cell] = {
        "row": row.row,
        "state": state_text(row, texts),
        "number": row.number,
        "hs": row.hs,
        "name": row.name,
        "trader": row.trader,
        "risk": round(row.risk, 4),
        "recovery": None if row.value is None else round(row.recovery, 2),
        "value": None if row.value is None else round(row.value, 2),
    }
    tails = [None if tail is None else float(f"{tail:.4g}") for tail in row.tails]
    return (*(told[key] for key in _KEYS), *tails)
