"""The files that a dropped or chosen path stands for, and what of a folder is left out."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError
from app.engine.records.baci import year_files

# Only what lies in a folder is judged by its name; a file that the user names is always looked into
_TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet", ".gz", ".zip"})


class Skipped(enum.Enum):
    """Why something in a folder is left out."""

    NO_TABLE = "no table"  # by its name
    TOO_DEEP = "too deep"  # a folder within a folder of the chosen one
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """Files to look into, without repetition, and the paths that were left out with the reason."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, Skipped], ...]


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """Files as they are named; of a folder its tables and those one folder deeper, or the years of a BACI release."""
    files: dict[Path, None] = {}
    skipped: list[tuple[Path, Skipped]] = []
    for path in paths:
        for found in _in_folder(path, depth=0) if path.is_dir() else [path]:
            if isinstance(found, Path):
                files[found.absolute()] = None
            else:
                skipped.append(found)
    return FoundFiles(tuple(files), tuple(skipped))


def _in_folder(folder: Path, *, depth: int) -> Iterator[Path | tuple[Path, Skipped]]:
    try:
        yield from year_files(folder)
    except InputError:
        yield from _tables_in(folder, depth=depth)


def _tables_in(folder: Path, *, depth: int) -> Iterator[Path | tuple[Path, Skipped]]:
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$")))
    except OSError:
        yield folder, Skipped.UNREADABLE
        return
    for entry in entries:
        if entry.is_dir():
            if depth:
                yield entry, Skipped.TOO_DEEP
            else:
                yield from _in_folder(entry, depth=1)
        elif entry.suffix.lower() in _TABLE_SUFFIXES:
            yield entry
        else:
            yield entry, Skipped.NO_TABLE
