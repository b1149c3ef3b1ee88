"""Rows of a file as declarations: a row that cannot be read is reported with its sentence, and the rest goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.errors import EngineError, UsageError
from app.engine.jobs import CancelToken, Progress
from app.engine.records.row_batches import NumberedRow, RowBatch, batch_of
from app.engine.records.whole_tables import WholeTable
from app.engine.screening.columns import Part, declaration_columns
from app.engine.screening.declaration import Declaration
from app.engine.screening.lines import Lines
from app.engine.screening.row_columns import RowColumns
from app.engine.screening.vocabulary import Vocabularies
from app.engine.store.selection import Direction

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of which no declaration could be made, and why."""

    row: int
    problem: EngineError


@dataclass(frozen=True, slots=True)
class DeclarationFile:
    """Everything of a file, in its order."""

    declarations: tuple[Declaration, ...]
    unread: tuple[UnreadRow, ...]


def read_declarations(
    table: WholeTable, *, direction: Direction | None, progress: Progress, token: CancelToken
) -> DeclarationFile:
    """Read every row; `direction` holds where the file has no such column.

    InputError for a file without commodity codes, UsageError where nothing says a direction.
    """
    reader = RowReader(declaration_columns(table), direction)
    read: list[Declaration] = []
    unread: list[UnreadRow] = []
    for first in range(0, len(table.rows), _BATCH):
        token.check()
        progress(first, len(table.rows))
        rows = batch_of(table.rows[first : first + _BATCH])
        lines, wrong = reader.read_lines(rows)
        read += map(lines.whole, range(len(lines)))
        unread += wrong
    progress(len(table.rows), len(table.rows))
    return DeclarationFile(tuple(read), tuple(unread))


class RowReader:
    """Reads rows of one table, column by column; each text is understood once. Callable from several threads."""

    def __init__(self, places: Mapping[Part, int], direction: Direction | None) -> None:
        self._places = dict(places)
        self._direction = direction
        self._known: Vocabularies[Part] = Vocabularies()
        if Part.DIRECTION not in places and direction is None:
            raise UsageError("price.batch_no_direction")

    def read_lines(self, rows: RowBatch) -> tuple[Lines, list[UnreadRow]]:
        """All rows that can be read, as columns, and those that cannot with the first thing that is wrong."""
        columns = RowColumns(rows, self._places, self._known, self._direction)
        unread = [UnreadRow(rows.numbers[place], columns.wrong[place]) for place in sorted(columns.wrong)]
        return columns.lines(), unread

    def read(self, row: NumberedRow) -> Declaration:
        """The declaration of a row; EngineError for the first cell that cannot be understood."""
        lines, unread = self.read_lines(batch_of([row]))
        if unread:
            raise unread[0].problem
        return lines.whole(0)
