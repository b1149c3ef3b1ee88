"""From finished segments to the next generation: files move, the cube is built, the pointer is swapped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from app.engine.errors import StoreError
from app.engine.store.cube_growth import next_cube
from app.engine.store.disk import WRITE_ERRORS, reason_of
from app.engine.store.folder import StoreFolder
from app.engine.store.manifest import Manifest, Segment, write_manifest
from app.engine.whole_files import sync_folder


def commit(
    folder: StoreFolder, manifest: Manifest, *, added: Sequence[tuple[Segment, Path]], removed: frozenset[str]
) -> Manifest:
    """Make `added` part of the store and `removed` (segment ids) no longer; all or nothing at any moment.

    An added file may stand at its place already, as that of a removal that is undone.
    """
    kept = tuple(segment for segment in manifest.segments if segment.id not in removed)
    segments = (*kept, *(segment for segment, _ in added))
    cube = f"{uuid4().hex}.duckdb"
    try:
        for segment, built in added:
            _move(built, folder.segment_path(segment.id))
        sync_folder(folder.segments)
        if segments:
            partial = folder.scratch / cube
            next_cube(folder, manifest, segments, partial)
            _sync_file(partial)
            place_margins(folder, partial, cube)
            partial.rename(folder.cube_path(cube))
            sync_folder(folder.cubes)
        successor = manifest.succeeded_by(segments, cube=cube if segments else None)
        write_manifest(folder.root, successor)
    except WRITE_ERRORS as error:
        raise StoreError("store.cannot_write", path=str(folder.root), reason=reason_of(error)) from error
    return successor


def place_margins(folder: StoreFolder, built: Path, cube: str) -> None:
    """Write the packed sums of the finished cube at `built` to where readers of the cube named `cube` look."""
    # NumPy takes a while to import, and a program that only reads needs none of it
    from app.engine.store.margin_packing import pack_margins  # noqa: PLC0415

    place = folder.margins_path(cube)
    partial = folder.scratch / place.name
    pack_margins(built, partial)
    _sync_file(partial)
    partial.replace(place)


def file_sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _move(built: Path, path: Path) -> None:
    if built != path:
        _sync_file(built)
        built.rename(path)


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
