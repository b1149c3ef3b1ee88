"""Pictures in folders, by the suffix of their names: what they really are is seen when they are decoded."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from app.engine.images.decode import KINDS
from app.engine.jobs import CancelToken

SUFFIXES = frozenset(suffix for suffixes in KINDS.values() for suffix in suffixes)


def pictures_below(folders: Sequence[Path], *, token: CancelToken) -> Iterator[Path]:
    """Files that look like pictures, folder by folder in the order of their names; links and hidden ones are left."""
    for folder in folders:
        for place, inner, files in os.walk(folder):
            token.check()
            inner[:] = sorted(each for each in inner if not each.startswith("."))
            yield from (
                Path(place, name)
                for name in sorted(files)
                if not name.startswith(".") and PurePath(name).suffix.lower() in SUFFIXES
            )
