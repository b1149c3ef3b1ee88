"""Many photos: recognised by all processors, stopped and gone on with, each answer shown as soon as it is there."""

from __future__ import annotations

import hashlib
import queue
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.goods_board import seen_of
from app.bridge.photo_desk import LONGEST_KEPT, PhotoDesk
from app.bridge.photo_items import PhotoItem, content_of, expanded
from app.bridge.photo_rows import PhotoRow
from app.bridge.photo_session import PhotoSession, Recognisers
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.store.recognitions import Seen
    from app.engine.vision.recogniser import Recogniser

_KEPT_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class Answered:
    """The row of one photo, at its place."""

    place: int
    row: PhotoRow


class BatchBoard(QObject):
    """`rows_added` tells new photos, `row_changed` an answer; what was answered stays when the batch is stopped."""

    rows_added = Signal(object)  # list[PhotoRow]
    row_changed = Signal(int, object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, session: PhotoSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session = runner, session
        session.labelled.connect(self.put_label)
        self._task: Task | None = None
        self._answers: queue.SimpleQueue[Answered] = queue.SimpleQueue()
        self.rows: list[PhotoRow] = []

    @property
    def is_running(self) -> bool:
        """True while photos are looked for or recognised."""
        return self._task is not None

    @property
    def waiting(self) -> list[int]:
        """Places of the photos without an answer."""
        return [place for place, row in enumerate(self.rows) if row.seen is None and row.problem is None]

    def add(self, items: Sequence[PhotoItem]) -> None:
        """Look for photos in these and recognise them; ignored while a batch runs."""
        if self._task is not None:
            return
        task = Task(partial(_found, tuple(items)), "recognise.batch_finding")
        task.succeeded.connect(self._on_found)
        self._run(task)

    def go_on(self) -> None:
        """Recognise what has no answer yet."""
        waiting = self.waiting
        if self._task is not None or not waiting:
            return
        work = [(place, self.rows[place]) for place in waiting]
        task = Task(
            partial(_recognised, self._session.recognisers, self._session.desk, work, self._answers),
            "recognise.batch_running",
            photos=len(work),
        )
        task.progressed.connect(lambda _done, _total, _note: self._take_answers())
        self._run(task)

    def stop(self) -> None:
        """After the photos under way."""
        if self._task is not None:
            self._task.cancel()

    def clear(self) -> None:
        """Put all photos away; the history stays."""
        if self._task is None:
            self.rows.clear()
            self.changed.emit()

    def put_label(self, digest: str, chapter: str) -> None:
        """A person said what one of the photos shows."""
        for place, row in enumerate(self.rows):
            if row.seen is not None and row.seen.key.digest == digest:
                self._put(place, replace(row, label=chapter))
        self.changed.emit()

    def give_label(self, row: PhotoRow, chapter: str) -> None:
        """A person says what a photo shows; it is read again, for the training set keeps more than a thumbnail."""
        if row.seen is None or row.item is None:
            return
        digest = row.seen.key.digest
        task = Task(partial(_labelled, self._session.desk, row.item, row.seen, chapter))
        task.succeeded.connect(lambda _label: self._session.labelled.emit(digest, chapter))
        task.failed.connect(self.failed)
        self._runner.start(task, Lane.QUESTIONS)

    def _run(self, task: Task) -> None:
        self._task = task
        task.failed.connect(self.failed)
        task.ended.connect(self._on_ended)
        self._runner.start(task, Lane.FILES)
        self.changed.emit()

    def _on_found(self, items: list[PhotoItem]) -> None:
        rows = [PhotoRow(item.name, item) for item in items]
        self.rows.extend(rows)
        self.rows_added.emit(rows)

    def _on_ended(self) -> None:
        is_finding = self._task is not None and self._task.title_code == "recognise.batch_finding"
        is_stopped = self._task is not None and self._task.is_cancelling
        self._task = None
        self._take_answers()
        self._session.recognised.emit()
        if is_finding and not is_stopped:
            self.go_on()
        self.changed.emit()

    def _take_answers(self) -> None:
        while not self._answers.empty():
            answered = self._answers.get()
            self._put(answered.place, answered.row)
        self.changed.emit()

    def _put(self, place: int, row: PhotoRow) -> None:
        if place < len(self.rows):
            self.rows[place] = row
            self.row_changed.emit(place, row)


def _found(items: tuple[PhotoItem, ...], _progress: Progress, token: CancelToken) -> list[PhotoItem]:
    return expanded(items, token=token)


def _recognised(
    recognisers: Recognisers,
    desk: PhotoDesk,
    work: Sequence[tuple[int, PhotoRow]],
    answers: queue.SimpleQueue[Answered],
    progress: Progress,
    token: CancelToken,
) -> None:
    """On a worker, with a thread for each processor; answers are kept in the history by the dozen."""
    from app.engine.vision.batch import in_order  # noqa: PLC0415  # ONNX Runtime, on a worker

    labels = {label.key.digest: label.chapter for label in desk.labels().all()}
    look = partial(_look, recognisers.take())
    fresh: list[Seen] = []
    try:
        for done, answered in enumerate(in_order(look, work, name=_name_of, token=token), start=1):
            seen = answered.row.seen
            label = labels.get(seen.key.digest, "") if seen is not None else ""
            answers.put(Answered(answered.place, replace(answered.row, label=label)))
            progress(done, len(work), answered.row.name)
            fresh += [seen] if seen is not None else []
            if len(fresh) >= _KEPT_AT_ONCE:
                desk.recognitions().add(fresh)
                fresh = []
    finally:
        if fresh:
            desk.recognitions().add(fresh)


def _look(recogniser: Recogniser, work: tuple[int, PhotoRow]) -> Answered:
    from app.engine.images.decode import decode  # noqa: PLC0415  # Pillow, on a worker
    from app.engine.vision.preprocess import DECODED_SIDE  # noqa: PLC0415  # as above

    place, row = work
    assert row.item is not None
    started = time.perf_counter()
    try:
        content = content_of(row.item)
        picture = decode(content, name=row.name, side=DECODED_SIDE)
        recognition = recogniser.recognise_picture(picture, decode_ms=(time.perf_counter() - started) * 1_000)
    except EngineError as error:
        return Answered(place, replace(row, problem=error))
    seen = seen_of(row.item, recognition, picture, digest=hashlib.sha256(content).hexdigest())
    return Answered(place, replace(row, seen=seen, taken_ms=recognition.latency.total_ms))


def _labelled(
    desk: PhotoDesk, item: PhotoItem, seen: Seen, chapter: str, _progress: Progress, _token: CancelToken
) -> None:
    from app.engine.images.copies import jpeg_copy  # noqa: PLC0415  # Pillow, on a worker
    from app.engine.images.decode import decode  # noqa: PLC0415  # as above

    picture = decode(content_of(item), name=item.name, side=LONGEST_KEPT)
    copy = jpeg_copy(picture.pixels, longest=LONGEST_KEPT)
    desk.give_label(seen, chapter, source=item.source, picture=copy)


def _name_of(work: tuple[int, PhotoRow]) -> str:
    return work[1].name
