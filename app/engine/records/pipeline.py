"""Imports files: recognise, load and clean each into a segment, then commit the whole batch in one step."""

from __future__ import annotations

import enum
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from app.engine.errors import CancelledError, EngineError, InputError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.records.layout import Layout, Recognition, SourceFormat, TextTable
from app.engine.records.normalise import normalise
from app.engine.records.planning import default_profile, make_plan
from app.engine.records.recognition import data_files, recognise
from app.engine.records.report import FileOutcome, FileStatus, ImportReport
from app.engine.records.rules import Profile
from app.engine.records.sources import open_tables
from app.engine.reference import countries
from app.engine.store.commit import commit, file_sha256
from app.engine.store.folder import StoreFolder, writing
from app.engine.store.ingest import MalformedTextError, Workshop, open_workshop
from app.engine.store.ingest_plan import SegmentFacts
from app.engine.store.manifest import Manifest, Segment
from app.engine.store.overlap import do_overlap, may_overlap

# One file's parsing overlaps another's sorting and writing
_FILES_AT_ONCE = 2
DEMO_SOURCE = "demo"


class OnConflict(enum.Enum):
    """What to do when a period and its products are in the store already, from another file."""

    ASK = "ask"
    REPLACE = "replace"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user states about the files; None leaves it to their content."""

    format: SourceFormat | None = None
    mapping: Path | None = None
    direction: str | None = None
    year: int | None = None
    profile: Profile | None = None
    on_conflict: OnConflict = OnConflict.ASK
    drops_duplicates: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class _Built:
    """One finished segment in the scratch folder."""

    segment: Segment
    path: Path
    facts: SegmentFacts


class _ByteProgress:
    """Adds up the shares of files that are loaded at the same time."""

    def __init__(self, sizes: dict[Path, int], progress: Progress) -> None:
        self._sizes = sizes
        self._total = sum(sizes.values())
        self._done: dict[Path, float] = {}
        self._progress = progress
        self._lock = threading.Lock()

    def report(self, path: Path, share: float) -> None:
        """`share` of the file is done, 0 to 1; never goes back."""
        with self._lock:
            self._done[path] = max(self._done.get(path, 0.0), min(share, 1.0))
            done = sum(self._sizes[name] * part for name, part in self._done.items())
            self._progress(int(done), self._total, path.name)


def import_files(
    store: Path,
    paths: Sequence[Path],
    options: ImportOptions,
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> ImportReport:
    """Import all files that can be; the others are reported with their error and change nothing.

    Progress counts bytes of the sources. Raises CancelledError, StoreError: then nothing was imported at all.
    """
    token = token or CancelToken()
    folder = StoreFolder(store)
    files, failures = _expand(paths)
    batch = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:4]}"
    with writing(folder, token=token) as manifest:
        importer = _Importer(folder, manifest, batch, options, token)
        sizes = {path: path.stat().st_size for path in files}
        outcomes = importer.run(files, _ByteProgress(sizes, progress))
        added, removed = importer.settle()
        if added:
            token.check()
            commit(folder, manifest, added=added, removed=removed)
    return ImportReport(batch if added else "", (*failures, *(outcomes[path] for path in files)))


def _expand(paths: Sequence[Path]) -> tuple[list[Path], list[FileOutcome]]:
    files: list[Path] = []
    failures: list[FileOutcome] = []
    for path in paths:
        try:
            found = data_files(path)
            for file in found:
                _require_readable(file)
            files += [file for file in found if file not in files]
        except EngineError as error:
            failures.append(FileOutcome(path.name, FileStatus.FAILED, error=error))
    return files, failures


def _require_readable(path: Path) -> None:
    if not path.exists():
        raise InputError("records.file_missing", path=str(path))
    if not path.is_file():
        raise InputError("records.not_a_file", path=str(path))


class _Importer:
    """The state of one batch: what was built so far and what it replaces."""

    def __init__(
        self, folder: StoreFolder, manifest: Manifest, batch: str, options: ImportOptions, token: CancelToken
    ) -> None:
        self._folder = folder
        self._manifest = manifest
        self._batch = batch
        self._options = options
        self._token = token
        self._built: dict[Path, list[_Built]] = {}
        self._outcomes: dict[Path, FileOutcome] = {}
        self._digests: dict[str, Path] = {}
        self._removed = {segment.id for segment in manifest.segments if segment.is_demo and options.is_demo}
        self._order: dict[Path, int] = {}
        self._lock = threading.Lock()

    def run(self, files: Sequence[Path], progress: _ByteProgress) -> dict[Path, FileOutcome]:
        """Build every file's segments, then judge conflicts in the order given."""
        self._order = {path: number for number, path in enumerate(files)}
        threads = max(2, os.cpu_count() or 2)
        with (
            open_workshop(self._folder.scratch, threads=threads) as workshop,
            ThreadPoolExecutor(_FILES_AT_ONCE, thread_name_prefix="import") as pool,
        ):
            jobs = [pool.submit(self._import_file, workshop, path, progress) for path in files]
            for job in jobs:
                job.result()
        for path in files:
            if path in self._built:
                self._settle_conflicts(path)
        return self._outcomes

    def settle(self) -> tuple[list[tuple[Segment, Path]], frozenset[str]]:
        """Segments to add with their files, and ids of the segments that they replace."""
        added = [(built.segment, built.path) for parts in self._built.values() for built in parts]
        return added, frozenset(self._removed)

    def _import_file(self, workshop: Workshop, path: Path, progress: _ByteProgress) -> None:
        try:
            self._token.check()
            digest = file_sha256(path)
            if self._is_present(path, digest):
                self._outcomes[path] = FileOutcome(path.name, FileStatus.ALREADY_PRESENT)
            else:
                self._load(workshop, path, digest, progress)
            progress.report(path, 1.0)
        except CancelledError:
            raise
        except OSError as error:
            unreadable = InputError("records.unreadable", path=str(path), reason=error.strerror or str(error))
            self._outcomes[path] = FileOutcome(path.name, FileStatus.FAILED, error=unreadable)
        except InputError as error:
            self._outcomes[path] = FileOutcome(path.name, FileStatus.FAILED, error=error)

    def _is_present(self, path: Path, digest: str) -> bool:
        """True for a file that the store holds already, or that stands twice in this batch."""
        with self._lock:
            known = {segment.source_sha256 for segment in self._manifest.segments}
            twin = self._digests.setdefault(digest, path)
        return digest in known or twin != path

    def _load(self, workshop: Workshop, path: Path, digest: str, progress: _ByteProgress) -> None:
        options = self._options
        found = recognise(
            path, format=options.format, mapping=options.mapping, direction=options.direction, year=options.year
        )
        if found.format is None or found.layout is None:
            error = InputError("import.format_unknown", file=path.name)
            self._outcomes[path] = FileOutcome(
                path.name,
                FileStatus.FAILED,
                encoding=found.encoding,
                evidence=found.evidence,
                error=error,
                mapping_draft=found.mapping_draft,
            )
            return
        profile = options.profile or default_profile(found.layout)
        workdir = self._folder.scratch / f"work-{uuid4().hex}"
        workdir.mkdir()
        parts = [
            self._build(workshop, found, table, layout, profile, digest, workdir, progress)
            for table, layout in open_tables(found, workdir=workdir, progress=no_progress, token=self._token)
        ]
        self._built[path] = parts
        self._outcomes[path] = FileOutcome(
            path.name,
            FileStatus.IMPORTED,
            format=found.format.value,
            encoding=found.encoding,
            profile=profile.value,
            evidence=found.evidence,
            facts=tuple(part.facts for part in parts),
        )

    def _build(
        self,
        workshop: Workshop,
        found: Recognition,
        table: TextTable,
        layout: Layout,
        profile: Profile,
        digest: str,
        workdir: Path,
        progress: _ByteProgress,
    ) -> _Built:
        segment_id = f"{digest[:12]}-{uuid4().hex[:8]}"
        path = self._folder.scratch / f"{segment_id}.duckdb"

        def on_share(share: float) -> None:
            progress.report(found.path, share)

        def build(source: TextTable, malformed: Path | None) -> SegmentFacts:
            plan = make_plan(
                source,
                layout,
                file_name=found.path.name,
                profile=profile,
                drops_duplicates=self._options.drops_duplicates,
                malformed=malformed,
            )
            return workshop.build_segment(plan, path, on_share=on_share, token=self._token)

        try:
            facts = build(table, None)
        except MalformedTextError:
            mended = normalise(
                table, layout, encoding=found.encoding, workdir=workdir, progress=no_progress, token=self._token
            )
            facts = build(mended.table, mended.malformed if mended.malformed_rows else None)
        return _Built(self._describe(found, profile, digest, segment_id, facts, path), path, facts)

    def _describe(
        self, found: Recognition, profile: Profile, digest: str, segment_id: str, facts: SegmentFacts, path: Path
    ) -> Segment:
        return Segment(
            id=segment_id,
            batch=self._batch,
            source_name=found.path.name,
            source_sha256=digest,
            source_size=found.path.stat().st_size,
            format=self._source(found),
            profile=profile.value,
            encoding=found.encoding,
            imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            rows=facts.rows,
            kept=facts.kept,
            rejected=facts.rejected,
            value_kept=facts.value_kept,
            directions=facts.directions,
            years=facts.years,
            reporters=tuple(countries.table().by_code(code).iso3 for code in facts.reporters),
            currencies=facts.currencies,
            hs_levels=facts.hs_levels,
            dimensions=facts.dimensions,
            is_demo=self._options.is_demo,
            sha256=file_sha256(path),
        )

    def _source(self, found: Recognition) -> str:
        """Demo data are a source of their own, so that no total ever adds them to real ones."""
        return DEMO_SOURCE if self._options.is_demo or found.format is None else found.format.value

    def _settle_conflicts(self, path: Path) -> None:
        """Find what is in the store, or earlier in the batch, for the same goods and period."""
        if self._options.on_conflict is OnConflict.ADD:
            return
        old = [
            segment
            for segment in self._manifest.segments
            if self._clashes(path, segment, self._folder.segment_path(segment.id))
        ]
        earlier = [
            built for other, parts in self._built.items() if self._order[other] < self._order[path] for built in parts
        ]
        twins = [built.segment for built in earlier if self._clashes(path, built.segment, built.path)]
        if not old and not twins:
            return
        if twins:
            self._refuse(path, twins)
            return
        if self._options.on_conflict is OnConflict.ASK:
            self._refuse(path, old)
            return
        sources = {segment.source_sha256 for segment in old}
        self._removed |= {s.id for s in self._manifest.segments if s.source_sha256 in sources}
        names = tuple(sorted({segment.source_name for segment in old}))
        self._outcomes[path] = replace(self._outcomes[path], replaced=names)

    def _refuse(self, path: Path, present: Sequence[Segment]) -> None:
        del self._built[path]
        names = sorted({segment.source_name for segment in present})
        years = sorted({year for segment in present for year in segment.years})
        error = InputError(
            "import.period_present", file=path.name, present=", ".join(names), years=", ".join(map(str, years))
        )
        self._outcomes[path] = FileOutcome(path.name, FileStatus.FAILED, error=error)

    def _clashes(self, path: Path, segment: Segment, file: Path) -> bool:
        return any(may_overlap(part.segment, segment) and do_overlap(part.path, file) for part in self._built[path])
