"""Groups of records by the members of dimensions, with their sums."""

from __future__ import annotations

from dataclasses import dataclass

from app.engine.store.answers import Figures


@dataclass(frozen=True, slots=True)
class Group:
    """The members of one row, in the order of the dimensions, and its sums."""

    members: tuple[int, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Grouped:
    """The largest groups by value; `total` counts all groups, `unknown` rows where a member is not told."""

    groups: tuple[Group, ...]
    total: Figures
    unknown: Figures

    @property
    def beyond(self) -> Figures:
        """What the groups that are not shown hold."""
        shown = sum((group.figures for group in self.groups), self.unknown)
        return Figures(self.total.value - shown.value, self.total.records - shown.records)
