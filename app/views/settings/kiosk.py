"""The kiosk: how long it waits for a touch, and the way in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QSpinBox

from app.bridge.desk import Desk
from app.engine.settings import LONGEST_REST_S, SHORTEST_REST_S, KioskSettings
from app.widgets.parts import button
from app.widgets.setting_card import SettingCard


class KioskCard(SettingCard):
    """A kiosk that stands follows at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "kiosk.settings")
        self._desk = desk
        self._rest = QSpinBox(minimum=SHORTEST_REST_S, maximum=LONGEST_REST_S)
        # The style sheet's padding does not reach the field within
        self._rest.lineEdit().setTextMargins(desk.theme.tokens.space(2), 0, 0, 0)
        self._open = button("", "openKiosk")
        desk.texts.bind(self._rest.setSuffix, "preferences.seconds")
        desk.texts.bind(self._open.setText, "kiosk.settings_open_do")
        self.add_row("kiosk.settings_rest", self._rest)
        self.add_row("kiosk.settings_open", self._open)
        self._show()
        self._rest.valueChanged.connect(self._put)
        self._open.clicked.connect(desk.navigation.show_kiosk)
        desk.settings.changed.connect(self._show)

    def _show(self) -> None:
        self._rest.setValue(self._desk.settings.settings.kiosk.rest_s)

    def _put(self, seconds: int) -> None:
        self._desk.settings.put(replace(self._desk.settings.settings, kiosk=KioskSettings(seconds)))
