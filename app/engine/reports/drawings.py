"""Charts that a document draws by itself: columns by year, bars of members, a line; every text is finished."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnsDrawing:
    """Values at each label for each named series; `tops` are written at the ends of the scale, zero and the largest."""

    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    tops: tuple[str, str]


@dataclass(frozen=True, slots=True)
class BarsDrawing:
    """A bar for each label, with its text at the end; values below zero stand to the left."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineDrawing:
    """Values at each label, with a text at the first and the last."""

    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


Drawing = ColumnsDrawing | BarsDrawing | LineDrawing
