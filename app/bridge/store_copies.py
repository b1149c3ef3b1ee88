"""Backing the store up into one file and restoring it, as tasks."""

from __future__ import annotations

from pathlib import Path

from app.bridge.tasks import Call
from app.engine.jobs import CancelToken, Progress


def back_up_call(store: Path, file: Path) -> Call:
    """A call that writes everything imported to `file`."""

    def call(progress: Progress, token: CancelToken) -> None:
        # Imported here, on a worker thread: the database takes longer to import than a window takes to appear.
        from app.engine.store.backup import back_up

        back_up(store, file, progress=progress, token=token)

    return call


def restore_call(file: Path, store: Path) -> Call:
    """A call that makes the store what `file` holds."""

    def call(progress: Progress, token: CancelToken) -> None:
        from app.engine.store.backup import restore

        restore(file, store, progress=progress, token=token)

    return call
