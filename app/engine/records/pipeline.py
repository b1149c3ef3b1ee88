"""Imports files: recognise, load and clean each into a segment, then commit the whole batch in one step."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from app.engine.errors import EngineError, InputError, StoreError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.records.conflicts import Built, replaced_segments
from app.engine.records.layout import Field, Recognition
from app.engine.records.loading import FileLoader
from app.engine.records.options import ImportOptions, OnConflict, Statements
from app.engine.records.recognition import data_files
from app.engine.records.report import FileOutcome, FileStatus, ImportReport
from app.engine.store.commit import commit, file_sha256
from app.engine.store.disk import reason_of
from app.engine.store.folder import StoreFolder, writing
from app.engine.store.ingest import open_workshop
from app.engine.store.manifest import Manifest, Segment

__all__ = ["ImportOptions", "OnConflict", "import_files"]

# One file's parsing overlaps another's sorting and writing
_FILES_AT_ONCE = 2
# Of the time of an import; the rest makes the cube and publishes it
_LOADING_SHARE = 0.9


class _ByteProgress:
    """Adds up the shares of files that are loaded at the same time."""

    def __init__(self, files: Sequence[Path], progress: Progress) -> None:
        self._sizes = {path: _size(path) for path in files}
        self._total = sum(self._sizes.values())
        self._done: dict[Path, float] = {}
        self._progress = progress
        self._lock = threading.Lock()

    def report(self, path: Path, share: float) -> None:
        """`share` of the file is done, 0 to 1; never goes back."""
        with self._lock:
            self._done[path] = max(self._done.get(path, 0.0), min(share, 1.0))
            done = sum(self._sizes[name] * part for name, part in self._done.items())
            self._progress(int(_LOADING_SHARE * done), self._total, path.name)

    def finish(self) -> None:
        """All is published."""
        self._progress(self._total, self._total)


def import_files(
    store: Path,
    paths: Sequence[Path],
    options: ImportOptions | Statements,
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> ImportReport:
    """Import all files that can be; the others are reported with their error and change nothing.

    Statements hold options of single files beside the common ones, of which alone `is_demo` counts. Progress counts
    bytes of the sources. Raises CancelledError, StoreError: then nothing was imported at all.
    """
    token = token or CancelToken()
    folder = StoreFolder(store.absolute())
    files, failures = _expand(paths)
    batch = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:4]}"
    with writing(folder, token=token) as manifest:
        statements = options if isinstance(options, Statements) else Statements(options)
        importer = _Importer(folder, manifest, statements, token)
        meter = _ByteProgress(files, progress)
        outcomes = importer.run(files, batch, meter)
        added, removed = importer.settle()
        if added:
            token.check()
            commit(folder, manifest, added=added, removed=removed)
        meter.finish()
    return ImportReport(batch if added else "", (*failures, *(replace(outcomes[path], path=path) for path in files)))


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
            failures.append(FileOutcome(path.name, FileStatus.FAILED, error=error, path=path))
        except OSError as error:
            failures.append(FileOutcome(path.name, FileStatus.FAILED, error=_unreadable(path, error), path=path))
    return files, failures


def _require_readable(path: Path) -> None:
    if not path.exists():
        raise InputError("records.file_missing", path=str(path))
    if not path.is_file():
        raise InputError("records.not_a_file", path=str(path))


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError("records.unreadable", path=str(path), reason=reason_of(error))


def _size(path: Path) -> int:
    """Bytes of a file; one that has gone meanwhile fails when it is opened."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


@dataclass(frozen=True, slots=True)
class Identity:
    """What makes two files the same: their bytes, and the year and direction that stand outside the rows."""

    digest: str
    years: frozenset[int]
    directions: frozenset[str]

    @classmethod
    def of(cls, found: Recognition, digest: str) -> Identity:
        """Of a recognised file; a year or direction in a column is part of the bytes."""
        constants = [part.layout.constants for part in found.parts]
        years = frozenset(int(stated[Field.YEAR]) for stated in constants if Field.YEAR in stated)
        directions = frozenset(stated[Field.DIRECTION] for stated in constants if Field.DIRECTION in stated)
        return cls(digest, years, directions)

    @classmethod
    def of_segments(cls, segments: Sequence[Segment]) -> Identity:
        """Of all segments that one file became."""
        years = frozenset(year for segment in segments for year in segment.years)
        directions = frozenset(direction for segment in segments for direction in segment.directions)
        return cls(segments[0].source_sha256, years, directions)

    def agrees_with(self, other: Identity) -> bool:
        """True unless the bytes differ, or both state something else about them."""
        pairs = ((self.years, other.years), (self.directions, other.directions))
        return self.digest == other.digest and all(not one or not two or one & two for one, two in pairs)


