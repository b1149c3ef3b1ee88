"""Codes in pictures and camera frames: read one after another, kept in the history of the desk."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.bridge.latest import Latest
from app.bridge.photo_items import Origin, PhotoItem, expanded, load
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.codes.answers import Code
    from app.engine.codes.payload import Payload
    from app.engine.store.code_scans import CodeScans, ScannedCode

MOST_PICTURES = 200
_FRAME_REPAIRS = 2


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code and what its text is about."""

    code: Code
    payload: Payload


@dataclass(frozen=True, slots=True)
class ScannedPicture:
    """What was found in one picture, or why it could not be read; `shown` is null then."""

    name: str
    origin: Origin
    shown: QImage
    size: tuple[int, int]
    codes: tuple[FoundCode, ...] = ()
    problem: EngineError | None = None


class CodeBoard(QObject):
    """The pictures of now, oldest first; they are scanned in turn, so that the first results are there at once."""

    changed = Signal()
    recorded = Signal()
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._folder = runner, folder
        self._waiting: deque[PhotoItem] = deque()
        self._task: Task | None = None
        self._frames = Latest(runner, self)
        self._last_frame: frozenset[bytes] = frozenset()
        self.pictures: list[ScannedPicture] = []
        self.live: ScannedPicture | None = None

    @property
    def waiting(self) -> int:
        """How many pictures are still to be scanned."""
        return len(self._waiting) + (self._task is not None)

    def scan(self, items: Sequence[PhotoItem]) -> None:
        """Queue pictures and folders."""
        if not items:
            return
        self._waiting.extend(items)
        self._go_on()

    def stop(self) -> None:
        """Scan no more of what waits."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()
        self.changed.emit()

    def clear(self) -> None:
        """Put the pictures away; the history stays."""
        self.stop()
        self.pictures.clear()
        self.changed.emit()

    def look_at(self, frame: QImage) -> None:
        """Scan a frame of the camera, unless the one before is still being scanned."""
        if self._frames.is_busy:
            return
        item = PhotoItem("", Origin.CAMERA, image=frame)
        self._frames.ask(partial(_look_at_frame, item), self._on_frame, self.failed.emit)

    def leave_camera(self) -> None:
        """Forget what the camera saw."""
        self._frames.drop()
        self.live, self._last_frame = None, frozenset()
        self.changed.emit()

    def history(self) -> CodeScans:
        """What was read before; every call takes about a millisecond."""
        return open_scans(self._folder)

    def _go_on(self) -> None:
        if self._task is not None or not self._waiting:
            self.changed.emit()
            return
        item = self._waiting.popleft()
        task = self._task = Task(partial(_look, self._folder, item))
        task.succeeded.connect(self._on_scanned)
        task.failed.connect(self.failed)
        task.ended.connect(self._on_ended)
        self._runner.start(task, Lane.FILES)
        self.changed.emit()

    def _on_scanned(self, result: list[PhotoItem] | ScannedPicture) -> None:
        if isinstance(result, ScannedPicture):
            self.pictures = [*self.pictures, result][-MOST_PICTURES:]
            self.recorded.emit()
        else:
            self._waiting.extendleft(reversed(result))

    def _on_ended(self) -> None:
        self._task = None
        self._go_on()

    def _on_frame(self, scanned: ScannedPicture) -> None:
        contents = frozenset(found.code.content for found in scanned.codes)
        if contents and contents != self._last_frame:
            self._last_frame = contents
            self._keep_frame(scanned)
        if contents or self.live is None or not self.live.codes:
            self.live = scanned
            self.changed.emit()

    def _keep_frame(self, scanned: ScannedPicture) -> None:
        folder = self._folder
        task = Task(lambda _progress, _token: _record(folder, scanned))
        task.succeeded.connect(lambda _nothing: self.recorded.emit())
        task.failed.connect(self.failed)
        self._runner.start(task, Lane.FILES)


def open_scans(folder: Path) -> CodeScans:
    """The history in the user's folder, made at its first use."""
    from app.engine.store.code_scans import CodeScans  # noqa: PLC0415  # the window is there before SQLite is
    from app.engine.store.desk_file import FILE_NAME, DeskFile  # noqa: PLC0415  # as above

    return CodeScans(DeskFile(folder / FILE_NAME))


def _look(folder: Path, item: PhotoItem, _progress: Progress, token: CancelToken) -> list[PhotoItem] | ScannedPicture:
    """On a worker: a folder is opened, a picture scanned and kept in the history."""
    if item.origin is Origin.FOLDER and item.path is not None and item.path.is_dir():
        return expanded([item], token=token)
    scanned = _scanned(item, token)
    _record(folder, scanned)
    return scanned


def _look_at_frame(item: PhotoItem, _progress: Progress, token: CancelToken) -> ScannedPicture:
    return _scanned(item, token, most_repairs=_FRAME_REPAIRS)


def scan_frame(item: PhotoItem, _progress: Progress, token: CancelToken) -> tuple[FoundCode, ...]:
    """On a worker: the codes in a picture, which are kept nowhere; with few repairs, as somebody waits."""
    return _scanned(item, token, most_repairs=_FRAME_REPAIRS).codes


def _record(folder: Path, scanned: ScannedPicture) -> None:
    if scanned.codes:
        open_scans(folder).record([_row(scanned, found) for found in scanned.codes])


def _scanned(item: PhotoItem, token: CancelToken, *, most_repairs: int | None = None) -> ScannedPicture:
    from app.engine.codes.payload import read_payload  # noqa: PLC0415  # on a worker
    from app.engine.codes.scanning import scan  # noqa: PLC0415  # on a worker

    try:
        loaded = load(item)
    except EngineError as error:
        return ScannedPicture(item.name, item.origin, QImage(), (0, 0), problem=error)
    codes = scan(loaded.picture, token=token, most_repairs=most_repairs)
    found = tuple(FoundCode(code, read_payload(code.reading.text)) for code in codes)
    size = (loaded.picture.width, loaded.picture.height)
    return ScannedPicture(item.name, item.origin, loaded.shown, size, found)


def _row(scanned: ScannedPicture, found: FoundCode) -> ScannedCode:
    from app.engine.store.code_scans import ScannedCode  # noqa: PLC0415  # on a worker

    code = found.code
    return ScannedCode(
        picture=scanned.name or scanned.origin.value,
        symbology=code.symbology,
        text=code.reading.text,
        encoding=code.reading.encoding,
        kind=found.payload.kind.value,
        step=code.step.value,
        is_certain=code.is_certain,
        scanned_at=datetime.now(tz=UTC),
    )
