"""Version, notices of what is delivered with the program, and facts for a supporter."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import __version__
from app.bridge.desk import Desk
from app.bridge.diagnostics import diagnostics, third_party_notices
from app.bridge.log import log_file
from app.bridge.notices import Level
from app.widgets.parts import button, label
from app.widgets.reading import ReadingDialog
from app.widgets.setting_card import SettingCard


class AboutCard(SettingCard):
    """Nothing here changes anything."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "preferences.about")
        self._desk = desk
        version = label()
        version.setText(__version__)
        self.add_row("preferences.version", version)
        notices = button("", "thirdParty")
        desk.texts.bind(notices.setText, "preferences.third_party_button")
        notices.clicked.connect(self._on_notices)
        self.add_row("preferences.third_party", notices)
        self.add_row("preferences.diagnostics", self._diagnostics_row())

    def _diagnostics_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        acts = (("log", self._on_log), ("show", self._on_show), ("copy", self._on_copy))
        for name, act in acts:
            each = button("link" if name == "log" else "", f"diagnostics_{name}")
            self._desk.texts.bind(each.setText, f"preferences.diagnostics_{name}")
            each.clicked.connect(act)
            layout.addWidget(each)
        return row

    def _facts(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in diagnostics(self._desk.session).items())

    def _on_notices(self) -> None:
        ReadingDialog(self._desk, self, "preferences.third_party", third_party_notices()).open()

    def _on_show(self) -> None:
        ReadingDialog(self._desk, self, "preferences.diagnostics", self._facts()).open()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._facts())
        self._desk.notices.post(Level.INFO, "preferences.diagnostics_copied")

    def _on_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file(self._desk.settings.folder).parent)))
