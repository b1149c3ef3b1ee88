"""A whole file of declarations scored in blocks: looked at as it is read, told of line by line once it is known.

What is found out first waits in a temporary file, so that memory hardly grows with the lines. The same file, data and
outcomes give the same blocks, from whichever block on and however many workers look.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.records.row_batches import RowBatch
from app.engine.records.whole_tables import StreamedTable, WholeTable
from app.engine.screening.blocks import ScoredBlock, scored_block
from app.engine.screening.columns import Part, declaration_columns
from app.engine.screening.combining import combine
from app.engine.screening.declaration import Declaration
from app.engine.screening.desk_tools import ScreeningDesk
from app.engine.screening.findings import ScoredLine
from app.engine.screening.first_look import FirstLook, look_at
from app.engine.screening.lines import Lines, lines_of
from app.engine.screening.look_file import LookFile
from app.engine.screening.mapping import DeclarationMapping, mapped_columns
from app.engine.screening.photo_files import PhotoFiles, find_photos
from app.engine.screening.reading import RowReader, UnreadRow
from app.engine.store.selection import Direction

BLOCK = 20_000
WORKERS = 2
"""Threads that cut blocks and look at them while the next is read; most of this holds no lock of the interpreter."""
_USUAL = gc.get_threshold()
_SELDOM = 100_000
"""New objects before they are searched for garbage, of which blocks leave none, while all cells are looked through."""
_USUAL_TURN, _SHORT_TURN = sys.getswitchinterval(), 0.0005
"""Seconds that a thread keeps the interpreter's lock from others that want it."""
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
    unread: list[tuple[UnreadRow, ...]] = []
    with _settled_heap(), LookFile() as looks:
        with _short_turns():
            for looked in _looked_at(desk, file, workers=1 if file.has_photos else WORKERS):
                looks.add(looked.look)
                unread.append(looked.unread)
                progress(looks.lines, None)
        scores = combine(desk, looks, token=token)
        first = 0
        for number, size in enumerate(looks.sizes):
            token.check()
            if number >= first_block:
                yield scored_block(desk, scores, looks[number], number=number, first=first, unread=unread[number])
            first += size
            progress(first, looks.lines)


def score_lines(
    desk: ScreeningDesk, lines: Sequence[Declaration], photos: Mapping[int, Path] = NO_PHOTOS
) -> list[ScoredLine]:
    """A few lines as a file of their own; `photos` is by row."""
    columns = lines_of(lines)
    with LookFile() as looks:
        looks.add(look_at(desk, columns, photos))
        block = scored_block(desk, combine(desk, looks, token=CancelToken()), looks[0])
    return [block.line(place) for place in range(len(lines))]


@contextlib.contextmanager
def _settled_heap() -> Iterator[None]:
    """Search for garbage less often, and not in what is there already.

    Left as it is where somebody else sees to garbage, as the window does, whose settled objects must stay settled.
    """
    if not gc.isenabled():
        yield
        return
    gc.freeze()
    gc.set_threshold(_SELDOM, *_USUAL[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
        gc.unfreeze()


@contextlib.contextmanager
def _short_turns() -> Iterator[None]:
    """Threads that leave the lock for array work many times a block wait less for it behind the one that reads."""
    sys.setswitchinterval(_SHORT_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(_USUAL_TURN)


def _looked_at(desk: ScreeningDesk, file: _DeclarationFile, *, workers: int) -> Iterator[_Looked]:
    """In the order of the file; some blocks are cut and looked at while the next is read."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="screening")
    waiting: deque[Future[_Looked | None]] = deque()
    try:
        for rows in file.blocks():
            waiting.append(pool.submit(_look, desk, file, rows))
            if len(waiting) > workers and (looked := waiting.popleft().result()) is not None:
                yield looked
        while waiting:
            if (looked := waiting.popleft().result()) is not None:
                yield looked
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Looked:
    look: FirstLook
    unread: tuple[UnreadRow, ...]


def _look(desk: ScreeningDesk, file: _DeclarationFile, uncut: Callable[[], RowBatch]) -> _Looked | None:
    """None for nothing but blank rows."""
    rows = uncut()
    if not len(rows):
        return None
    lines, photos, unread = file.read(rows)
    return _Looked(look_at(desk, lines, photos), unread)


class _DeclarationFile:
    """Reads the blocks of one file as often as asked, each time the same; `read` is callable from several threads."""

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

    @property
    def has_photos(self) -> bool:
        """Whether any line may have one."""
        return self._photos.is_any

    def blocks(self) -> Iterator[Callable[[], RowBatch]]:
        """Rows in the order of the file, yet to be cut; adjacent lines of one declaration stay together."""
        return self._table.uncut_batches(BLOCK, token=self._token, together=self._places.get(Part.NUMBER))

    def read(self, rows: RowBatch) -> tuple[Lines, Mapping[int, Path], tuple[UnreadRow, ...]]:
        """What some rows declare, with their photos, and those that cannot be read."""
        rows = rows.widened(self._constants) if self._constants else rows
        lines, unread = self._reader.read_lines(rows)
        return lines, self._photos_of(rows, lines) if self._photos.is_any else NO_PHOTOS, tuple(unread)

    def _photos_of(self, rows: RowBatch, lines: Lines) -> dict[int, Path]:
        cells = dict(zip(rows.numbers, rows.cells, strict=True))
        found = {
            row: self._photos.of(number, row, cells[row]) for row, number in zip(lines.row, lines.number, strict=True)
        }
        return {row: photo for row, photo in found.items() if photo is not None}
