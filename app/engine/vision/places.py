"""Places in a picture, as shares of its width and height, so that they hold for every size that it is shown in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_OVERLAP = 0.4
_MOST_COVERED = 0.75


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle; 0 is left and top, 1 is right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """As a share of the picture."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def common(self, other: Region) -> float:
        """The area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, across) * max(0.0, down)

    def is_same_place(self, other: Region) -> bool:
        """True where the two overlap widely, or one lies within the other."""
        common = self.common(other)
        together = self.area + other.area - common
        return common > _MOST_OVERLAP * together or common > _MOST_COVERED * min(self.area, other.area)

    def within(self, outer: Region) -> Region:
        """This rectangle, given as shares of `outer`, as shares of the picture that `outer` lies in."""
        width, height = outer.right - outer.left, outer.bottom - outer.top
        return Region(
            outer.left + self.left * width,
            outer.top + self.top * height,
            outer.left + self.right * width,
            outer.top + self.bottom * height,
        )


WHOLE = Region(0.0, 0.0, 1.0, 1.0)


def keep_apart(regions: Sequence[Region]) -> list[int]:
    """Which of the regions, the most important first, are left when each place is taken only once."""
    kept: list[int] = []
    for at, region in enumerate(regions):
        if not any(region.is_same_place(regions[other]) for other in kept):
            kept.append(at)
    return kept
