"""Where pages end: strips that are never split, some of which stay with the next one or repeat a header."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Draw = Callable[[Any, float, float], None]  # canvas, left edge, top edge


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of the page's whole width; `gap` is the room above it, which the top of a page does not need."""

    height: float
    draw: Draw
    gap: float = 0.0
    is_kept: bool = False  # on one page with the next strip
    header: Strip | None = None  # repeated above it where it begins a page


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip and the distance of its top from that of the page's frame."""

    strip: Strip
    offset: float


def paginate(strips: Iterable[Strip], height: float) -> list[list[Placed]]:
    """Pages of a frame of this height; strips kept together part only where no page could hold them."""
    pages, page, used = list[list[Placed]](), list[Placed](), 0.0
    for run in _runs(strips):
        if page and used + _height(run) > height:
            pages.append(page)
            page, used = [], 0.0
        for strip in run:
            if page and used + strip.gap + strip.height > height:
                pages.append(page)
                page, used = [], 0.0
            if not page and strip.header:
                page.append(Placed(strip.header, 0.0))
                used = strip.header.height
            offset = used + (strip.gap if page else 0.0)
            page.append(Placed(strip, offset))
            used = offset + strip.height
    return [*pages, page]


def _runs(strips: Iterable[Strip]) -> Iterable[list[Strip]]:
    """Strips that stay together, the last of which keeps no other."""
    run: list[Strip] = []
    for strip in strips:
        run.append(strip)
        if not strip.is_kept:
            yield run
            run = []
    if run:
        yield run


def _height(run: list[Strip]) -> float:
    return sum(strip.gap + strip.height for strip in run)
