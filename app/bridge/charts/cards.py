"""What a chart area is asked to show, and what it tells: layouts, charts, clicks, pictures."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Option = Mapping[str, object]


class ImageKind(enum.Enum):
    """File formats of a captured chart."""

    PNG = "png"
    SVG = "svg"


class Format(enum.Enum):
    """How the page writes numbers; the values are the names of its writers."""

    AMOUNT = "amount"
    COUNT = "count"
    PRICE = "price"
    SHARE = "share"
    CHANGE = "change"
    POINTS = "points"  # a difference of shares or rates, in percentage points
    INDEX = "index"
    PLAIN = "plain"


class Tone(enum.Enum):
    """What a change means, for its colour."""

    NEUTRAL = ""
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Measure:
    """What the numbers of a chart are: their format, and the unit in the language of the moment ("" for none)."""

    format: Format = Format.AMOUNT
    unit: str = ""

    def document(self) -> dict[str, str]:
        """As the page's formatters take it."""
        return {"format": self.format.value, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Chart:
    """What one card shows: an option from `options_*`, or the sentence why there is none.

    `is_loading` keeps what is drawn and says so only after a fifth of a second; `figure` and `change` are a key figure
    above the drawing; all texts are in the language of the moment.
    """

    title: str
    caption: str = ""
    option: Option | None = None
    measure: Measure = Measure()
    empty: str = ""
    figure: str = ""
    change: str = ""
    tone: Tone = Tone.NEUTRAL
    is_loading: bool = False

    def document(self) -> dict[str, object]:
        """As the page takes it."""
        return {
            "title": self.title,
            "caption": self.caption,
            "option": self.option,
            "measure": self.measure.document(),
            "empty": self.empty,
            "figure": self.figure,
            "change": self.change,
            "tone": self.tone.value,
            "is_loading": self.is_loading,
        }


@dataclass(frozen=True, slots=True)
class Card:
    """Place of one chart in a grid of twelve columns: columns at three widths of the area, rows, least height in px."""

    id: str
    wide: int
    medium: int = 0
    narrow: int = 12
    rows: int = 1
    least: int = 0

    def document(self) -> dict[str, object]:
        """As the page takes it; without a medium width the wide one counts."""
        return {
            "id": self.id,
            "wide": self.wide,
            "medium": self.medium or self.wide,
            "narrow": self.narrow,
            "rows": self.rows,
            "least": self.least,
        }


@dataclass(frozen=True, slots=True)
class Layout:
    """Cards in reading order; wide from 1500 px, medium from 900 px, narrow below.

    `fills` stretches the rows over the area and never scrolls; else rows are `row` px high and the page scrolls.
    Without menus the cards have no button for one. `is_flush` leaves no margin around the cards, for an area that is in
    line with what stands above and below it.
    """

    cards: tuple[Card, ...]
    row: int = 88
    fills: bool = False
    has_menus: bool = True
    is_flush: bool = False

    def document(self) -> dict[str, object]:
        """As the page takes it."""
        cards = [card.document() for card in self.cards]
        flags = {"fills": self.fills, "has_menus": self.has_menus, "is_flush": self.is_flush}
        return {"cards": cards, "row": self.row, **flags}


@dataclass(frozen=True, slots=True)
class ChartClick:
    """An item of a chart was clicked; `is_added` with Ctrl or Cmd held."""

    chart: str
    key: str
    name: str
    is_added: bool
    series: str = ""


@dataclass(frozen=True, slots=True)
class MapSettings:
    """What the operator says of the maps: an own folder with world.json and china.json, their source, the 审图号."""

    folder: Path | None = None
    source: str = ""
    approval_number: str = ""
