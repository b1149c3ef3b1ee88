"""Pictures that a person hands over: files, whole folders, what the clipboard holds, what the camera sees."""

from __future__ import annotations

import enum
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage

from app.engine.errors import InputError
from app.engine.jobs import CancelToken

if TYPE_CHECKING:
    from app.engine.images.picture import Picture, Pixels

_LONGEST_SHOWN = 1_600
_MOST_PIXELS = 50_000_000


class Origin(enum.Enum):
    """Where a picture comes from."""

    FILE = "file"
    FOLDER = "folder"
    CLIPBOARD = "clipboard"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True)
class PhotoItem:
    """A picture before it is read: a file, or pixels for what is no file."""

    name: str
    origin: Origin
    path: Path | None = None
    image: QImage | None = None

    @property
    def source(self) -> str:
        """What it has in common with pictures that may look alike: the folder, else where it comes from."""
        return self.path.parent.name if self.path is not None else self.origin.value


@dataclass(frozen=True, slots=True)
class Loaded:
    """A decoded picture, the hash of its file or pixels, and the picture for the screen."""

    item: PhotoItem
    picture: Picture
    digest: str
    shown: QImage


def items_of(mime: QMimeData, name: str) -> list[PhotoItem]:
    """What was dropped or pasted: local files and folders, else a picture itself, which gets the given name."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return items_of_paths(paths)
    image = mime.imageData() if mime.hasImage() else None
    return [PhotoItem(name, Origin.CLIPBOARD, image=image)] if isinstance(image, QImage) and not image.isNull() else []


def items_of_paths(paths: Sequence[Path]) -> list[PhotoItem]:
    """Each path as a file, or as a folder that `expanded` opens; one in the network is not even looked at."""

    def origin(path: Path) -> Origin:
        is_remote = os.fspath(path).startswith(("\\\\", "//"))
        return Origin.FOLDER if not is_remote and path.is_dir() else Origin.FILE

    return [PhotoItem(path.name, origin(path), path) for path in paths]


def expanded(items: Sequence[PhotoItem], *, token: CancelToken) -> list[PhotoItem]:
    """Folders replaced by the pictures in them; on a worker, for folders may be large."""
    from app.engine.images.folders import pictures_below  # noqa: PLC0415  # Pillow, on a worker

    opened: list[PhotoItem] = []
    for item in items:
        if item.origin is Origin.FOLDER and item.path is not None and item.path.is_dir():
            found = pictures_below([item.path], token=token)
            opened += [PhotoItem(path.name, Origin.FOLDER, path) for path in found]
        else:
            opened.append(item)
    return opened


def content_of(item: PhotoItem) -> bytes:
    """The bytes of the file, or a lossless file made of the pixels; InputError `image.…` for what is no picture."""
    from app.engine.images.decode import read_image  # noqa: PLC0415  # Pillow, on a worker

    if item.path is not None:
        return read_image(item.path)
    if item.image is None or item.image.isNull():
        raise InputError("image.empty", file=item.name)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    item.image.save(buffer, "PNG", 80)  # type: ignore[call-overload]  # the stubs know bytes only, Qt takes text
    return bytes(buffer.data().data())


def load(item: PhotoItem, *, side: int | None = None) -> Loaded:
    """Decode; InputError `image.…` for what is no usable picture. On a worker."""
    from app.engine.images.decode import decode, read_image  # noqa: PLC0415  # Pillow, on a worker

    if item.path is not None:
        content = read_image(item.path)
        picture = decode(content, name=item.name, side=side)
        digest = hashlib.sha256(content).hexdigest()
    else:
        picture = picture_of(item.image, item.name)
        digest = hashlib.sha256(picture.pixels.tobytes()).hexdigest()
    return Loaded(item, picture, digest, shown_image(picture.pixels))


def picture_of(image: QImage | None, name: str) -> Picture:
    """Qt's picture as ours; InputError for an empty or a huge one."""
    from app.engine.images.picture import Picture  # noqa: PLC0415  # as above

    if image is None or image.isNull():
        raise InputError("image.empty", file=name)
    width, height = image.width(), image.height()
    if width * height > _MOST_PIXELS:
        raise InputError("image.too_many_pixels", file=name, width=width, height=height, most=_MOST_PIXELS)
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(height, plain.bytesPerLine())
    pixels = rows[:, : width * 3].reshape(height, width, 3).copy()
    return Picture(name, "", width, height, pixels, ())


def shown_image(pixels: Pixels) -> QImage:
    """For the screen: no larger than one, and with a memory of its own."""
    height, width = pixels.shape[:2]
    content = np.ascontiguousarray(pixels)
    whole = QImage(content.data, width, height, width * 3, QImage.Format.Format_RGB888)
    if max(width, height) <= _LONGEST_SHOWN:
        return whole.copy()
    return whole.scaled(
        _LONGEST_SHOWN,
        _LONGEST_SHOWN,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
