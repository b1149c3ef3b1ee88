"""What the tabs of the page of photos share: the network in use, what the desk keeps, and news for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from app.bridge.photo_desk import PhotoDesk

if TYPE_CHECKING:
    from app.engine.vision.recogniser import Recogniser

Opener: TypeAlias = Callable[[Path], "Recogniser"]


def open_in_use(folder: Path) -> Recogniser:
    """The one that the model list names."""
    from app.engine.vision.models import recogniser_in_use  # noqa: PLC0415  # ONNX Runtime, on a worker

    return recogniser_in_use(folder)


class Recognisers:
    """Held by workers too; no Qt object, so that none is destroyed on a worker's thread."""

    def __init__(self, folder: Path, opener: Opener = open_in_use) -> None:
        self._folder, self._opener = folder, opener
        self._lock = threading.Lock()
        self._opened: Recogniser | None = None

    def take(self) -> Recogniser:
        """On a worker: opens it where needed; ResourceError where there is none that can be used."""
        with self._lock:
            if self._opened is None:
                self._opened = self._opener(self._folder)
            return self._opened

    def forget(self) -> None:
        """The next `take` opens what is in use then."""
        with self._lock:
            self._opened = None


class PhotoSession(QObject):
    """What the tabs of the page share, and tell each other."""

    model_changed = Signal()
    labelled = Signal(
        str, str
    )  # hash of the photo and the chapter that a person gave it, empty after it was taken back
    photo_wanted = Signal(object)  # a PhotoItem to look at by itself
    batch_wanted = Signal(object)  # list[PhotoItem]
    recognised = Signal()  # the history has grown

    def __init__(self, folder: Path, parent: QObject | None = None, *, opener: Opener = open_in_use) -> None:
        super().__init__(parent)
        self.recognisers = Recognisers(folder, opener)
        self.desk = PhotoDesk(folder)

    def renew_model(self) -> None:
        """After another one was chosen."""
        self.recognisers.forget()
        self.model_changed.emit()
