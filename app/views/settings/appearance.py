"""Language, colours and movement."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox

from app.bridge.choices import choose_language, choose_theme
from app.bridge.desk import Desk
from app.bridge.theme import ThemeMode
from app.engine.messages import Language
from app.widgets.segments import Segments
from app.widgets.setting_card import SettingCard


class AppearanceCard(SettingCard):
    """Follows what is chosen elsewhere, as in the command palette."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "preferences.appearance")
        self._desk = desk
        texts = desk.texts
        self._language = Segments(
            texts,
            "preferences.language",
            [(Language.ZH.value, "preferences.language_zh"), (Language.EN.value, "preferences.language_en")],
        )
        self._theme = Segments(
            texts, "preferences.theme", [(mode.value, f"preferences.theme_{mode.value}") for mode in ThemeMode]
        )
        self._animations = QCheckBox()
        self._animations.setProperty("role", "bare")
        self.add_row("preferences.language", self._language)
        self.add_row("preferences.theme", self._theme)
        self.add_row("preferences.animations", self._animations)
        self._show()
        self._connect()

    def _connect(self) -> None:
        desk = self._desk
        self._language.chosen.connect(lambda name: choose_language(desk, Language(name)))
        self._theme.chosen.connect(lambda name: choose_theme(desk, ThemeMode(name)))
        self._animations.toggled.connect(self._on_animations)
        desk.settings.changed.connect(self._show)
        desk.texts.language_changed.connect(self._show)

    def _show(self) -> None:
        settings = self._desk.settings.settings
        self._language.show_choice(self._desk.texts.language.value)
        self._theme.show_choice(settings.theme)
        self._animations.setChecked(settings.animations)

    def _on_animations(self, is_on: bool) -> None:
        self._desk.settings.put(replace(self._desk.settings.settings, animations=is_on))
