"""What a visitor shows the kiosk: looked at once, told, and forgotten; nothing of it is ever written."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.bridge.code_board import FoundCode, scan_frame
from app.bridge.latest import Latest
from app.bridge.photo_items import Origin, PhotoItem, content_of, picture_of, shown_image
from app.bridge.photo_session import Recognisers
from app.bridge.tasks import TaskRunner
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.vision.answers import Recognition

_LOG = logging.getLogger(__name__)
_SHOWN_SIDE, _WARM_SIDE = 800, 256


@dataclass(frozen=True, slots=True)
class VisitorPhoto:
    """The photo and its answer; without hash, file or time, for nobody will ask for it again."""

    recognition: Recognition
    shown: QImage


class KioskBoard(QObject):
    """One photo at a time."""

    answered = Signal()
    failed = Signal(object)
    codes_read = Signal()

    def __init__(self, runner: TaskRunner, recognisers: Recognisers, parent: QObject) -> None:
        super().__init__(parent)
        self._recognisers = recognisers
        self.photo: VisitorPhoto | None = None
        self.codes: tuple[FoundCode, ...] = ()
        self._looking, self._warming, self._scanning = (Latest(runner, self) for _ in range(3))

    @property
    def is_busy(self) -> bool:
        """True while an answer is awaited."""
        return self._looking.is_busy

    @property
    def is_warming(self) -> bool:
        """True while the network is opened for the first visitor."""
        return self._warming.is_busy

    def warm(self) -> None:
        """Open the network and let it answer once, so that the first visitor does not wait for either."""
        self._warming.ask(partial(_warm, self._recognisers), _ignore, _note)

    def look_at(self, item: PhotoItem) -> None:
        """Answer for this photo; codes in it are read after that."""
        self.forget()
        self._looking.ask(partial(_look, self._recognisers, item), partial(self._on_answered, item), self.failed.emit)

    def forget(self) -> None:
        """Let go of the photo, and of any answer that is still to come."""
        self._looking.drop()
        self._scanning.drop()
        self.photo, self.codes = None, ()

    def _on_answered(self, item: PhotoItem, photo: VisitorPhoto) -> None:
        self.photo = photo
        self.answered.emit()
        self._scanning.ask(partial(scan_frame, item), self._on_scanned, _note)

    def _on_scanned(self, codes: tuple[FoundCode, ...]) -> None:
        self.codes = codes
        if codes:
            self.codes_read.emit()


def _look(recognisers: Recognisers, item: PhotoItem, _progress: Progress, token: CancelToken) -> VisitorPhoto:
    """On a worker: a frame of the camera is looked at as it is, a file is decoded as on the page of photos."""
    from app.engine.images.decode import decode  # noqa: PLC0415  # Pillow, on a worker

    recogniser = recognisers.take()
    token.check()
    if item.path is None:
        picture = picture_of(item.image, item.name)
        return VisitorPhoto(recogniser.recognise_picture(picture), shown_image(picture.pixels))
    content = content_of(item)
    recognition = recogniser.recognise(content, name=item.name)
    return VisitorPhoto(recognition, shown_image(decode(content, name=item.name, side=_SHOWN_SIDE).pixels))


def _warm(recognisers: Recognisers, progress: Progress, token: CancelToken) -> None:
    grey = QImage(_WARM_SIDE, _WARM_SIDE, QImage.Format.Format_RGB888)
    grey.fill(0x808080)
    _look(recognisers, PhotoItem("", Origin.CAMERA, image=grey), progress, token)


def _note(error: BaseException) -> None:
    """What fails here fails again in a visitor's own question, which tells it."""
    _LOG.warning("kiosk: %s", error)


def _ignore(_answer: object) -> None:
    """Nothing is done with it."""
