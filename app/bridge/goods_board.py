"""One photo of goods: recognised, kept in the history, compared with a declared code, labelled by a person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.bridge.latest import Latest
from app.bridge.photo_desk import LONGEST_KEPT, PhotoDesk
from app.bridge.photo_items import PhotoItem, content_of, shown_image
from app.bridge.photo_session import PhotoSession, Recognisers
from app.bridge.tasks import TaskRunner
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.images.picture import Picture
    from app.engine.store.photo_labels import PhotoLabel
    from app.engine.store.recognitions import Seen
    from app.engine.vision.answers import Ranking, Recognition
    from app.engine.vision.comparing import Comparison

_SHOWN_SIDE, _THUMBNAIL = 800, 120


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """What is known of the photo that is shown; `copy` is what would go into the training set."""

    item: PhotoItem
    recognition: Recognition
    shown: QImage
    seen: Seen
    copy: bytes
    label: PhotoLabel | None


class GoodsBoard(QObject):
    """The state of the tab; `good` is the place of one of several goods, -1 for the photo as a whole."""

    busy_changed = Signal(bool)
    answered = Signal()
    failed = Signal(object)
    labelled = Signal()
    chosen = Signal()

    def __init__(self, runner: TaskRunner, session: PhotoSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.desk = session.desk
        self.photo: SeenPhoto | None = None
        self.good = -1
        self.declared = ""
        self._item: PhotoItem | None = None
        self._looking = Latest(runner, self)
        self._looking.busy_changed.connect(self.busy_changed)
        session.model_changed.connect(self._again)

    @property
    def is_busy(self) -> bool:
        """True while an answer is awaited."""
        return self._looking.is_busy

    @property
    def ranking(self) -> Ranking | None:
        """The answer for the photo, or for the one of its goods that is looked at."""
        if self.photo is None:
            return None
        recognition = self.photo.recognition
        return recognition.goods[self.good].ranking if self.good >= 0 else recognition.ranking

    def recognise(self, item: PhotoItem) -> None:
        """Answer for another photo; a declared code is that of one photo."""
        self.declared = ""
        self._look(item)

    def choose_good(self, place: int) -> None:
        """Look at one of several goods, or at the photo as a whole again."""
        goods = self.photo.recognition.goods if self.photo is not None else ()
        self.good = place if 0 <= place < len(goods) else -1
        self.chosen.emit()

    def compare(self) -> Comparison | EngineError | None:
        """The declared code against what is seen; None where none was declared, the reason for what is no code."""
        from app.engine.vision.comparing import compare  # noqa: PLC0415  # after an answer, its modules are there

        if self.ranking is None or not self.declared:
            return None
        try:
            return compare(self.ranking, self.declared)
        except EngineError as error:
            return error

    def give_label(self, chapter: str) -> None:
        """A person says what the photo shows; StoreError where it cannot be kept. Empty takes the label back."""
        photo = self.photo
        if photo is None:
            return
        label = self.desk.give_label(photo.seen, chapter, source=photo.item.source, picture=photo.copy)
        self.photo = replace(photo, label=label if chapter else None)
        self.labelled.emit()
        self._session.labelled.emit(photo.seen.key.digest, chapter)

    def _look(self, item: PhotoItem) -> None:
        self._item = item
        call = partial(_answer, self._session.recognisers, self.desk, item)
        self._looking.ask(call, self._on_answered, self._on_failed)

    def _again(self) -> None:
        if self._item is not None and self.photo is not None:
            self._look(self._item)

    def _on_answered(self, photo: SeenPhoto) -> None:
        self.photo, self.good = photo, -1
        self.answered.emit()
        self._session.recognised.emit()

    def _on_failed(self, error: BaseException) -> None:
        self.photo, self.good = None, -1
        self.failed.emit(error)


def _answer(
    recognisers: Recognisers, desk: PhotoDesk, item: PhotoItem, _progress: Progress, token: CancelToken
) -> SeenPhoto:
    """On a worker."""
    from app.engine.images.copies import jpeg_copy  # noqa: PLC0415  # Pillow, on a worker
    from app.engine.images.decode import decode  # noqa: PLC0415  # as above

    content = content_of(item)
    recognition = recognisers.take().recognise(content, name=item.name, with_goods=True)
    token.check()
    picture = decode(content, name=item.name, side=_SHOWN_SIDE)
    seen = seen_of(item, recognition, picture, digest=hashlib.sha256(content).hexdigest())
    (number,) = desk.recognitions().add([seen])
    return SeenPhoto(
        item=item,
        recognition=recognition,
        shown=shown_image(picture.pixels),
        seen=replace(seen, id=number),
        copy=jpeg_copy(picture.pixels, longest=LONGEST_KEPT),
        label=desk.labels().label_of(seen.key.digest),
    )


def seen_of(item: PhotoItem, recognition: Recognition, picture: Picture, *, digest: str, declared: str = "") -> Seen:
    """An answer as the history keeps it."""
    from app.engine.images.copies import jpeg_copy  # noqa: PLC0415  # Pillow, on a worker
    from app.engine.images.likeness import likeness  # noqa: PLC0415  # as above
    from app.engine.store.recognitions import PhotoKey, Seen  # noqa: PLC0415  # as above

    return Seen(
        name=item.name,
        origin=item.origin.value,
        path=str(item.path) if item.path is not None else "",
        key=PhotoKey(digest, likeness(picture.pixels)),
        model=recognition.model,
        version=recognition.version,
        verdict=recognition.ranking.verdict().value,
        guesses=tuple((each.chapter, each.probability) for each in recognition.ranking.shown),
        declared=declared,
        thumbnail=jpeg_copy(picture.pixels, longest=_THUMBNAIL),
        seen_at=datetime.now(tz=UTC),
    )
