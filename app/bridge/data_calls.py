"""What the data desk asks of the engine, as calls for worker threads, on which alone the database is imported."""

# ruff: noqa: PLC0415  # the window is there before the database is imported

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.tasks import Call
from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language
from app.engine.records.layout import Recognition, SourceFormat
from app.engine.records.mapping import ColumnMapping, read_mapping
from app.engine.records.mapping_file import fitting_mappings, write_mapping
from app.engine.records.options import ImportOptions, Statements
from app.engine.records.preview_cells import TablePreview, UnknownTable
from app.engine.store.kept_removals import Removal
from app.engine.store.manifest import Segment, read_manifest

if TYPE_CHECKING:
    from app.engine.records.folder_files import FoundFiles
    from app.engine.records.report import ImportReport
    from app.engine.store.folder import StoreFolder
    from app.engine.store.quarantine import CurrencySums, RejectedRow, RuleReport
    from app.engine.store.quarantine_pages import Findings, RejectedCount


@dataclass(frozen=True, slots=True)
class Look:
    """What a file was recognised as; `unknown` is there instead of a preview where a person must map the columns."""

    found: Recognition
    preview: TablePreview | None
    unknown: UnknownTable | None
    fitting: tuple[Path, ...]  # saved mappings for the same columns


@dataclass(frozen=True, slots=True)
class FileReport:
    """What cleaning did to one table of a batch."""

    segment: Segment
    sums: Sequence[CurrencySums]
    rules: Sequence[RuleReport]


def find_call(paths: Sequence[Path]) -> Call:
    """The files that dropped or chosen paths stand for."""

    def call(_progress: Progress, _token: CancelToken) -> FoundFiles:
        from app.engine.records.folder_files import find_files

        return find_files(paths)

    return call


def look_call(
    path: Path, stated: ImportOptions, *, mappings: Path | None = None, edited: ColumnMapping | None = None
) -> Call:
    """What the file is with what is stated about it, and its first rows.

    `mappings` is the folder of saved mappings, `edited` a mapping that is not saved yet.
    """

    def call(_progress: Progress, token: CancelToken) -> Look:
        from app.engine.records.preview import preview, unknown_table
        from app.engine.records.recognition import recognise

        chart = edited or (read_mapping(stated.mapping) if stated.mapping else None)
        found = recognise(path, format=_known(stated), mapping=chart, direction=stated.direction, year=stated.year)
        token.check()
        if found.format is None:
            table = unknown_table(path)
            fitting = fitting_mappings(mappings, table.sample.columns) if mappings is not None else ()
            return Look(found, None, table, tuple(fitting))
        shown = preview(found, profile=stated.profile, hints=chart.source if chart else None)
        return Look(found, shown, None, ())

    return call


def save_mapping_call(folder: Path, mapping: ColumnMapping) -> Call:
    """Write a mapping file; answers with its path."""

    def call(_progress: Progress, _token: CancelToken) -> Path:
        return write_mapping(folder, mapping)

    return call


def import_call(store: Path, wishes: Mapping[Path, ImportOptions]) -> Call:
    """Import files as one batch, each with what is stated about it; progress counts bytes."""

    def call(progress: Progress, token: CancelToken) -> ImportReport:
        from app.engine.records.pipeline import import_files

        statements = Statements(ImportOptions(), wishes)
        return import_files(store, list(wishes), statements, progress=progress, token=token)

    return call


def report_call(store: Path, batch: str) -> Call:
    """What cleaning did to each file of a batch; InputError where the batch is gone."""

    def call(_progress: Progress, token: CancelToken) -> list[FileReport]:
        from app.engine.store.quarantine import segment_reports, segment_sums

        folder, reports = _folder(store), []
        for segment in sorted(read_manifest(store).segments, key=lambda one: one.source_name):
            if segment.batch == batch:
                token.check()
                reports.append(FileReport(segment, segment_sums(folder, segment), segment_reports(folder, segment)))
        if not reports:
            raise InputError("data.batch_gone", batch=batch)
        return reports

    return call


def remove_call(store: Path, ids: Collection[str]) -> Call:
    """Take segments out of the store so that it can be undone; answers with the removal."""

    def call(_progress: Progress, token: CancelToken) -> Removal:
        from app.engine.store.undo import remove_for_now

        return remove_for_now(store, ids, token=token)

    return call


def undo_call(store: Path, removal: Removal) -> Call:
    """Put removed segments back."""

    def call(_progress: Progress, token: CancelToken) -> None:
        from app.engine.store.undo import undo_removal

        undo_removal(store, removal, token=token)

    return call


def let_go_call(store: Path) -> Call:
    """End the time in which removals can be undone."""

    def call(_progress: Progress, _token: CancelToken) -> None:
        from app.engine.store.undo import let_go

        let_go(store)

    return call


def counts_call(store: Path) -> Call:
    """How many rows each rule rejected in each file."""

    def call(_progress: Progress, _token: CancelToken) -> list[RejectedCount]:
        from app.engine.store.quarantine_pages import rejected_counts

        return rejected_counts(_folder(store), read_manifest(store).segments)

    return call


def rejected_call(store: Path, *, ids: Collection[str], rule: str | None, text: str) -> Call:
    """Places of the rejected rows of some segments, of one rule or all, that hold a text."""

    def call(progress: Progress, token: CancelToken) -> Findings:
        from app.engine.store.quarantine_pages import find_rejected

        segments = [segment for segment in read_manifest(store).segments if segment.id in ids]
        return find_rejected(_folder(store), segments, rule=rule, text=text, progress=progress, token=token)

    return call


def page_call(store: Path, findings: Findings, *, first: int, count: int) -> Call:
    """Some of those rows."""

    def call(_progress: Progress, _token: CancelToken) -> list[RejectedRow]:
        from app.engine.store.quarantine_pages import read_rejected

        return read_rejected(_folder(store), findings, first=first, count=count)

    return call


def export_call(store: Path, findings: Findings, path: Path, titles: Sequence[str], language: Language) -> Call:
    """Write those rows to a CSV file under `titles` and the original header; answers with how many."""

    def call(progress: Progress, token: CancelToken) -> int:
        from app.engine.store.quarantine_export import ExportWords, export_rejected

        words = ExportWords(titles, language)
        return export_rejected(path, _folder(store), findings, words, progress=progress, token=token)

    return call


def _known(stated: ImportOptions) -> SourceFormat | None:
    return None if stated.mapping else stated.format


def _folder(store: Path) -> StoreFolder:
    from app.engine.store.folder import StoreFolder

    return StoreFolder(store)
