from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor

from app.bridge.theme import Theme, ThemeMode, Tokens, tokens

TEXT_ON_GROUND = [
    *itertools.product(["text", "muted", "accent", "success", "warning", "danger"], ["background", "surface"]),
    ("text", "raised"), ("muted", "raised"), ("on_accent", "accent"), ("accent", "accent_soft"),
    ("text", "accent_soft"), ("danger", "danger_soft"), ("warning", "warning_soft"), ("success", "success_soft"),
    ("on_rail", "rail"), ("on_rail_active", "rail_active"), ("import", "surface"), ("export", "surface"),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    shown = QColor(colour)
    linear = [linear_light(channel) for channel in (shown.redF(), shown.greenF(), shown.blueF())]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def linear_light(channel: float) -> float:
    curved: float = ((channel + 0.055) / 1.055) ** 2.4
    return channel / 12.92 if channel <= 0.04045 else curved


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [tokens(is_dark=False), tokens(is_dark=True)], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(palette: Tokens, text: str, ground: str) -> None:
    assert contrast(palette.colour(text), palette.colour(ground)) >= 4.5


@pytest.mark.parametrize("palette", [tokens(is_dark=False), tokens(is_dark=True)], ids=["light", "dark"])
def test_series_stand_out_from_the_surface(palette: Tokens) -> None:
    assert all(contrast(colour, palette.colour("surface")) >= 3 for colour in palette.series)


def test_changing_the_mode_tells_once(qapp: object) -> None:
    theme = Theme(ThemeMode.LIGHT)
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark))

    theme.set_mode(ThemeMode.DARK)
    theme.set_mode(ThemeMode.DARK)

    assert told == [True]
