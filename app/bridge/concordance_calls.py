"""The user's concordance tables: reading a new one on a worker thread, listing and removing those there are."""

from __future__ import annotations

from pathlib import Path

from app.bridge.tasks import Call
from app.engine.jobs import CancelToken, Progress
from app.engine.reference.concordances import Concordance, drop_concordance, keep_concordance, read_concordances


def import_call(file: Path, home: Path) -> Call:
    """A call that keeps the table of `file`; it answers with the table."""

    def call(_progress: Progress, token: CancelToken) -> Concordance:
        from app.engine.records.concordance_file import read_concordance  # noqa: PLC0415  # on the worker thread

        table = read_concordance(file)
        token.check()
        keep_concordance(home, table)
        return table

    return call


def held_tables(home: Path) -> tuple[Concordance, ...]:
    """In the order of their editions."""
    return tuple(table for _, table in sorted(read_concordances(home).tables.items()))


def remove_all(home: Path) -> None:
    """Forget every table."""
    for table in held_tables(home):
        drop_concordance(home, table.earlier, table.later)
