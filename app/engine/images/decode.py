"""From a file or its bytes to upright sRGB pixels; every file that cannot be used ends in one sentence.

Only the kinds of `KINDS` are tried, the number of pixels is capped before any are allocated, and metadata are read for
orientation and colour profile alone.
"""

from __future__ import annotations

import io
import os
import stat
import struct
from collections.abc import Mapping
from pathlib import Path, PurePath

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from app.engine.errors import InputError
from app.engine.images.colours import to_srgb
from app.engine.images.picture import Oddity, Picture

KINDS: Mapping[str, tuple[str, ...]] = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "BMP": (".bmp", ".dib"),
    "TIFF": (".tif", ".tiff"),
    "HEIF": (".heic", ".heif"),
}
_READ_AS = {"MPO": "JPEG"}  # photos of several pictures, as many cameras write them: the first one is a JPEG
_WITHOUT_HEIF = tuple(kind for kind in KINDS if kind != "HEIF")
MOST_BYTES = 200 * 1024 * 1024
# Of what is decoded; a JPEG can be decoded smaller, so that one may hold four times as many
MOST_PIXELS = 50_000_000
_MOST_PIXELS_SMALLER = 4 * MOST_PIXELS
_LEAST_SIDE = 8
_ORIENTATION = 0x0112
_TURNS = frozenset(range(2, 9))
_SIDEWAYS = frozenset({5, 6, 7, 8})
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError, OverflowError,
    struct.error, MemoryError, RuntimeError, ZeroDivisionError, Image.DecompressionBombError,
)  # fmt: skip

# Our own cap stands below, is stricter and comes before any allocation; Pillow's would warn where ours still reads
Image.MAX_IMAGE_PIXELS = None


def decode_file(path: Path, *, side: int | None = None) -> Picture:
    """The picture of a file; InputError, with the reason, for what is none. `side` is as for `decode`."""
    return decode(read_image(path), name=path.name, side=side)


def decode(content: bytes, *, name: str, side: int | None = None) -> Picture:
    """The picture in the bytes. Where only `side` pixels of the shorter side are wanted, a JPEG is decoded smaller.

    Raises InputError `image.…` for empty, foreign, truncated, broken, too large and too small pictures.
    """
    if not content:
        raise InputError("image.empty", file=name)
    try:
        with _open(content, name) as image:
            return _decoded(image, name, side)
    except InputError:
        raise
    except _BROKEN as error:
        raise InputError("image.broken", file=name, reason=_reason(error)) from error


def read_image(path: Path) -> bytes:
    """The bytes of a file on this computer; InputError, with the reason, for what is none."""
    if os.fspath(path).startswith(("\\\\", "//")):
        raise InputError("image.on_network", path=os.fspath(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("image.is_folder", path=str(path))
        if not stat.S_ISREG(status.st_mode):
            raise InputError("image.not_a_file", path=str(path))
        if status.st_size > MOST_BYTES:
            raise InputError("image.too_many_bytes", file=path.name, limit_mb=MOST_BYTES >> 20)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("image.missing", path=str(path)) from error
    except (OSError, ValueError) as error:
        raise InputError("image.unreadable", path=str(path), reason=_reason(error)) from error


def _open(content: bytes, name: str) -> Image.Image:
    if content[4:8] == b"ftyp":
        _provide_heif()
    try:
        return Image.open(io.BytesIO(content), formats=tuple(KINDS) if _has_heif() else _WITHOUT_HEIF)
    except UnidentifiedImageError as error:
        raise InputError("image.no_picture", file=name, kinds=", ".join(KINDS)) from error


def _provide_heif() -> None:
    """HEIC photos of telephones are read by a plug-in that is imported for the first of them."""
    if not _has_heif():
        import pi_heif  # type: ignore[import-untyped]  # noqa: PLC0415  # untyped; imported only where such a photo comes

        pi_heif.register_heif_opener(thumbnails=False)


def _has_heif() -> bool:
    return "HEIF" in Image.OPEN


def _decoded(image: Image.Image, name: str, side: int | None) -> Picture:
    kind = _READ_AS.get(image.format or "", image.format or "")
    _require_size(image, name, kind)
    oddities = [Oddity.OTHER_SUFFIX] if _has_other_suffix(name, kind) else []
    if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
        image.seek(0)
        oddities.append(Oddity.FIRST_FRAME)
    full = image.size
    profile = image.info.get("icc_profile")
    turn = image.getexif().get(_ORIENTATION, 1)
    if side is not None and kind == "JPEG":
        image.draft(None, _draft_size(full, side))
    if image.width * image.height > MOST_PIXELS:
        raise InputError("image.too_many_pixels", file=name, width=full[0], height=full[1], most=MOST_PIXELS)
    image.load()
    upright = ImageOps.exif_transpose(image)
    if turn in _TURNS:
        oddities.append(Oddity.TURNED)
    plain, changes = to_srgb(upright, profile)
    width, height = (full[1], full[0]) if turn in _SIDEWAYS else full
    return Picture(name, kind, width, height, np.asarray(plain), (*oddities, *changes))


def _require_size(image: Image.Image, name: str, kind: str) -> None:
    width, height = image.size
    most = _MOST_PIXELS_SMALLER if kind == "JPEG" else MOST_PIXELS
    if width * height > most:
        raise InputError("image.too_many_pixels", file=name, width=width, height=height, most=most)
    if min(width, height) < _LEAST_SIDE:
        raise InputError("image.too_small", file=name, width=width, height=height, least=_LEAST_SIDE)


def _draft_size(full: tuple[int, int], side: int) -> tuple[int, int]:
    """At least `side` pixels remain on the shorter side: a draft never goes below what it is asked for."""
    scale = side / min(full)
    return (max(1, int(full[0] * scale)), max(1, int(full[1] * scale)))


def _has_other_suffix(name: str, kind: str) -> bool:
    suffix = PurePath(name).suffix.lower()
    return bool(suffix) and suffix not in KINDS[kind]


def _reason(error: BaseException) -> str:
    """What a library says, on one line and not at length; it may hold text of the file."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return "".join(letter if letter.isprintable() else " " for letter in text)[:160]
