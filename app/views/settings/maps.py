"""What stands on every map: the approval number, the source, and maps that replace the program's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.bridge.map_folder import check_map_folder
from app.bridge.notices import Level
from app.engine.jobs import CancelToken, Progress
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button
from app.widgets.setting_card import SettingCard

_LONGEST_NUMBER, _LONGEST_SOURCE = 40, 120


class MapsCard(SettingCard):
    """A folder is looked at before it is used; one that cannot be drawn changes nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "preferences.maps")
        self._desk = desk
        self._checking = Latest(desk.runner, self)
        self._number, self._source = QLineEdit(maxLength=_LONGEST_NUMBER), QLineEdit(maxLength=_LONGEST_SOURCE)
        desk.texts.bind(self._number.setPlaceholderText, "preferences.approval_example")
        desk.texts.bind(self._source.setPlaceholderText, "preferences.source_example")
        for line in (self._number, self._source):
            line.setMinimumWidth(320)
        self.add_row("preferences.approval", self._number)
        self.add_row("preferences.source", self._source)
        self.add_row("preferences.folder", self._folder_row())
        self._show()
        self._number.editingFinished.connect(self._on_texts_edited)
        self._source.editingFinished.connect(self._on_texts_edited)
        desk.settings.changed.connect(self._show)
        desk.texts.language_changed.connect(self._show)

    def use_folder(self, folder: str) -> None:
        """Look at a folder and use it if its maps can be drawn."""

        def call(_progress: Progress, token: CancelToken) -> str:
            check_map_folder(Path(folder), token)
            return folder

        self._checking.ask(call, self._on_checked, self._desk.notices.post_error)

    def _folder_row(self) -> QWidget:
        self._folder = ElidedLabel()
        self._choose, self._own = button("", "chooseMaps"), button("link", "ownMaps")
        self._desk.texts.bind(self._choose.setText, "preferences.choose_folder")
        self._desk.texts.bind(self._own.setText, "preferences.folder_own")
        self._choose.clicked.connect(self._on_choose)
        self._own.clicked.connect(lambda: self._put_folder(""))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._folder, 1)
        layout.addWidget(self._own)
        layout.addWidget(self._choose)
        row.setMinimumWidth(320)
        return row

    def _show(self) -> None:
        maps = self._desk.settings.settings.maps
        self._number.setText(maps.approval_number)
        self._source.setText(maps.source_note)
        self._folder.setText(maps.folder or self._desk.texts.say("preferences.folder_none"))
        self._own.setVisible(bool(maps.folder))

    def _on_texts_edited(self) -> None:
        settings = self._desk.settings.settings
        number, source = self._number.text().strip(), self._source.text().strip()
        maps = replace(settings.maps, approval_number=number, source_note=source)
        self._desk.settings.put(replace(settings, maps=maps))

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self._desk.texts.say("preferences.folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.use_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_checked(self, folder: str) -> None:
        self._put_folder(folder)
        self._desk.notices.post(Level.SUCCESS, "map_folder.used", folder=folder)

    def _put_folder(self, folder: str) -> None:
        settings = self._desk.settings.settings
        self._desk.settings.put(replace(settings, maps=replace(settings.maps, folder=folder)))
