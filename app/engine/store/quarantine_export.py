"""Rejected rows as a CSV file that other programs read, one block of original columns for each header."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language
from app.engine.store.folder import StoreFolder
from app.engine.store.quarantine import RejectedRow
from app.engine.store.quarantine_pages import Findings, read_rejected
from app.engine.whole_files import written_whole

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class ExportWords:
    """What stands over the columns before the original ones: file, rule, reason, line."""

    titles: Sequence[str]
    language: Language


def export_rejected(
    path: Path, folder: StoreFolder, findings: Findings, words: ExportWords, *, progress: Progress, token: CancelToken
) -> int:
    """Write all rows to `path`, which appears whole or not at all; returns how many."""
    try:
        with written_whole(path) as partial, partial.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            rows = _rows(folder, findings, progress=progress, token=token)
            for header, block in itertools.groupby(rows, key=lambda row: row.header):
                writer.writerow([*words.titles, *header])
                writer.writerows(_cells(row, words.language) for row in block)
    except OSError as error:
        raise InputError("cli.cannot_write", path=str(path), reason=error.strerror or str(error)) from error
    return findings.count


def _rows(folder: StoreFolder, findings: Findings, *, progress: Progress, token: CancelToken) -> Iterator[RejectedRow]:
    for first in range(0, findings.count, _PAGE):
        progress(first, findings.count)
        token.check()
        yield from read_rejected(folder, findings, first=first, count=_PAGE)
    progress(findings.count, findings.count)


def _cells(row: RejectedRow, language: Language) -> list[object]:
    reason = row.zh if language is Language.ZH else row.en
    return [row.source_name, row.rule, reason, row.line or "", *row.cells]
