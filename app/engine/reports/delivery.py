"""Putting a finished document at the place that the user chose."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from app.engine.begun_files import begin_file, remove_left_behind, tag_of
from app.engine.errors import InputError
from app.engine.whole_files import written_whole


@contextlib.contextmanager
def delivered(path: Path) -> Iterator[Path]:
    """A name to write to, moved to `path` at the end; a failure leaves what was there and is said in a sentence."""
    with _explained(path), written_whole(path) as partial:
        yield partial


@contextlib.contextmanager
def place_held(path: Path) -> Iterator[bool]:
    """Before long work for `path`: shows that its folder can be written, and marks the place until the end.

    Yields whether a program that was killed had left its mark there, or half of its document.
    """
    with _explained(path):
        was_begun = tag_of(path) in remove_left_behind(path.parent)
        mark = begin_file(path)
    try:
        yield was_begun
    finally:
        mark.let_go()
        with contextlib.suppress(OSError):
            mark.path.unlink()


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        # Windows refuses in this way to replace a file that Excel or a PDF reader shows
        code = "reports.target_in_use" if path.is_file() else "reports.cannot_write"
        raise InputError(code, path=str(path), reason=error.strerror or str(error)) from error
    except OSError as error:
        raise InputError("reports.cannot_write", path=str(path), reason=error.strerror or str(error)) from error
