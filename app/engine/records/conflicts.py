"""What a newly loaded file has in common with the store: the same goods in the same period must not count twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine.errors import InputError
from app.engine.records.options import OnConflict
from app.engine.records.report import PeriodPresentError
from app.engine.store.folder import StoreFolder
from app.engine.store.ingest_plan import SegmentFacts
from app.engine.store.manifest import Segment
from app.engine.store.overlap import Coverage, coverage, do_overlap, may_overlap


@dataclass(frozen=True, slots=True)
class Built:
    """One finished segment in the scratch folder."""

    segment: Segment
    path: Path
    facts: SegmentFacts


def replaced_segments(
    folder: StoreFolder,
    present: Iterable[Segment],
    parts: Sequence[Built],
    earlier: Iterable[Built],
    on_conflict: OnConflict,
) -> list[Segment]:
    """Segments of the store that a file takes the place of; InputError where the user has to decide first.

    `earlier` are the segments of files before it in the same batch.
    """
    if on_conflict is OnConflict.ADD:
        return []
    name = parts[0].segment.source_name
    if any(_clash(one, other.segment, other.path) for one, other in itertools.combinations(parts, 2)):
        raise InputError("import.parts_overlap", file=name)
    twins = [other.segment for other in earlier if any(_clash(part, other.segment, other.path) for part in parts)]
    _refuse_if(name, twins)
    old = [segment for segment in present if _is_superseded(segment, parts, folder)]
    if on_conflict is OnConflict.ASK:
        _refuse_if(name, old)
    _require_cover(name, old, parts, folder)
    return old


def _is_superseded(segment: Segment, parts: Sequence[Built], folder: StoreFolder) -> bool:
    """True also for the same file read with other options, whatever it then overlaps with."""
    return _is_same_file(segment, parts) or any(
        _clash(part, segment, folder.segment_path(segment.id)) for part in parts
    )


def _is_same_file(segment: Segment, parts: Sequence[Built]) -> bool:
    new = parts[0].segment
    return (segment.source_sha256, segment.source_name) == (new.source_sha256, new.source_name)


def _clash(part: Built, segment: Segment, path: Path) -> bool:
    return may_overlap(part.segment, segment) and do_overlap(part.path, path)


def _refuse_if(name: str, present: Sequence[Segment]) -> None:
    if present:
        raise PeriodPresentError(name, present)


def _require_cover(name: str, old: Sequence[Segment], parts: Sequence[Built], folder: StoreFolder) -> None:
    """A file that replaces another must be about all that the other is about, else the rest would be lost unsaid."""
    others = [segment for segment in old if not _is_same_file(segment, parts)]
    if not others:
        return
    given = [coverage(part.path) for part in parts]
    for segment in others:
        lost = _beyond(coverage(folder.segment_path(segment.id)), given)
        if lost:
            raise InputError(
                "import.replace_loses", file=name, present=segment.source_name, lost=lost, batch=segment.batch
            )


def _beyond(old: Coverage, given: Sequence[Coverage]) -> str:
    """The first periods, or else chapters, that only the old one has; "" without any."""
    periods = sorted(old.periods - frozenset().union(*(one.periods for one in given)))
    chapters = sorted(old.chapters - frozenset().union(*(one.chapters for one in given)))
    if periods:
        return ", ".join(f"{year}-{month:02}" if month else str(year) for _, year, month in periods[:3])
    return ", ".join(f"HS {chapter:02}" for chapter in chapters[:3])
