"""The files on the desk before they are imported: looked into in turn, stated about, and imported together."""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.bridge.data_calls import Look, find_call, import_call, look_call, save_mapping_call
from app.bridge.notices import Notices
from app.bridge.session import Session
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.errors import CancelledError
from app.engine.records.folder_files import FoundFiles
from app.engine.records.layout import Field, SourceFormat
from app.engine.records.mapping import ColumnMapping
from app.engine.records.options import ImportOptions, OnConflict
from app.engine.records.report import FileOutcome, FileStatus, ImportReport, PeriodPresentError
from app.engine.records.rules import Profile


class CandidateState(enum.Enum):
    """How far a file is."""

    LOOKING = "looking"
    READY = "ready"
    ASKING = "asking"  # something is not stated
    UNMAPPED = "unmapped"  # no format is known
    REFUSED = "refused"  # cannot be imported as it is
    CONFLICT = "conflict"  # its periods are there already


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file, what the user states about it, and what is known of it."""

    path: Path
    stated: ImportOptions = field(default_factory=ImportOptions)
    look: Look | None = None
    error: BaseException | None = None

    @property
    def state(self) -> CandidateState:
        """How far the file is."""
        if isinstance(self.error, PeriodPresentError):
            return CandidateState.CONFLICT
        if self.error is not None:
            return CandidateState.REFUSED
        if self.look is None:
            return CandidateState.LOOKING
        if self.look.preview is None:
            return CandidateState.UNMAPPED
        return CandidateState.ASKING if self.unstated else CandidateState.READY

    @property
    def unstated(self) -> tuple[Field, ...]:
        """What neither the file nor the user says, though every record needs it."""
        return self.look.preview.unstated if self.look is not None and self.look.preview is not None else ()


class Intake(QObject):
    """Files in the order in which they came; one is looked into at a time."""

    listed = Signal()  # files came or went
    changed = Signal(object)  # path of a file about which more is known
    files_found = Signal(object)  # FoundFiles of what was dropped
    import_started = Signal(object)  # Task
    imported = Signal(object)  # ImportReport
    mapping_saved = Signal(object, object)  # path of the file, path of the mapping

    def __init__(self, session: Session, runner: TaskRunner, notices: Notices) -> None:
        super().__init__()
        self._session, self._runner, self._notices = session, runner, notices
        self._files: dict[Path, Candidate] = {}
        self._waiting: deque[Path] = deque()
        self._looking: Task | None = None
        self._importing: Task | None = None
        self._common = ImportOptions()
        self.mappings = Path()  # folder of saved mappings

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All files."""
        return tuple(self._files.values())

    @property
    def importing(self) -> Task | None:
        """The import that runs."""
        return self._importing

    def candidate(self, path: Path) -> Candidate | None:
        """What is known of a file; None once it has gone."""
        return self._files.get(path)

    def add(self, paths: Iterable[Path]) -> None:
        """Take files, and the tables of folders."""
        task = Task(find_call(list(paths)))
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._notices.post_error)
        self._runner.start(task, Lane.FILES)

    def drop(self, paths: Iterable[Path]) -> None:
        """Put files off the desk; they stay where they are on disk."""
        for path in paths:
            self._files.pop(path, None)
        self.listed.emit()

    def state(self, path: Path, stated: ImportOptions) -> None:
        """Say something about a file, which is looked into again."""
        if self._files[path].stated != stated:
            self._look_again(replace(self._files[path], stated=stated, error=None))

    def state_all(self, profile: Profile | None, *, drops_duplicates: bool, on_conflict: OnConflict) -> None:
        """Say the same about all files; those whose reading it changes are looked into again."""
        for path, candidate in self._files.items():
            stated = replace(
                candidate.stated, profile=profile, drops_duplicates=drops_duplicates, on_conflict=on_conflict
            )
            if stated.profile != candidate.stated.profile and candidate.error is None:
                self.state(path, stated)
            else:
                self._files[path] = replace(candidate, stated=stated)
        self._common = ImportOptions(profile=profile, drops_duplicates=drops_duplicates, on_conflict=on_conflict)

    def save_mapping(self, path: Path, mapping: ColumnMapping) -> None:
        """Save a mapping and read the file by it."""
        task = Task(save_mapping_call(self.mappings, mapping))
        task.succeeded.connect(lambda saved: self._on_mapping_saved(path, saved))
        task.failed.connect(self._notices.post_error)
        self._runner.start(task, Lane.FILES)

    def use_mapping(self, path: Path, mapping: Path | None) -> None:
        """Read the file by a saved mapping; without one, by its own format again."""
        kind = SourceFormat.MAPPING if mapping else None
        self.state(path, replace(self._files[path].stated, mapping=mapping, format=kind))

    def ready(self) -> tuple[Candidate, ...]:
        """Files that can be imported."""
        return tuple(one for one in self._files.values() if one.state is CandidateState.READY)

    def import_ready(self) -> None:
        """Import all files that can be, as one batch."""
        self._start_import({candidate.path: candidate.stated for candidate in self.ready()})

    def settle_conflicts(self, choices: Mapping[Path, OnConflict]) -> None:
        """Import files whose periods are there already, replacing those or adding to them."""
        self._start_import({path: replace(self._files[path].stated, on_conflict=how) for path, how in choices.items()})

    def _start_import(self, wishes: Mapping[Path, ImportOptions]) -> None:
        task = Task(import_call(self._session.store_path, wishes), "data.task_import", count=len(wishes))
        task.succeeded.connect(self._on_imported)
        task.failed.connect(self._notices.post_error)
        task.ended.connect(self._on_import_ended)
        self._importing = task
        self._runner.start(task, Lane.IMPORT)
        self.import_started.emit(task)

    def _on_found(self, found: FoundFiles) -> None:
        for path in found.files:
            if path not in self._files:
                self._files[path] = Candidate(path, self._common)
                self._waiting.append(path)
        self.listed.emit()
        self.files_found.emit(found)
        self._look_into_next()

    def _look_again(self, candidate: Candidate) -> None:
        """What was known stays shown until the answer comes."""
        self._put(candidate)
        self._waiting.append(candidate.path)
        self._look_into_next()

    def _look_into_next(self) -> None:
        while self._looking is None and self._waiting:
            candidate = self._files.get(self._waiting.popleft())
            if candidate is not None:
                self._look_into(candidate)

    def _look_into(self, candidate: Candidate) -> None:
        task = self._looking = Task(look_call(candidate.path, candidate.stated, mappings=self.mappings))
        task.succeeded.connect(lambda look: self._learn(candidate, look=look))
        task.failed.connect(lambda error: self._learn(candidate, error=error))
        task.ended.connect(self._on_looked)
        self._runner.start(task, Lane.FILES)

    def _on_looked(self) -> None:
        self._looking = None
        self._look_into_next()

    def _learn(self, asked: Candidate, *, look: Look | None = None, error: BaseException | None = None) -> None:
        """An answer counts only while the same is stated about the file as when it was asked for."""
        now = self._files.get(asked.path)
        if now is not None and now.stated == asked.stated and not isinstance(error, CancelledError):
            self._put(replace(now, look=look, error=error))

    def _on_mapping_saved(self, path: Path, saved: Path) -> None:
        candidate = self._files.get(path)
        if candidate is not None:
            # Even under the same name, where it may hold other columns than before
            stated = replace(candidate.stated, mapping=saved, format=SourceFormat.MAPPING)
            self._look_again(replace(candidate, stated=stated, error=None))
        self.mapping_saved.emit(path, saved)

    def _on_imported(self, report: ImportReport) -> None:
        for outcome in report.files:
            self._settle(outcome)
        self._session.refresh()
        self.listed.emit()
        self.imported.emit(report)

    def _settle(self, outcome: FileOutcome) -> None:
        """What was imported, or was there already, leaves the desk."""
        candidate = self._files.get(outcome.path) if outcome.path else None
        if candidate is None:
            return
        if outcome.status is FileStatus.FAILED:
            self._put(replace(candidate, error=outcome.error))
        else:
            del self._files[candidate.path]

    def _on_import_ended(self) -> None:
        self._importing = None
        self.listed.emit()

    def _put(self, candidate: Candidate) -> None:
        self._files[candidate.path] = candidate
        self.changed.emit(candidate.path)
