"""One file of an import: recognised, cleaned and loaded into finished segments, without touching the store yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from app.engine.errors import InputError
from app.engine.jobs import CancelToken, no_progress
from app.engine.records.conflicts import Built
from app.engine.records.layout import Layout, Recognition, TextTable
from app.engine.records.normalise import normalise
from app.engine.records.options import Statements
from app.engine.records.planning import default_profile, make_plan
from app.engine.records.recognition import recognise
from app.engine.records.report import FileOutcome, FileStatus
from app.engine.records.rules import Profile
from app.engine.records.sources import open_tables
from app.engine.reference import countries
from app.engine.store.commit import file_sha256
from app.engine.store.ingest import MalformedTextError, Workshop
from app.engine.store.ingest_plan import SegmentFacts
from app.engine.store.manifest import Segment

DEMO_SOURCE = "demo"


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What became of a file; `parts` is empty where it was not imported."""

    outcome: FileOutcome
    parts: tuple[Built, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """A recognised file on its way into the store."""

    found: Recognition
    digest: str
    profile: Profile
    workdir: Path
    on_share: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class FileLoader:
    """Loads files of one batch; usable from several threads."""

    workshop: Workshop
    scratch: Path
    batch: str
    statements: Statements
    token: CancelToken

    def recognise(self, path: Path) -> Recognition:
        """What the file is, with what the user stated about it."""
        options = self.statements.of(path)
        return recognise(
            path, format=options.format, mapping=options.mapping, direction=options.direction, year=options.year
        )

    def load(self, found: Recognition, digest: str, on_share: Callable[[float], None]) -> LoadedFile:
        """Build a segment for each table with rows; InputError for a file that cannot be used."""
        if found.format is None or found.layout is None:
            return LoadedFile(_unknown(found))
        profile = self.statements.of(found.path).profile or default_profile(found.layout)
        workdir = self.scratch / f"work-{uuid4().hex}"
        workdir.mkdir()
        source = _Source(found, digest, profile, workdir, on_share)
        opened = open_tables(found, workdir=workdir, progress=no_progress, token=self.token)
        parts = tuple(part for table, layout in opened if (part := self._build(source, table, layout)).facts.rows)
        if not parts:
            raise InputError("import.no_rows", file=found.path.name)
        outcome = FileOutcome(
            found.path.name,
            FileStatus.IMPORTED,
            format=found.format.value,
            encoding=found.encoding,
            profile=profile.value,
            evidence=found.evidence,
            facts=tuple(part.facts for part in parts),
        )
        return LoadedFile(outcome, parts)

    def _build(self, source: _Source, table: TextTable, layout: Layout) -> Built:
        segment_id = f"{source.digest[:12]}-{uuid4().hex[:8]}"
        path = self.scratch / f"{segment_id}.duckdb"
        try:
            facts = self._build_from(source, table, layout, path)
        except MalformedTextError:
            facts = self._build_mended(source, table, layout, path)
        return Built(self._describe(source, segment_id, facts, path), path, facts)

    def _build_mended(self, source: _Source, table: TextTable, layout: Layout, path: Path) -> SegmentFacts:
        mended = normalise(
            table,
            layout,
            encoding=source.found.encoding,
            workdir=source.workdir,
            progress=no_progress,
            token=self.token,
        )
        malformed = mended.malformed if mended.malformed_rows else None
        try:
            return self._build_from(source, mended.table, layout, path, malformed=malformed)
        except MalformedTextError as error:
            reason = str(error).splitlines()[0]
            raise InputError("import.text_unreadable", file=source.found.path.name, reason=reason) from error

    def _build_from(
        self, source: _Source, table: TextTable, layout: Layout, path: Path, *, malformed: Path | None = None
    ) -> SegmentFacts:
        plan = make_plan(
            table,
            layout,
            file_name=source.found.path.name,
            profile=source.profile,
            drops_duplicates=self.statements.of(source.found.path).drops_duplicates,
            malformed=malformed,
        )
        return self.workshop.build_segment(plan, path, on_share=source.on_share, token=self.token)

    def _describe(self, source: _Source, segment_id: str, facts: SegmentFacts, path: Path) -> Segment:
        found = source.found
        is_demo = self.statements.common.is_demo
        return Segment(
            id=segment_id,
            batch=self.batch,
            source_name=found.path.name,
            source_sha256=source.digest,
            source_size=found.path.stat().st_size,
            # demo data are a source of their own, so that no total ever adds them to real ones
            format=DEMO_SOURCE if is_demo or found.format is None else found.format.value,
            profile=source.profile.value,
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
            is_demo=is_demo,
            sha256=file_sha256(path),
        )


def _unknown(found: Recognition) -> FileOutcome:
    """No format was recognised: a person has to complete the proposed mapping."""
    return FileOutcome(
        found.path.name,
        FileStatus.FAILED,
        encoding=found.encoding,
        evidence=found.evidence,
        error=InputError("import.format_unknown", file=found.path.name),
        mapping_draft=found.mapping_draft,
    )
