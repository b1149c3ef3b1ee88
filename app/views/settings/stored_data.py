"""Where data lie, and copies of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.store_copies import back_up_call, restore_call
from app.bridge.tasks import Lane, Task
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button
from app.widgets.question import Question
from app.widgets.setting_card import SettingCard

_SUFFIX = "tradescope-backup"


class StoredDataCard(SettingCard):
    """A restore asks first, for it takes the place of what is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "preferences.data")
        self._desk = desk
        self.add_row("preferences.store", self._store_row())
        self._back_up, self._restore = button("", "backUp"), button("", "restore")
        desk.texts.bind(self._back_up.setText, "preferences.back_up_button")
        desk.texts.bind(self._restore.setText, "preferences.restore_button")
        self.add_row("preferences.back_up", self._back_up)
        self.add_row("preferences.restore", self._restore)
        self._back_up.clicked.connect(self._on_back_up)
        self._restore.clicked.connect(self._on_restore)
        desk.session.data_changed.connect(self._allow)
        self._allow()

    def back_up_to(self, file: str) -> None:
        """Start the backup."""
        task = Task(back_up_call(self._desk.session.store_path, Path(file)), "preferences.back_up_task")
        self._start(task, Lane.EXPORT, "preferences.back_up_done", file)

    def restore_from(self, file: str) -> None:
        """Start the restore, without asking."""
        task = Task(restore_call(Path(file), self._desk.session.store_path), "preferences.restore_task")
        task.succeeded.connect(lambda _nothing: self._desk.session.refresh())
        self._start(task, Lane.IMPORT, "preferences.restore_done", file)

    def _store_row(self) -> QWidget:
        place, show = ElidedLabel(), button("", "openFolder")
        place.setText(str(self._desk.session.store_path))
        self._desk.texts.bind(show.setText, "preferences.open_folder")
        show.clicked.connect(self._on_open_folder)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(place, 1)
        layout.addWidget(show)
        row.setMinimumWidth(320)
        return row

    def _on_open_folder(self) -> None:
        store = self._desk.session.store_path
        existing = next(folder for folder in (store, *store.parents) if folder.exists())
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(existing)))

    def _on_back_up(self) -> None:
        dialog = self._dialog("preferences.back_up")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(_SUFFIX)
        dialog.selectFile(f"{datetime.now().astimezone():%Y-%m-%d}.{_SUFFIX}")
        dialog.fileSelected.connect(self.back_up_to)
        dialog.open()

    def _on_restore(self) -> None:
        dialog = self._dialog("preferences.restore")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._ask_to_restore)
        dialog.open()

    def _dialog(self, title_code: str) -> QFileDialog:
        texts = self._desk.texts
        dialog = QFileDialog(self, texts.say(title_code))
        dialog.setNameFilter(texts.say("preferences.back_up_files", suffix=_SUFFIX))
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def _ask_to_restore(self, file: str) -> None:
        if not self._desk.session.has_data:
            self.restore_from(file)
            return
        question = Question(self._desk, self, "preferences.restore_ask", file=Path(file).name)
        question.accepted.connect(lambda: self.restore_from(file))
        question.open()

    def _start(self, task: Task, lane: Lane, done_code: str, file: str) -> None:
        notices = self._desk.notices
        task.succeeded.connect(lambda _nothing: notices.post(Level.SUCCESS, done_code, file=file))
        task.failed.connect(notices.post_error)
        self._desk.runner.start(task, lane)

    def _allow(self) -> None:
        self._back_up.setEnabled(self._desk.session.has_data)
