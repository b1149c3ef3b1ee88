"""Charts that a document draws by itself: columns, bars, a line, a line within its band; every text is finished."""

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


@dataclass(frozen=True, slots=True)
class BandDrawing:
    """A line within its band on a logarithmic scale, dots of what was seen, and one marked point with its text.

    Values are positive, None where there is none; `tops` are written at the ends of the scale, lowest and highest.
    """

    labels: tuple[str, ...]
    line: tuple[float | None, ...]
    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    dots: tuple[float | None, ...]
    marked: tuple[int, float, str]  # place among the labels, value, text
    tops: tuple[str, str]


Drawing = ColumnsDrawing | BarsDrawing | LineDrawing | BandDrawing
