"""What segments tell about themselves: rule counts with samples, and every rejected row with its original cells."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from app.engine.errors import StoreError
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import Segment

_FETCH = 5_000


@dataclass(frozen=True, slots=True)
class RuleReport:
    """One rule in one segment; `rows` and `value` are those that it changed, marked or rejected."""

    rule: str
    action: str
    zh: str
    en: str
    rows: int
    value: str
    samples: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that is not in the store; `line` is known where the row never had columns."""

    source_name: str
    rule: str
    zh: str
    en: str
    line: int | None
    header: tuple[str, ...]
    cells: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CurrencySums:
    """The value of all rows that were read, and of those that are kept; None for rows without a known currency."""

    currency: str | None
    before: Decimal
    after: Decimal


def segment_reports(folder: StoreFolder, segment: Segment, *, samples: int = 3) -> list[RuleReport]:
    """What each rule did in one segment, most rows first.

    Samples are whole original rows; of a rule that unifies names, only the names.
    """
    with open_segment(folder, segment) as connection:
        counts = connection.execute(
            "SELECT report.rule, report.action, rules.zh, rules.en, report.rows, report.value, rules.number"
            " FROM report JOIN rules ON rules.id = report.rule ORDER BY report.rows DESC, report.rule"
        ).fetchall()
        return [
            RuleReport(rule, action, zh, en, rows, str(value), _samples(connection, number, samples))
            for rule, action, zh, en, rows, value, number in counts
        ]


def rejected_rows(
    folder: StoreFolder, segments: Sequence[Segment], *, rule: str | None = None, limit: int | None = None
) -> Iterator[RejectedRow]:
    """Rejected rows of the segments in turn, of one rule or all."""
    left = limit
    for segment in segments:
        with open_segment(folder, segment) as connection:
            header = read_header(connection)
            answer = connection.execute(
                "SELECT rules.id, rules.zh, rules.en, line, raw FROM rejected"
                " JOIN rules ON rules.number = rejected.rule"
                " WHERE ? IS NULL OR rules.id = ? LIMIT ?",
                [rule, rule, left if left is not None else 1 << 62],
            )
            while batch := answer.fetchmany(_FETCH):
                for rule_id, zh, en, line, raw in batch:
                    yield RejectedRow(segment.source_name, rule_id, zh, en, line, header, tuple(raw or ()))
                if left is not None:
                    left -= len(batch)


def segment_sums(folder: StoreFolder, segment: Segment) -> list[CurrencySums]:
    """What was read and what is kept, by currency; rejected rows without one count to the segment's only currency."""
    with open_segment(folder, segment) as connection:
        rows = connection.execute(
            """SELECT coalesce(currency, $only), coalesce(sum(kept), 0), coalesce(sum(rejected), 0) FROM (
                SELECT currency, value AS kept, NULL AS rejected FROM cube_period
                UNION ALL SELECT currency, NULL, value FROM left_out)
            GROUP BY 1 ORDER BY 1 NULLS LAST""",
            {"only": segment.currencies[0] if len(segment.currencies) == 1 else None},
        ).fetchall()
    return [CurrencySums(currency, kept + rejected, kept) for currency, kept, rejected in rows]


@contextlib.contextmanager
def open_segment(folder: StoreFolder, segment: Segment) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database of one segment, read-only; StoreError where it is gone or damaged."""
    path = folder.segment_path(segment.id)
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise StoreError("store.segment_unreadable", path=str(path)) from error
    try:
        yield connection
    finally:
        connection.close()


def read_header(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Names of the source's columns."""
    return tuple(row[0] for row in connection.execute("SELECT name FROM header ORDER BY position").fetchall())


def _samples(connection: duckdb.DuckDBPyConnection, number: int, count: int) -> tuple[tuple[str, ...], ...]:
    rows = connection.execute(
        """SELECT raw FROM rejected WHERE rule = $number
            UNION ALL SELECT raw FROM examples WHERE rule = $number
            UNION ALL SELECT [text] FROM spellings JOIN rules ON rules.id = spellings.rule WHERE number = $number
            LIMIT $count""",
        {"number": number, "count": count},
    ).fetchall()
    return tuple(tuple("" if cell is None else cell for cell in raw or ()) for (raw,) in rows)
