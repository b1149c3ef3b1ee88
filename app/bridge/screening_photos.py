"""The photo of the line in front, with where its chapter was seen; both made on a worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.bridge.heat_image import heat_image
from app.bridge.latest import Latest
from app.bridge.photo_session import Recognisers
from app.bridge.tasks import TaskRunner
from app.engine.errors import EngineError
from app.engine.screening.findings import ScoredLine

_SIDE = 1_200
Region = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """A photo for the screen; `heat` lies over `region` of it, and is that of `chapter`."""

    image: QImage
    heat: QImage | None = None
    region: Region = (0.0, 0.0, 1.0, 1.0)
    chapter: str = ""


class PhotoBoard(QObject):
    """A photo that cannot be read leaves the place empty: its finding says why."""

    shown = Signal(object)  # SeenPhoto or None

    def __init__(self, recognisers: Recognisers, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._recognisers = recognisers
        self._reading = Latest(runner, self)
        self.photo: SeenPhoto | None = None

    def show_line(self, line: ScoredLine) -> None:
        """Read the photo of a line, if it has one."""
        self._on_read(None)
        path = photo_of(line)
        if path is None:
            self._reading.drop()
            return
        chapter = line.declaration.hs[:2]
        self._reading.ask(lambda _progress, _token: _seen(self._recognisers, path, chapter), self._on_read, _on_failed)

    def _on_read(self, photo: SeenPhoto | None) -> None:
        self.photo = photo
        self.shown.emit(photo)


def photo_of(line: ScoredLine) -> Path | None:
    """Where the photo lies that was looked at; None where there was none."""
    return Path(line.photo.path) if line.photo is not None and line.photo.path else None


def _on_failed(error: BaseException) -> None:
    if not isinstance(error, EngineError):
        raise error


def _seen(recognisers: Recognisers, path: Path, chapter: str) -> SeenPhoto:
    """With the map of the declared chapter where it is among those shown, else of the likeliest."""
    from app.engine.images.decode import decode_file  # noqa: PLC0415  # pictures, on a worker thread

    picture = decode_file(path, side=_SIDE)
    height, width = picture.pixels.shape[:2]
    image = QImage(picture.pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    try:
        maps = recognisers.take().recognise_picture(picture).heat_maps
    except EngineError:
        return SeenPhoto(image)
    drawn = next((each for each in maps if each.chapter == chapter), maps[0] if maps else None)
    if drawn is None:
        return SeenPhoto(image)
    place = drawn.region
    region = (place.left, place.top, place.right, place.bottom)
    return SeenPhoto(image, heat_image(drawn), region, drawn.chapter)
