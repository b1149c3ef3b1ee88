"""Which chapter each of ImageNet's 1,000 classes belongs to: what photo networks know before they are taught goods."""

from __future__ import annotations

import functools

from app.engine.reference import tables

IMAGENET_CLASSES = 1000


@functools.cache
def imagenet_chapters() -> tuple[str | None, ...]:
    """The chapter of each class in ImageNet's own order; None for what is no goods."""
    found: list[str | None] = [None] * IMAGENET_CLASSES
    for number, _, chapter in tables.rows("imagenet_chapters", ("number", "name", "chapter")):
        found[int(number)] = chapter
    return tuple(found)
