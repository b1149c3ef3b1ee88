"""What an import did, file by file: the answer to "what is in the store, what is not, and why"."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.engine.errors import EngineError
from app.engine.records.layout import Evidence
from app.engine.store.ingest_plan import SegmentFacts


class FileStatus(enum.Enum):
    """How one file ended."""

    IMPORTED = "imported"
    ALREADY_PRESENT = "already present"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One file of an import; `facts` has one entry for each table in it."""

    name: str
    status: FileStatus
    format: str = ""
    encoding: str = ""
    profile: str = ""
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[SegmentFacts, ...] = ()
    replaced: tuple[str, ...] = ()
    error: EngineError | None = None
    mapping_draft: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One import; `batch` is empty where nothing was added."""

    batch: str
    files: tuple[FileOutcome, ...]

    @property
    def has_failures(self) -> bool:
        """True when at least one file was not imported because of an error."""
        return any(outcome.status is FileStatus.FAILED for outcome in self.files)
