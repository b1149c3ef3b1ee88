"""The store in use and the one selection that every screen shares, with its way back."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.bridge.early_answers import EarlyAnswers
from app.bridge.tasks import Call
from app.engine.jobs import CancelToken, Progress
from app.engine.store.manifest import Manifest, read_manifest
from app.engine.store.selection import Selection

if TYPE_CHECKING:
    from app.engine.store.open_store import Store

Answer = TypeVar("Answer")

_REMEMBERED = 200


class Session(QObject):
    """State of the whole client: which store, which selection. Questions are asked on worker threads."""

    selection_changed = Signal(object)
    data_changed = Signal()

    def __init__(self, store_path: Path, selection: Selection | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store_path = store_path
        self._manifest = read_manifest(store_path)
        self._selection = selection or Selection()
        self._past: list[Selection] = []
        self._future: list[Selection] = []
        self._opened = contextlib.ExitStack()
        self._store: Store | None = None
        self._is_outdated = False  # the next question opens what is newest, on its worker thread
        self._lock = threading.Lock()
        self.early = EarlyAnswers()

    @property
    def manifest(self) -> Manifest:
        """What the store held when it was last looked at."""
        return self._manifest

    @property
    def has_data(self) -> bool:
        """True if anything was imported."""
        return bool(self._manifest.segments)

    @property
    def has_demo(self) -> bool:
        """True if any of it is demonstration data."""
        return any(segment.is_demo for segment in self._manifest.segments)

    @property
    def is_open(self) -> bool:
        """True once a question was asked, after which others are answered at once."""
        return self._store is not None

    @property
    def selection(self) -> Selection:
        """What every screen shows."""
        return self._selection

    @property
    def can_go_back(self) -> bool:
        """True if there is an earlier selection."""
        return bool(self._past)

    @property
    def can_go_forward(self) -> bool:
        """True after going back."""
        return bool(self._future)

    def select(self, selection: Selection) -> None:
        """Show another part of the data; the one before can be returned to."""
        if selection == self._selection:
            return
        self._past = [*self._past, self._selection][-_REMEMBERED:]
        self._future.clear()
        self._show(selection)

    def back(self) -> None:
        """Return to the selection before, if there is one."""
        if self._past:
            self._future.append(self._selection)
            self._show(self._past.pop())

    def forward(self) -> None:
        """Undo `back`."""
        if self._future:
            self._past.append(self._selection)
            self._show(self._future.pop())

    def question(self, ask: Callable[[Store], Answer]) -> Call:
        """A call for the task runner: opens the store where needed, on the worker thread, and asks it."""

        def call(_progress: Progress, token: CancelToken) -> Answer:
            from app.engine.store.open_store import interruptible

            with interruptible(token):
                return ask(self._open())

        return call

    def refresh(self) -> None:
        """Look whether the store has changed, as after an import or by another process; tells if it has."""
        manifest = read_manifest(self.store_path)
        if manifest == self._manifest:
            return
        self._manifest = manifest
        self._is_outdated = True
        self.early.forget()
        self.data_changed.emit()

    def close(self) -> None:
        """Let go of the store's files."""
        with self._lock:
            self._opened.close()
            self._store = None

    def _open(self) -> Store:
        # Imported here, on a worker thread: the database takes longer to import than a window takes to appear.
        from app.engine.store.open_store import open_store

        with self._lock:
            if self._store is None:
                self._store = self._opened.enter_context(open_store(self.store_path))
            elif self._is_outdated:
                # Before, so that what changes meanwhile is not missed
                self._is_outdated = False
                self._store.refresh()
            return self._store

    def _show(self, selection: Selection) -> None:
        self._selection = selection
        self.selection_changed.emit(selection)
