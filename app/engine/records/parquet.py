"""Parquet files as rows of text, decimals and large integers exact."""

from __future__ import annotations

import datetime
import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from app.engine.errors import InputError, ResourceError
from app.engine.records import containers
from app.engine.records.layout import Packing

_BATCH = 65_536


def column_names(member: containers.Member) -> list[str]:
    """Names of the top-level columns."""
    with _opened(member) as file:
        return list(file.schema_arrow.names)


def rows(member: containers.Member) -> Iterator[list[str]]:
    """Every row; an absent value is an empty cell."""
    with _opened(member) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
            yield from map(list, zip(*columns, strict=True))


@contextmanager
def _opened(member: containers.Member) -> Iterator[Any]:
    arrow, parquet = _libraries()
    source = member.path if member.packing is Packing.NONE else io.BytesIO(containers.read_whole(member))
    try:
        with parquet.ParquetFile(source) as file:
            yield file
    except (arrow.ArrowException, OSError, ValueError) as error:
        reason = (str(error).splitlines() or [""])[0][:200]
        raise InputError("records.parquet_broken", file=member.label, reason=reason) from error


def _libraries() -> tuple[Any, Any]:
    # imported when a Parquet file comes: it takes longer than reading most other files
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError as error:
        raise ResourceError("records.parquet_missing") from error


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}" if value == value else ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return value.decode("utf-8", errors="backslashreplace") if isinstance(value, bytes) else str(value)
