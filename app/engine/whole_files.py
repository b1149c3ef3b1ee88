"""Files that stand at their place whole or not at all, whatever ends the program while it writes them."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from app.engine.begun_files import begin_file, remove_left_behind

_SWAP_TRIES, _SWAP_PAUSE_S = 40, 0.05


@contextlib.contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yields an empty file beside `path` to write to; it takes the place of `path` unless the block fails.

    What killed programs left in the folder is removed first.
    """
    remove_left_behind(path.parent)
    begun = begin_file(path)
    try:
        yield begun.path
        if os.name == "nt":
            begun.let_go()
        put_in_place(begun.path, path)
    except BaseException:
        begun.let_go()
        with contextlib.suppress(OSError):
            begun.path.unlink(missing_ok=True)
        raise
    finally:
        begun.let_go()


def put_in_place(partial: Path, path: Path) -> None:
    """Replace `path` by a finished file of its folder in one atomic step that survives a power cut."""
    with partial.open("r+b") as stream:
        os.fsync(stream.fileno())
    _swap(partial, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable where the platform can (Windows has no such call)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(partial: Path, path: Path) -> None:
    """Rename over `path`; Windows refuses for the instant in which another process reads it."""
    for _ in range(_SWAP_TRIES):
        try:
            partial.replace(path)
        except PermissionError:
            threading.Event().wait(_SWAP_PAUSE_S)
        else:
            return
    partial.replace(path)
