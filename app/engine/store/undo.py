"""Removing segments so that they can be put back: their files outlive later imports until they are let go.

A removal that can be undone is written to a list in the store before the manifest forgets the segments, and whoever
writes next spares the files on the list. A list that a crash left behind costs disk space only, until it is let go.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

from app.engine.errors import StoreError
from app.engine.jobs import CancelToken
from app.engine.store.commit import commit
from app.engine.store.folder import StoreFolder, writing
from app.engine.store.kept_removals import Removal, keep_removals, kept_removals, removal_of
from app.engine.store.manifest import Manifest
from app.engine.store.overlap import do_overlap, may_overlap


def remove_for_now(store: Path, ids: Collection[str], *, token: CancelToken) -> Removal:
    """Take segments out of the store and keep their files until `let_go`; ids that it lacks are passed over."""
    folder = StoreFolder(store)
    with writing(folder, token=token) as manifest:
        removal = removal_of(manifest, frozenset(ids))
        if removal.segments:
            keep_removals(store, (*kept_removals(store), removal))
            commit(folder, manifest, added=(), removed=_ids(removal))
    return removal


def undo_removal(store: Path, removal: Removal, *, token: CancelToken) -> None:
    """Put the segments back as they were; StoreError where their files are gone or newer data are about the same."""
    folder = StoreFolder(store)
    with writing(folder, token=token) as manifest:
        _require_files(folder, removal)
        _require_room(folder, manifest, removal)
        present = {segment.id for segment in manifest.segments}
        returning = [(segment, folder.segment_path(segment.id)) for segment in removal.segments]
        commit(folder, manifest, added=[one for one in returning if one[0].id not in present], removed=frozenset())
        keep_removals(store, [other for other in kept_removals(store) if other != removal])


def let_go(store: Path) -> None:
    """End the time in which removals can be undone, and free their space unless another program is writing."""
    if not kept_removals(store):
        return
    keep_removals(store, ())
    with contextlib.suppress(StoreError), writing(StoreFolder(store), token=CancelToken(), wait_s=0.0):
        pass  # whoever begins to write removes what nobody points at


def _require_files(folder: StoreFolder, removal: Removal) -> None:
    if any(not folder.segment_path(segment.id).exists() for segment in removal.segments):
        raise StoreError("store.undo_gone", names=_names(removal))


def _require_room(folder: StoreFolder, manifest: Manifest, removal: Removal) -> None:
    """Nothing that came since the removal may hold the same goods and period, or they would count twice."""
    since = [segment for segment in manifest.segments if segment.id not in removal.stayed | _ids(removal)]
    for newer in since:
        for old in removal.segments:
            paths = folder.segment_path(newer.id), folder.segment_path(old.id)
            if may_overlap(newer, old) and do_overlap(*paths):
                raise StoreError("store.undo_counts_twice", names=old.source_name, present=newer.source_name)


def _ids(removal: Removal) -> frozenset[str]:
    return frozenset(segment.id for segment in removal.segments)


def _names(removal: Removal) -> str:
    return ", ".join(sorted({segment.source_name for segment in removal.segments}))
