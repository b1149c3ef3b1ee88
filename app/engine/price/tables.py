"""Figures by group, looked up for many rows at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
Figures = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`figures` has a line per key, in the order of the rising `keys`, and a last one for groups that nobody saw."""

    keys: Keys
    figures: Figures

    def look_up(self, wanted: Keys, is_open: NDArray[np.bool_] | None = None) -> Figures:
        """A line per wanted key; that of unseen groups where `is_open`."""
        unseen = len(self.keys)
        at = np.searchsorted(self.keys, wanted)
        found = at < unseen
        found[found] = self.keys[at[found]] == wanted[found]
        if is_open is not None:
            found &= ~is_open
        return self.figures[np.where(found, at, unseen)]


def table_of(keys: Keys, figures: list[NDArray[np.float64]], unseen: list[float]) -> FigureTable:
    """A table of several figures by group, with what holds for groups that nobody saw."""
    lines = np.column_stack(figures).astype(np.float32)
    return FigureTable(keys, np.vstack([lines, np.array(unseen, dtype=np.float32)]))
