"""What an import did, file by file: the answer to "what is in the store, what is not, and why"."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import EngineError, InputError
from app.engine.records.layout import Evidence
from app.engine.store.ingest_plan import SegmentFacts
from app.engine.store.manifest import Segment


class PeriodPresentError(InputError):
    """A file's goods and periods are there already; `segments` are those that hold them."""

    def __init__(self, file: str, segments: Sequence[Segment]) -> None:
        names = sorted({segment.source_name for segment in segments})
        years = sorted({year for segment in segments for year in segment.years})
        super().__init__(
            "import.period_present", file=file, present=", ".join(names), years=", ".join(map(str, years)) or "-"
        )
        self.segments = tuple(segments)


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
    path: Path | None = None  # of the source; names repeat across folders


@dataclass(frozen=True, slots=True)
class ImportReport:
    """One import; `batch` is empty where nothing was added."""

    batch: str
    files: tuple[FileOutcome, ...]

    @property
    def has_failures(self) -> bool:
        """True when at least one file was not imported because of an error."""
        return any(outcome.status is FileStatus.FAILED for outcome in self.files)
