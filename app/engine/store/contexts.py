"""Contexts: figures of one source, reporter, currency and HS level; those of two contexts are never added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection

_ALWAYS = frozenset({Dimension.YEAR, Dimension.DIRECTION})


@dataclass(frozen=True, slots=True)
class Context:
    """What makes figures addable; `dimensions` are those that the source tells (country, province, mode, …)."""

    id: int
    source: str
    dimensions: str  # as the manifest lists them, separated by commas
    reporter: int | None
    currency: str | None
    hs_level: int | None

    def holds(self, dimension: Dimension) -> bool:
        """Whether its records can be told apart by the dimension."""
        if dimension.hs_digits:
            return (self.hs_level or 0) >= dimension.hs_digits
        return dimension in _ALWAYS or dimension.value in self.dimensions.split(",")

    def is_chosen_by(self, selection: Selection) -> bool:
        """Whether the selection's choice of currency, reporter, HS level and source, as far as made, admits it."""
        choices = (
            (selection.currency, self.currency),
            (selection.reporter, self.reporter),
            (selection.hs_level, self.hs_level),
            (selection.source, self.source),
        )
        return all(chosen is None or chosen == own for chosen, own in choices)


def needed_dimensions(selection: Selection, asked: Iterable[Dimension]) -> list[Dimension]:
    """Dimensions that a context must hold to answer: those asked for and those filtered on."""
    filtered = (
        (Dimension.COUNTRY, selection.countries),
        (Dimension.PROVINCE, selection.provinces),
        (Dimension.MODE, selection.modes),
    )
    needed = [*asked, *(dimension for dimension, members in filtered if members)]
    level = prefix_level(selection)
    return [*needed, level] if level else needed


def prefix_level(selection: Selection) -> Dimension | None:
    """The shortest HS level that can be tested against all prefixes of the selection."""
    levels = (Dimension.HS2, Dimension.HS4, Dimension.HS6, Dimension.HS8)
    if not selection.hs:
        return None
    longest = max(len(prefix) for prefix in selection.hs)
    return next(level for level in levels if (level.hs_digits or 0) >= longest)


def first_missing(contexts: Sequence[Context], needed: Sequence[Dimension]) -> Dimension | None:
    """A dimension that no context holds; None when some context holds all that is needed."""
    if any(all(context.holds(dimension) for dimension in needed) for context in contexts):
        return None
    absent = (d for d in needed if not any(context.holds(d) for context in contexts))
    return next(absent, needed[-1] if needed else None)
