"""The folder of a store: its files, the lock of its one writer, and the removal of what nobody points at."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.engine.begun_files import remove_left_behind
from app.engine.errors import StoreError
from app.engine.jobs import CancelToken
from app.engine.store.disk import reason_of
from app.engine.store.kept_removals import kept_removals
from app.engine.store.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    import filelock

_LOCK_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """Paths inside one store; constructing it touches nothing."""

    root: Path

    @property
    def segments(self) -> Path:
        """Where segment databases lie."""
        return self.root / "segments"

    @property
    def cubes(self) -> Path:
        """Where the pre-aggregated cube of each generation lies."""
        return self.root / "cubes"

    @property
    def scratch(self) -> Path:
        """Work in progress; whatever is found here by a new writer is left over from a crash."""
        return self.root / "scratch"

    def segment_path(self, segment_id: str) -> Path:
        """File of one segment."""
        return self.segments / f"{segment_id}.duckdb"

    def cube_path(self, name: str) -> Path:
        """File of one cube."""
        return self.cubes / name

    def margins_path(self, cube: str) -> Path:
        """File of the packed sums of a cube, which an older version did not write."""
        return self.cubes / f"{Path(cube).stem}.margins"


@contextlib.contextmanager
def writing(folder: StoreFolder, *, token: CancelToken, wait_s: float = 60.0) -> Iterator[Manifest]:
    """Be the store's only writer; yields the manifest to build on. A second writer waits up to `wait_s`.

    Whatever ends the block early, files that no generation points at are gone afterwards.
    """
    with _writable(folder):
        _make_folders(folder)
        lock = _acquire(folder, token=token, wait_s=wait_s)
    try:
        manifest = read_manifest(folder.root)
        with _writable(folder):
            remove_unused(folder, manifest)
            folder.scratch.mkdir(exist_ok=True)
        try:
            yield manifest
        except BaseException:
            with contextlib.suppress(StoreError, OSError):
                remove_unused(folder, read_manifest(folder.root))
            raise
    finally:
        shutil.rmtree(folder.scratch, ignore_errors=True)
        lock.release()


def remove_unused(folder: StoreFolder, manifest: Manifest) -> None:
    """Delete files that neither a generation nor a removal that can be undone points at.

    A file still open elsewhere stays until the next writer.
    """
    removed = (segment for removal in kept_removals(folder.root) for segment in removal.segments)
    used = {folder.segment_path(segment.id).name for segment in (*manifest.segments, *removed)}
    _remove_all_but(folder.segments, used)
    cube = {manifest.cube, folder.margins_path(manifest.cube).name} if manifest.cube else set()
    _remove_all_but(folder.cubes, cube)
    shutil.rmtree(folder.scratch, ignore_errors=True)
    remove_left_behind(folder.root)


@contextlib.contextmanager
def _writable(folder: StoreFolder) -> Iterator[None]:
    """Turn the system's refusals to write into one sentence."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise StoreError("store.not_a_folder", path=str(error.filename or folder.root)) from error
    except OSError as error:
        raise StoreError("store.cannot_write", path=str(folder.root), reason=reason_of(error)) from error


def _make_folders(folder: StoreFolder) -> None:
    for path in (folder.root, folder.segments, folder.cubes):
        if path.exists() and not path.is_dir():
            raise FileExistsError(errno.EEXIST, "", str(path))
        path.mkdir(parents=True, exist_ok=True)


def _acquire(folder: StoreFolder, *, token: CancelToken, wait_s: float) -> filelock.BaseFileLock:
    import filelock  # noqa: PLC0415  # only writers need it

    lock = filelock.FileLock(folder.root / "write.lock")
    waited = 0.0
    while True:
        token.check()
        try:
            lock.acquire(timeout=_LOCK_POLL_S)
        except filelock.Timeout:
            waited += _LOCK_POLL_S
            if waited >= wait_s:
                raise StoreError("store.busy", path=str(folder.root), seconds=round(wait_s)) from None
        else:
            return lock


def _remove_all_but(parent: Path, used: set[str]) -> None:
    for path in parent.iterdir():
        if path.name not in used:
            # Windows refuses to delete what a reader holds open
            with contextlib.suppress(OSError):
                path.unlink()
