"""Colours, spacing and type of the window and its charts, from one file of tokens."""

from __future__ import annotations

import enum
import functools
import tomllib
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from app.engine import paths


class ThemeMode(enum.Enum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette with the spacing and type that all palettes share; lengths in device-independent pixels."""

    is_dark: bool
    colours: MappingProxyType[str, str]
    series: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    spaces: tuple[int, ...]
    radius: int
    control_height: int
    families: tuple[str, ...]
    sizes: MappingProxyType[str, int]

    def colour(self, name: str) -> str:
        """`#rrggbb` of a named colour; KeyError for a name that the file lacks."""
        return self.colours[name]

    def space(self, step: int) -> int:
        """Length of a step of the spacing scale, from 0."""
        return self.spaces[step]


@functools.cache
def tokens(*, is_dark: bool) -> Tokens:
    """One of the two palettes of resources/theme/tokens.toml."""
    document = tomllib.loads((paths.resources() / "theme" / "tokens.toml").read_text(encoding="utf-8"))
    name = "dark" if is_dark else "light"
    charts, space, type_scale = document["charts"][name], document["space"], document["type"]
    return Tokens(
        is_dark=is_dark,
        colours=MappingProxyType(document[name]),
        series=tuple(charts["series"]),
        sequential=tuple(charts["sequential"]),
        diverging=tuple(charts["diverging"]),
        spaces=tuple(space["steps"]),
        radius=space["radius"],
        control_height=space["control_height"],
        families=tuple(type_scale["families"]),
        sizes=MappingProxyType({key: size for key, size in type_scale.items() if isinstance(size, int)}),
    )


class Theme(QObject):
    """The palette of the moment; follows the system where the user wants that."""

    changed = Signal()

    def __init__(self, mode: ThemeMode, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self._tokens = self._chosen()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def mode(self) -> ThemeMode:
        """What the user chose, which may be to follow the system."""
        return self._mode

    @property
    def tokens(self) -> Tokens:
        """The palette to draw with now."""
        return self._tokens

    @property
    def is_dark(self) -> bool:
        """True while the dark palette is shown."""
        return self._tokens.is_dark

    def set_mode(self, mode: ThemeMode) -> None:
        """Change the choice; `changed` follows only where another palette results."""
        self._mode = mode
        self._update()

    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._update()

    def _update(self) -> None:
        chosen = self._chosen()
        if chosen is not self._tokens:
            self._tokens = chosen
            self.changed.emit()

    def _chosen(self) -> Tokens:
        if self._mode is ThemeMode.SYSTEM:
            return tokens(is_dark=QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark)
        return tokens(is_dark=self._mode is ThemeMode.DARK)
