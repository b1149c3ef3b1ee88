"""A whole file of declarations scored in blocks: read once to learn what it is like, once more to tell of each line.

What is kept in between are columns of numbers, so that memory hardly grows with the file. The same file, data and
outcomes give the same blocks, from whichever block on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.records.whole_tables import NumberedRow, StreamedTable, WholeTable
from app.engine.screening.blocks import ScoredBlock
from app.engine.screening.columns import Part, declaration_columns
from app.engine.screening.combining import combine
from app.engine.screening.declaration import Declaration
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.findings import ScoredLine
from app.engine.screening.first_look import FirstLook, look_at
from app.engine.screening.mapping import DeclarationMapping, mapped_columns
from app.engine.screening.photo_files import PhotoFiles, find_photos
from app.engine.screening.reading import RowReader, UnreadRow
from app.engine.store.selection import Direction

BLOCK = 20_000
NO_PHOTOS: Mapping[int, Path] = MappingProxyType({})


def screen_blocks(
    source: Path,
    desk: ScreeningDesk,
    *,
    mapping: DeclarationMapping | None = None,
    photo_folder: Path | None = None,
    direction: Direction | None = None,
    first_block: int = 0,
    progress: Progress = no_progress,
    token: CancelToken,
) -> Iterator[ScoredBlock]:
    """Every line of a file; `direction` holds where the file has no such column.

    InputError for a file without a table or without commodity codes, UsageError where nothing says a direction.
    """
    file = _DeclarationFile(source, mapping, photo_folder, direction, token)
    looks: list[FirstLook] = []
    codes: list[str] = []
    done = 0
    for block in file.blocks():
        looks.append(look_at(desk, block.lines, block.photos))
        codes += [line.hs for line in block.lines]
        done += len(block.lines)
        progress(done, None)
    scores = combine(desk, looks, codes)
    first = 0
    for number, block in enumerate(file.blocks()):
        if number >= first_block:
            yield ScoredBlock(number, first, block.lines, looks[number], scores, block.unread, desk.rules, desk.seen)
        first += len(block.lines)
        progress(first, done)


def score_lines(
    desk: ScreeningDesk, lines: Sequence[Declaration], photos: Mapping[int, Path] = NO_PHOTOS
) -> list[ScoredLine]:
    """A few lines as a file of their own; `photos` is by row."""
    look = look_at(desk, lines, photos)
    scores = combine(desk, [look], [line.hs for line in lines])
    block = ScoredBlock(0, 0, lines, look, scores, (), desk.rules, desk.seen)
    return [block.line(place) for place in range(len(lines))]


@dataclass(frozen=True, slots=True)
class _Block:
    lines: list[Declaration]
    unread: tuple[UnreadRow, ...]
    photos: Mapping[int, Path]


class _DeclarationFile:
    """Reads the blocks of one file as often as asked, each time the same."""

    def __init__(
        self,
        source: Path,
        mapping: DeclarationMapping | None,
        photo_folder: Path | None,
        direction: Direction | None,
        token: CancelToken,
    ) -> None:
        self._table = StreamedTable(source)
        self._token = token
        head = self._table.head(token=token)
        columns, self._constants = mapped_columns(head.columns, mapping) if mapping else (head.columns, ())
        fields = MappingProxyType({}) if mapping else head.fields
        self._places = declaration_columns(WholeTable(columns, (), fields))
        self._reader = RowReader(self._places, direction)
        self._photos: PhotoFiles = find_photos(source, head.columns, mapping, photo_folder)

    def blocks(self) -> Iterator[_Block]:
        """In the order of the file; adjacent lines of one declaration stay together."""
        for rows in _cut(self._table.rows(token=self._token), self._places.get(Part.NUMBER)):
            self._token.check()
            yield self._read(rows)

    def _read(self, rows: Iterable[NumberedRow]) -> _Block:
        lines: list[Declaration] = []
        unread: list[UnreadRow] = []
        photos: dict[int, Path] = {}
        for row in rows:
            try:
                line = self._reader.read(NumberedRow(row.number, (*row.cells, *self._constants), row.is_ragged))
            except EngineError as error:
                unread.append(UnreadRow(row.number, error))
                continue
            lines.append(line)
            if self._photos.is_any and (photo := self._photos.of(line, row.cells)) is not None:
                photos[line.row] = photo
        return _Block(lines, tuple(unread), photos)


def _cut(rows: Iterable[NumberedRow], number: int | None) -> Iterator[list[NumberedRow]]:
    block: list[NumberedRow] = []
    for row in rows:
        if len(block) >= BLOCK and (number is None or row.cells[number] != block[-1].cells[number]):
            yield block
            block = []
        block.append(row)
    if block:
        yield block
