"""Files of plain arrays that are verified when they are read; no file can make the program run what it holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.whole_files import written_whole

_MAGIC = b"tradescope arrays 1\n"
_DIGEST = hashlib.sha256().digest_size
_LENGTH = 8  # bytes of the length of the head; arrays begin at multiples of it
_KINDS = "iuf"

Arrays = Mapping[str, NDArray[Any]]


def write_arrays(path: Path, about: Mapping[str, object], arrays: Arrays) -> None:
    """Write the file whole or not at all, so that several processes may write it at once."""
    listed = [(name, array.dtype.str, array.shape) for name, array in arrays.items()]
    head = json.dumps({"about": about, "arrays": listed}).encode()
    parts = [len(head).to_bytes(_LENGTH, "little"), _padded(head)]
    parts += [_padded(np.ascontiguousarray(array).tobytes()) for array in arrays.values()]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as partial, partial.open("wb") as stream:
        stream.writelines([_MAGIC, digest.digest(), *parts])


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What the file says of itself, and its arrays, read-only; OSError or ValueError where it is not what was written.

    Nothing is mapped: what was verified must not change afterwards.
    """
    content = memoryview(path.read_bytes())
    start = len(_MAGIC) + _DIGEST
    body = content[start:]
    if content[: len(_MAGIC)] != _MAGIC or hashlib.sha256(body).digest() != content[len(_MAGIC) : start]:
        raise ValueError("the content is not what its checksum says")
    length = int.from_bytes(body[:_LENGTH], "little")
    head = json.loads(bytes(body[_LENGTH : _LENGTH + length]))
    arrays, at = {}, _LENGTH + _rounded(length)
    for name, kind, shape in head["arrays"]:
        arrays[name] = _array(body, at, np.dtype(kind), tuple(shape))
        at += _rounded(arrays[name].nbytes)
    return head["about"], arrays


def _array(body: memoryview, at: int, kind: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if kind.kind not in _KINDS:
        raise ValueError(f"arrays of kind {kind} are not read")
    return np.frombuffer(body, kind, int(np.prod(shape, dtype=np.int64)), at).reshape(shape)


def _rounded(length: int) -> int:
    return -(-length // _LENGTH) * _LENGTH


def _padded(content: bytes) -> bytes:
    return content.ljust(_rounded(len(content)), b"\0")
