"""The look of all widgets, made from the tokens: a style sheet for windows, palette and font for the application."""

from __future__ import annotations

import contextlib
import functools
import re
import string
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QPalette

from app.bridge.theme import Tokens
from app.engine import paths
from app.engine.messages import Language

_BORDERS = 2
# Drawings inside the style sheet, which can only name files: placeholder → drawing and colour
_DRAWINGS = {
    "icon_check": ("check", "on_accent"),
    "icon_minus": ("minus", "on_accent"),
    "icon_chevron_down": ("chevron-down", "muted"),
    "icon_chevron_up": ("chevron-up", "muted"),
    "icon_chevron_right": ("chevron-right", "muted"),
}
_Role = QPalette.ColorRole
_PALETTE = {
    _Role.Window: "background",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "background",
    _Role.Text: "text",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.BrightText: "danger",
    _Role.ToolTipBase: "raised",
    _Role.ToolTipText: "text",
    _Role.PlaceholderText: "muted",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "on_accent",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.Light: "raised",
    _Role.Midlight: "raised",
    _Role.Mid: "border",
    _Role.Dark: "border",
    _Role.Shadow: "border",
    _Role.Accent: "accent",
}


def style_sheet(tokens: Tokens, *, drawings: Path) -> str:
    """The style sheet for one palette; the few drawings that it names are written to the folder `drawings`."""
    # A control's height includes its border, the style sheet's min-height does not
    inner = tokens.control_height - _BORDERS
    lengths = {"radius": tokens.radius, "control": inner, "control_focused": inner - _BORDERS}
    values = {**tokens.colours, **tokens.sizes, **lengths, **_drawn(tokens, drawings)}
    return string.Template(_template()).substitute({name: str(value) for name, value in values.items()})


def window_sheet(tokens: Tokens) -> str:
    """The style sheet with its drawings beside all else that is only kept to be quick."""
    return style_sheet(tokens, drawings=paths.user_data() / "cache" / "drawings")


def palette(tokens: Tokens) -> QPalette:
    """Colours for whatever a widget paints without asking the style sheet."""
    made = QPalette()
    for role, name in _PALETTE.items():
        made.setColor(role, QColor(tokens.colour(name)))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.colour("muted")))
    return made


def body_font(tokens: Tokens, language: Language) -> QFont:
    """The font of everything that has no role; in English, quotes and apostrophes are not as wide as a Chinese sign."""
    font = QFont(list(tokens.families))
    font.setPixelSize(tokens.sizes["body"])
    if language is Language.EN:
        font.setFeature(QFont.Tag.fromString("pwid"), 1)
    return font


@functools.cache
def _template() -> str:
    sheet = (paths.resources() / "theme" / "window.qss").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)


def _drawn(tokens: Tokens, folder: Path) -> dict[str, str]:
    """Placeholder → file of each drawing; a folder that cannot be written costs the drawings, not the window."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for placeholder, (name, colour) in _DRAWINGS.items():
        file = folder / f"{name}-{tokens.colour(colour).removeprefix('#')}.svg"
        with contextlib.suppress(OSError):
            _write_once(file, paths.resources() / "web" / "icons" / f"{name}.svg", tokens.colour(colour))
        files[placeholder] = file.as_posix()
    return files


def _write_once(file: Path, drawing: Path, colour: str) -> None:
    if not file.exists():
        file.write_text(drawing.read_text(encoding="utf-8").replace("currentColor", colour), encoding="utf-8")
