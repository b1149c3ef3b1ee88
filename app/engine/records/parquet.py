"""Parquet files as rows of text, decimals and large integers exact."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from app.engine.begun_files import scratch_folder
from app.engine.errors import InputError
from app.engine.records import containers
from app.engine.records.layout import Packing
from app.engine.store.parquet import BrokenParquetError, parquet_columns, parquet_rows


def column_names(member: containers.Member) -> list[str]:
    """Names of the top-level columns."""
    with _on_disk(member) as path:
        return parquet_columns(path)


def rows(member: containers.Member) -> Iterator[list[str]]:
    """Every row; an absent value is an empty cell."""
    with _on_disk(member) as path:
        yield from ([_text(value) for value in row] for row in parquet_rows(path))


@contextmanager
def _on_disk(member: containers.Member) -> Iterator[Path]:
    """The file itself, or a packed one unpacked for as long as it is read."""
    try:
        if member.packing is Packing.NONE:
            yield member.path
            return
        with scratch_folder() as folder:
            unpacked = folder / "table.parquet"
            unpacked.write_bytes(containers.read_whole(member))
            yield unpacked
    except BrokenParquetError as error:
        raise InputError("records.parquet_broken", file=member.label, reason=str(error)) from error


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
