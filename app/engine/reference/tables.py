"""Reading one table of `resources/reference` as rows of text."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from app.engine import paths
from app.engine.errors import ResourceError


def rows(name: str, columns: tuple[str, ...]) -> Iterator[list[str]]:
    """The data rows of `name`.csv; ResourceError when it is missing or its header is not `columns`."""
    path = paths.resources() / "reference" / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            if tuple(next(reader, ())) != columns:
                raise ResourceError("reference.table_altered", file=path.name)
            yield from reader
    except FileNotFoundError as error:
        raise ResourceError("reference.table_missing", file=path.name) from error


def number(text: str) -> int | None:
    """An optional whole number; empty text is None."""
    return int(text) if text else None
