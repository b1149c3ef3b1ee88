"""The list of removed segments whose files stay for now, so that a removal can still be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from app.engine.store.manifest import Manifest, Segment, parse_segment
from app.engine.whole_files import written_whole

_NAME = "removed.json"


@dataclass(frozen=True, slots=True)
class Removal:
    """Segments that were taken out in one step, and the ids of those that stood beside them then."""

    segments: tuple[Segment, ...]
    stayed: frozenset[str]


def removal_of(manifest: Manifest, ids: frozenset[str]) -> Removal:
    """What removing these segments from a generation is; ids that it lacks are passed over."""
    removed = tuple(segment for segment in manifest.segments if segment.id in ids)
    return Removal(removed, frozenset(segment.id for segment in manifest.segments) - ids)


def kept_removals(root: Path) -> tuple[Removal, ...]:
    """Removals that can be taken back, oldest first; none where the list is absent or unreadable."""
    try:
        entries = json.loads((root / _NAME).read_text(encoding="utf-8"))
        return tuple(
            Removal(tuple(map(parse_segment, entry["segments"])), frozenset(entry["stayed"])) for entry in entries
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def keep_removals(root: Path, removals: Iterable[Removal]) -> None:
    """Write the list; an empty one leaves no file."""
    entries = [
        {"segments": [asdict(segment) for segment in removal.segments], "stayed": sorted(removal.stayed)}
        for removal in removals
    ]
    if not entries:
        (root / _NAME).unlink(missing_ok=True)
        return
    with written_whole(root / _NAME) as partial:
        partial.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