class _Importer:
    """The state of one batch: what was built so far and what it replaces."""

    def __init__(self, folder: StoreFolder, manifest: Manifest, statements: Statements, token: CancelToken) -> None:
        self._folder = folder
        self._manifest = manifest
        self._statements = statements
        self._token = token
        self._built: dict[Path, tuple[Built, ...]] = {}
        self._outcomes: dict[Path, FileOutcome] = {}
        self._identities: dict[Path, Identity] = {}
        self._twins: dict[Path, Path] = {}
        self._present: set[str] = set()
        self._removed: set[str] = set()
        self._order: dict[Path, int] = {}
        self._known: dict[Path, threading.Event] = {}
        self._lock = threading.Lock()

    def run(self, files: Sequence[Path], batch: str, progress: _ByteProgress) -> dict[Path, FileOutcome]:
        """Build every file's segments, then judge conflicts in the order given."""
        self._order = {path: number for number, path in enumerate(files)}
        self._known = {path: threading.Event() for path in files}
        self._load_all(files, batch, progress)
        if self._statements.common.is_demo:
            demo = [segment for segment in self._manifest.segments if segment.is_demo]
            self._removed = {segment.id for segment in demo if segment.source_sha256 not in self._present}
        for path in files:
            if path in self._built:
                self._settle_conflicts(path)
        self._settle_twins()
        return self._outcomes

    def _load_all(self, files: Sequence[Path], batch: str, progress: _ByteProgress) -> None:
        threads = max(2, os.cpu_count() or 2)
        scratch = self._folder.scratch
        with (
            open_workshop(scratch, threads=threads) as workshop,
            ThreadPoolExecutor(_FILES_AT_ONCE, thread_name_prefix="import") as pool,
        ):
            loader = FileLoader(workshop, scratch, batch, self._statements, self._token)
            jobs = [pool.submit(self._import_file, loader, path, progress) for path in files]
            try:
                for job in jobs:
                    job.result()
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def settle(self) -> tuple[list[tuple[Segment, Path]], frozenset[str]]:
        """Segments to add with their files, and ids of the segments that they replace."""
        added = [(built.segment, built.path) for parts in self._built.values() for built in parts]
        return added, frozenset(self._removed)

    def _import_file(self, loader: FileLoader, path: Path, progress: _ByteProgress) -> None:
        try:
            self._token.check()
            digest = file_sha256(path)
            found = loader.recognise(path)
            self._await_earlier(path)
            is_present = self._is_present(Identity.of(found, digest), path)
            self._known[path].set()
            if is_present:
                self._outcomes[path] = FileOutcome(path.name, FileStatus.ALREADY_PRESENT)
            else:
                loaded = loader.load(found, digest, lambda share: progress.report(path, share))
                self._outcomes[path] = loaded.outcome
                if loaded.parts:
                    self._built[path] = loaded.parts
            progress.report(path, 1.0)
        except StoreError as error:
            raise self._disk_error(path, str(error.params.get("reason", ""))) from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise self._disk_error(path, reason_of(error)) from error
            self._fail(path, _unreadable(path, error))
        except InputError as error:
            if error.code == "records.no_space":
                raise self._disk_error(path, os.strerror(errno.ENOSPC)) from error
            self._fail(path, error)
        finally:
            self._known[path].set()

    def _await_earlier(self, path: Path) -> None:
        """Of two equal files the one that stands first is imported, whichever was read faster."""
        for file, known in self._known.items():
            if file == path:
                return
            known.wait()

    def _disk_error(self, path: Path, reason: str) -> StoreError:
        return StoreError("import.cannot_write", file=path.name, path=str(self._folder.root), reason=reason)

    def _is_present(self, identity: Identity, path: Path) -> bool:
        """True for a file that the store holds already as the options want it, or that stands twice in this batch."""
        files: dict[tuple[str, str], list[Segment]] = {}
        for segment in self._manifest.segments:
            if segment.source_sha256 == identity.digest:
                files.setdefault((segment.batch, segment.source_name), []).append(segment)
        same = [parts for parts in files.values() if identity.agrees_with(Identity.of_segments(parts))]
        has_it = any(_are_as_wanted(parts, self._statements.of(path)) for parts in same)
        with self._lock:
            twin = next((other for other, known in self._identities.items() if identity.agrees_with(known)), None)
            self._identities[path] = identity
            if twin is not None:
                self._twins[path] = twin
            if has_it:
                self._present.add(identity.digest)
        return has_it or twin is not None

    def _settle_conflicts(self, path: Path) -> None:
        """Judge a file against the store and the files before it; a refused one leaves the batch."""
        parts = self._built[path]
        before = [file for file in self._built if self._order[file] < self._order[path]]
        earlier = [part for file in before for part in self._built[file]]
        present = [segment for segment in self._manifest.segments if segment.id not in self._removed]
        try:
            old = replaced_segments(self._folder, present, parts, earlier, self._statements.of(path).on_conflict)
        except InputError as error:
            del self._built[path]
            self._fail(path, error)
            return
        self._removed |= {segment.id for segment in old}
        names = tuple(sorted({segment.source_name for segment in old}))
        self._outcomes[path] = replace(self._outcomes[path], replaced=names)

    def _settle_twins(self) -> None:
        """A second copy of a file shares the fate of the first."""
        for path, first in self._twins.items():
            outcome = self._outcomes[first]
            if outcome.status is FileStatus.FAILED:
                self._outcomes[path] = replace(outcome, name=path.name)

    def _fail(self, path: Path, error: EngineError) -> None:
        self._outcomes[path] = FileOutcome(path.name, FileStatus.FAILED, error=error)


def _are_as_wanted(segments: Sequence[Segment], options: ImportOptions) -> bool:
    """False where the user states something now that the segments were not made with."""
    reads_anew = options.mapping is not None or options.drops_duplicates
    has_profile = options.profile is None or all(segment.profile == options.profile.value for segment in segments)
    return has_profile and not (reads_anew and options.on_conflict is OnConflict.REPLACE)
