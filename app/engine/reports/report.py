"""A printed report as the screens describe it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.engine.reports.about import About
from app.engine.reports.drawings import Drawing
from app.engine.reports.tables import Table


class Orientation(enum.Enum):
    """Which way the A4 sheet lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of the row at the top, already formatted."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences, a picture or a drawing, a table; a map is followed by the line of its approval."""

    heading: str
    picture: bytes | None = None  # PNG; scaled to the page, never split
    caption: str = ""
    table: Table | None = None
    is_map: bool = False
    sentences: tuple[str, ...] = ()
    drawing: Drawing | None = None  # drawn by the document itself, so that no window is needed


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a PDF prints, in this order."""

    about: About
    key_figures: tuple[KeyFigure, ...] = ()
    sections: tuple[Section, ...] = ()
    orientation: Orientation = Orientation.PORTRAIT
