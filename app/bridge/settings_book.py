"""The settings of this desk while the window runs: one value, told when it changes, written soon after."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge.latest import Latest
from app.bridge.notices import Notices
from app.bridge.tasks import TaskRunner
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress
from app.engine.settings import Settings, write_settings

_WRITE_AFTER_MS = 400


class SettingsBook(QObject):
    """Change a setting with `put(replace(book.settings, …))`; every part that shows it listens to `changed`."""

    changed = Signal()

    def __init__(self, folder: Path, settings: Settings, runner: TaskRunner, notices: Notices) -> None:
        super().__init__()
        self.folder = folder
        self._settings = self._written = settings
        self._notices = notices
        self._writing = Latest(runner, self)
        self._timer = QTimer(self, singleShot=True, interval=_WRITE_AFTER_MS)
        self._timer.timeout.connect(self._write)

    @property
    def settings(self) -> Settings:
        """What holds now."""
        return self._settings

    def put(self, settings: Settings) -> None:
        """Let `settings` hold from now on."""
        if settings == self._settings:
            return
        self._settings = settings
        self._timer.start()
        self.changed.emit()

    def close(self) -> None:
        """Write what is not written yet, before the program ends."""
        self._timer.stop()
        if self._settings != self._written:
            try:
                write_settings(self.folder, self._settings)
            except EngineError as error:
                self._notices.post_error(error)

    def _write(self) -> None:
        settings = self._settings

        def call(_progress: Progress, _token: CancelToken) -> Settings:
            write_settings(self.folder, settings)
            return settings

        self._writing.ask(call, self._on_written, self._notices.post_error)

    def _on_written(self, settings: Settings) -> None:
        self._written = settings
