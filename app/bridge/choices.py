"""Choices that take effect at once and are kept for the next start."""

from __future__ import annotations

from dataclasses import replace

from app.bridge.desk import Desk
from app.bridge.theme import ThemeMode
from app.engine.messages import Language


def choose_language(desk: Desk, language: Language) -> None:
    """Say everything in this language from now on."""
    desk.settings.put(replace(desk.settings.settings, language=language))
    desk.texts.set_language(language)


def choose_theme(desk: Desk, mode: ThemeMode) -> None:
    """Show everything in this palette from now on."""
    desk.settings.put(replace(desk.settings.settings, theme=mode.value))
    desk.theme.set_mode(mode)
