"""Putting a finished document at the place that the user chose."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from app.engine.errors import InputError
from app.engine.whole_files import written_whole


@contextlib.contextmanager
def delivered(path: Path) -> Iterator[Path]:
    """A name to write to, moved to `path` at the end; a failure leaves what was there and is said in a sentence."""
    try:
        with written_whole(path) as partial:
            yield partial
    except PermissionError as error:
        # Windows refuses in this way to replace a file that Excel or a PDF reader shows
        code = "reports.target_in_use" if path.is_file() else "reports.cannot_write"
        raise InputError(code, path=str(path), reason=error.strerror or str(error)) from error
    except OSError as error:
        raise InputError("reports.cannot_write", path=str(path), reason=error.strerror or str(error)) from error
