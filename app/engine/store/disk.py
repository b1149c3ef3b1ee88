"""What can go wrong while a store writes, and how to say it in few words."""

from __future__ import annotations

import errno
import os

import duckdb

# A full disk shows as any of these: DuckDB's transaction fails to commit, or the whole database is invalidated
WRITE_ERRORS = (
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)


def reason_of(error: BaseException) -> str:
    """The system's own words without the path and the driver's wrapping."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    text = str(error).splitlines()[0]
    full = os.strerror(errno.ENOSPC)
    return full if full in text else text.rsplit("Original error: ", 1)[-1]
