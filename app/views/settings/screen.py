"""The big screen: its title, how long a scene stays, and which scenes take turns."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QSpinBox, QWidget

from app.bridge.desk import Desk
from app.bridge.screen_scenes import Scene
from app.engine.settings import LONGEST_SCENE_S, SHORTEST_SCENE_S, ScreenSettings
from app.widgets.parts import button
from app.widgets.setting_card import SettingCard

_LONGEST_TITLE = 60
_WIDTH = 320
_COLUMNS = 3


class ScreenCard(SettingCard):
    """A screen that stands follows at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "screen.settings")
        self._desk = desk
        texts = desk.texts
        self._title = QLineEdit(maxLength=_LONGEST_TITLE)
        self._title.setMinimumWidth(_WIDTH)
        self._interval = QSpinBox(minimum=SHORTEST_SCENE_S, maximum=LONGEST_SCENE_S)
        # The style sheet's padding does not reach the field within
        self._interval.lineEdit().setTextMargins(desk.theme.tokens.space(2), 0, 0, 0)
        self._open = button("", "openScreen")
        texts.bind(self._title.setPlaceholderText, "screen.title")
        texts.bind(self._interval.setSuffix, "preferences.seconds")
        texts.bind(self._open.setText, "screen.settings_open_do")
        self.add_row("screen.settings_title", self._title)
        self.add_row("preferences.interval", self._interval)
        self.add_row("screen.settings_scenes", self._scene_boxes())
        self.add_row("screen.settings_open", self._open)
        self._show()
        self._connect()

    def _scene_boxes(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._desk.theme.tokens.space(4))
        self._scenes = {scene: QCheckBox() for scene in Scene}
        for place, (scene, check) in enumerate(self._scenes.items()):
            self._desk.texts.bind(check.setText, f"screen.scene_{scene.value}")
            grid.addWidget(check, place // _COLUMNS, place % _COLUMNS)
        return box

    def _connect(self) -> None:
        self._title.editingFinished.connect(self._put)
        self._interval.valueChanged.connect(self._put)
        for check in self._scenes.values():
            check.clicked.connect(self._put)
        self._open.clicked.connect(self._desk.navigation.show_screen)
        self._desk.settings.changed.connect(self._show)

    def _show(self) -> None:
        screen = self._desk.settings.settings.screen
        self._title.setText(screen.title)
        self._interval.setValue(screen.interval_s)
        shown = [check for scene, check in self._scenes.items() if scene.value not in screen.hidden_scenes]
        for check in self._scenes.values():
            check.setChecked(check in shown)
            # One scene has to stay
            check.setEnabled(shown != [check])

    def _put(self) -> None:
        hidden = tuple(scene.value for scene, check in self._scenes.items() if not check.isChecked())
        screen = ScreenSettings(self._interval.value(), self._title.text().strip(), hidden)
        self._desk.settings.put(replace(self._desk.settings.settings, screen=screen))
