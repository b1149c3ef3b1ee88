"""Rejected rows in pages: what a browser of thousands or millions of them needs, without ever holding them all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import numpy as np
from numpy.typing import NDArray

from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import Segment
from app.engine.store.quarantine import RejectedRow, open_segment, read_header

_SEARCHED_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class RejectedCount:
    """How many rows one rule rejected in one segment, and what they are worth where a value could be read."""

    segment: Segment
    rule: str
    zh: str
    en: str
    rows: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rejected rows of one segment: `count` from `first` on, or those at `places` where others stand between."""

    segment: Segment
    header: tuple[str, ...]
    first: int
    count: int
    places: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """Rejected rows that were asked for, as places from which they can be read page by page."""

    stretches: tuple[Stretch, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(stretch.count for stretch in self.stretches)


def rejected_counts(folder: StoreFolder, segments: Sequence[Segment]) -> list[RejectedCount]:
    """Counts by segment and rule, in the order of the segments, most rows first."""
    found = []
    for segment in segments:
        with open_segment(folder, segment) as connection:
            rows = connection.execute(
                "SELECT report.rule, rules.zh, rules.en, report.rows, report.value FROM report"
                " JOIN rules ON rules.id = report.rule WHERE report.action = 'reject' ORDER BY report.rows DESC, rule"
            ).fetchall()
        found += [RejectedCount(segment, *row) for row in rows]
    return found


def find_rejected(
    folder: StoreFolder,
    segments: Sequence[Segment],
    *,
    rule: str | None = None,
    text: str = "",
    progress: Progress = no_progress,
    token: CancelToken,
) -> Findings:
    """Rows of one rule or all, with `text` in any cell, in whatever case; progress counts rows that were searched."""
    total = sum(segment.rejected for segment in segments)
    stretches, done = [], 0
    for segment in segments:
        token.check()
        with open_segment(folder, segment) as connection:
            header = read_header(connection)
            stretch = _of_rule(connection, segment, header, rule)
            if text:
                searched = range(done, total + 1)
                stretch = _search(connection, stretch, text, searched, progress=progress, token=token)
        done += segment.rejected
        progress(done, total)
        if stretch.count:
            stretches.append(stretch)
    return Findings(tuple(stretches))


def read_rejected(folder: StoreFolder, findings: Findings, *, first: int, count: int) -> list[RejectedRow]:
    """`count` rows from the `first` one on, fewer at the end."""
    rows: list[RejectedRow] = []
    starts = itertools.accumulate((stretch.count for stretch in findings.stretches), initial=0)
    for stretch, start in zip(findings.stretches, starts, strict=False):
        inside = range(max(first - start, 0), min(first + count - start, stretch.count))
        if inside:
            rows += _read(folder, stretch, inside)
    return rows


def _of_rule(
    connection: duckdb.DuckDBPyConnection, segment: Segment, header: tuple[str, ...], rule: str | None
) -> Stretch:
    condition = " WHERE rule IN (SELECT number FROM rules WHERE id = $rule)" if rule else ""
    values = {"rule": rule} if rule else {}
    row = connection.execute(f"SELECT min(rowid), max(rowid), count(*) FROM rejected{condition}", values).fetchone()
    first, last, count = row or (None, None, 0)
    if not count:
        return Stretch(segment, header, 0, 0)
    if last - first + 1 == count:
        return Stretch(segment, header, first, count)
    found = connection.execute(f"SELECT rowid FROM rejected{condition} ORDER BY rowid", values)
    return Stretch(segment, header, first, count, _places(found))


def _search(
    connection: duckdb.DuckDBPyConnection,
    stretch: Stretch,
    text: str,
    searched: range,
    *,
    progress: Progress,
    token: CancelToken,
) -> Stretch:
    """Those rows of a stretch that hold the text, a part of the segment at a time so that it can be stopped."""
    found = []
    end = stretch.first + stretch.count if stretch.places is None else int(stretch.places[-1]) + 1
    for first in range(stretch.first, end, _SEARCHED_AT_ONCE):
        token.check()
        progress(searched.start + first, searched.stop - 1)
        matching = connection.execute(
            "SELECT rowid FROM rejected WHERE rowid >= $first AND rowid < $last"
            " AND contains(lower(array_to_string(raw, chr(9))), lower($text)) ORDER BY rowid",
            {"first": first, "last": min(first + _SEARCHED_AT_ONCE, end), "text": text},
        )
        places = _places(matching)
        found.append(places if stretch.places is None else np.intersect1d(places, stretch.places))
    every = np.concatenate(found) if found else np.empty(0, np.int64)
    return Stretch(stretch.segment, stretch.header, 0, len(every), every)


def _places(answer: duckdb.DuckDBPyConnection) -> NDArray[np.int64]:
    return np.asarray(answer.fetchnumpy()["rowid"], np.int64)


def _read(folder: StoreFolder, stretch: Stretch, inside: range) -> Iterator[RejectedRow]:
    if stretch.places is None:
        condition = "rejected.rowid >= $first AND rejected.rowid < $last"
        values: dict[str, object] = {"first": stretch.first + inside.start, "last": stretch.first + inside.stop}
    else:
        condition = "rejected.rowid IN (SELECT unnest($places))"
        values = {"places": stretch.places[inside.start : inside.stop].tolist()}
    with open_segment(folder, stretch.segment) as connection:
        rows = connection.execute(
            "SELECT rules.id, rules.zh, rules.en, line, raw FROM rejected"
            f" JOIN rules ON rules.number = rejected.rule WHERE {condition} ORDER BY rejected.rowid",
            values,
        ).fetchall()
    for rule, zh, en, line, raw in rows:
        yield RejectedRow(stretch.segment.source_name, rule, zh, en, line, stretch.header, tuple(raw or ()))
