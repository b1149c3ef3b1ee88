"""The photo of the line in front, made small enough to show on a worker thread, with where the chapter was seen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from app.bridge.latest import Latest
from app.bridge.tasks import Call, TaskRunner
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress
from app.engine.screening.findings import ScoredLine

_SIDE = 1_200


class PhotoBoard(QObject):
    """A photo that cannot be read leaves the place empty: its finding says why."""

    shown = Signal(object, str)  # QPixmap, note

    def __init__(self, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._reading = Latest(runner, self)

    def show_line(self, line: ScoredLine) -> None:
        """Read the photo of a line, if it has one."""
        path = photo_of(line)
        if path is None:
            self._reading.drop()
            self.shown.emit(QPixmap(), "")
            return
        self._reading.ask(_picture_call(path), self._on_read, self._on_failed)

    def _on_read(self, image: QImage) -> None:
        self.shown.emit(QPixmap.fromImage(image), "")

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, EngineError):
            raise error
        self.shown.emit(QPixmap(), "")


def photo_of(line: ScoredLine) -> Path | None:
    """Where the photo lies that was looked at; None where there was none."""
    path = getattr(line, "photo_path", "")
    return Path(path) if path else None


def _picture_call(path: Path) -> Call:
    def call(_progress: Progress, _token: CancelToken) -> QImage:
        from app.engine.images.decode import decode_file  # noqa: PLC0415  # pictures, on a worker thread

        pixels = decode_file(path, side=_SIDE).pixels
        height, width = pixels.shape[:2]
        return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()

    return call
