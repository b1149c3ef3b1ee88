"""A figure that sums something up, as a tile shows it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Trend(enum.Enum):
    """Where a figure went; neither way is good or bad in itself. The values are names of icons."""

    UP = "arrow-up"
    DOWN = "arrow-down"
    LEVEL = "minus"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """What one tile says; `change` is empty where there is no year before, `note` then stands in its place."""

    title: str
    figure: str
    unit: str = ""
    change: str = ""
    trend: Trend = Trend.LEVEL
    note: str = ""
    tip: str = ""
    points: tuple[float | None, ...] = ()
