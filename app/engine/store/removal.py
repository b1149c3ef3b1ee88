"""Taking imported batches out of a store again."""

from __future__ import annotations

from pathlib import Path

from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.store.commit import commit
from app.engine.store.folder import StoreFolder, writing
from app.engine.store.manifest import Segment


def remove_batch(store: Path, batch: str, *, token: CancelToken) -> tuple[Segment, ...]:
    """Remove one batch and return its segments; UsageError for an id that the store does not hold.

    The files stay on disk until the next change of the store.
    """
    folder = StoreFolder(store)
    with writing(folder, token=token) as manifest:
        removed = tuple(segment for segment in manifest.segments if segment.batch == batch)
        if not removed:
            known = ", ".join(sorted({segment.batch for segment in manifest.segments})) or "-"
            raise UsageError("store.batch_unknown", batch=batch, known=known)
        commit(folder, manifest, added=(), removed=frozenset(segment.id for segment in removed))
    return removed


def remove_demo(store: Path, *, token: CancelToken) -> int:
    """Remove all demo data; returns how many files' worth there was."""
    folder = StoreFolder(store)
    with writing(folder, token=token) as manifest:
        demo = frozenset(segment.id for segment in manifest.segments if segment.is_demo)
        if demo:
            commit(folder, manifest, added=(), removed=demo)
    return len(demo)
