"""Hidden files and folders of a program at work, beside what they will become; those of killed programs are removed.

A name says which computer writes what, and the writer holds a lock that the system takes back however it ends. What
has such a name, belongs to this user and is locked by nobody was left behind.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import hashlib
import os
import platform
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FILE, _FOLDER = ".part", ".parts"
_LETTERS = 8
_HELD = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
# Windows renames no file that is open: between letting go and renaming, its time keeps others from removing it
_SETTLED_S = 60.0 if sys.platform == "win32" else 0.0
_FAR = 2**40  # a place that is locked and never written, as Windows lets nobody write to what is locked


@dataclass(slots=True)
class BegunFile:
    """A new file that is written to by its path, and locked until it is let go."""

    path: Path
    _descriptor: int | None

    def lock(self) -> bool:
        """False where somebody who looks for what was left behind came first; true as well where nobody can lock."""
        assert self._descriptor is not None  # new
        try:
            _lock(self._descriptor)
            return os.path.samestat(os.fstat(self._descriptor), self.path.stat())
        except FileNotFoundError:
            return False
        except OSError as error:
            return error.errno not in _HELD

    def let_go(self) -> None:
        """At the end, or where an open file would be in the way."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


def begin_file(target: Path) -> BegunFile:
    """An empty file beside `target`, which need not exist; OSError where its folder cannot be written."""
    while True:
        # A name made from that of `target` could exceed what the file system allows
        name = f"{_start()}{tag_of(target)}-{secrets.token_hex(8)}{_FILE}"
        begun = BegunFile(target.with_name(name), _new(target.with_name(name)))
        if begun.lock():
            return begun
        begun.let_go()


def tag_of(target: Path) -> str:
    """What the names of files for a target share."""
    return _short(target.name)


def remove_left_behind(folder: Path) -> frozenset[str]:
    """Remove what killed programs had begun in a folder; returns the tags of what they wrote to."""
    ours = re.compile(re.escape(_start()) + rf"([0-9a-f]{{{_LETTERS}}})-[0-9a-f]{{16}}{re.escape(_FILE)}")
    found = set()
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208  # names alone, of folders with many files
            match = ours.fullmatch(name)
            if match is not None and _is_removed(folder / name):
                found.add(match[1])
    return frozenset(found)


@contextlib.contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """A folder for what is needed for a while, in `parent` or among the system's temporary files.

    It goes at the end; what is left of one whose program was killed goes with the next in the same place.
    """
    parent = Path(tempfile.gettempdir()) if parent is None else parent
    remove_left_behind(parent)
    begun = begin_file(parent / _FOLDER)
    folder = begun.path.with_suffix(_FOLDER)
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        begun.let_go()
        with contextlib.suppress(OSError):
            begun.path.unlink()


def _is_removed(path: Path) -> bool:
    """Whether it was left behind, and is gone now."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        if not _is_own(os.fstat(descriptor)):
            return False
        _lock(descriptor)
        if sys.platform != "win32":
            _remove(path)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            _remove(path)
    return not path.exists()


def _remove(path: Path) -> None:
    """The folder that belongs to it first, so that what remains of one is found again."""
    folder = path.with_suffix(_FOLDER)
    if folder.is_dir():
        shutil.rmtree(folder)
    path.unlink(missing_ok=True)


def _is_own(found: os.stat_result) -> bool:
    is_of_user = sys.platform == "win32" or found.st_uid == os.getuid()
    return is_of_user and stat.S_ISREG(found.st_mode) and time.time() - found.st_mtime >= _SETTLED_S


def _new(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)


def _lock(descriptor: int) -> None:
    """OSError where another holds it, or the file system knows no locks."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # only there

        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  # only there

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@functools.cache
def _start() -> str:
    """Locks may not reach other computers that share a folder, so their files are left alone."""
    return f".tradescope-{_short(platform.node())}-"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LETTERS]
