"""Headings of one axis of a cross table: names by level, and how far an outer name reaches over inner ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from app.bridge.pivot_content import Lines
from app.bridge.texts import Texts
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name
from app.engine.store.questions.pivot_table import OTHERS, TOTAL

NameMember = Callable[[Dimension, int], str]


class MemberNames:
    """Names in the language of the moment, each looked up once."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._names: dict[tuple[Dimension, int], str] = {}
        self._is_import = False
        texts.language_changed.connect(self._names.clear)

    def say_imports(self, is_import: bool) -> None:
        """Whether partners are origins of imports."""
        if is_import is not self._is_import:
            self._is_import = is_import
            self._names.clear()

    def name(self, dimension: Dimension, member: int) -> str:
        """As headings write it: HS codes stand before their titles, months are named."""
        found = self._names.get((dimension, member))
        if found is None:
            found = self._names[dimension, member] = self._made(dimension, member)
        return found

    def _made(self, dimension: Dimension, member: int) -> str:
        if dimension is Dimension.MONTH:
            return self._texts.say("explore.month", month=member)
        name = member_name(dimension, member, self._texts.language, is_import=self._is_import)
        name = name[:1].upper() + name[1:]
        if not dimension.hs_digits:
            return name
        key = member_key(dimension, member)
        return name if name.startswith(key) else f"{key} {name}"


class AxisLabels:
    """The headings of the lines of one axis."""

    def __init__(self, lines: Lines, names: MemberNames, texts: Texts, *, alone: str) -> None:
        self._lines = lines
        self._names = names
        self._texts = texts
        self._alone = alone  # heading of the one line of an axis without dimensions
        self._starts = [_starts(lines, level) for level in range(len(lines.dimensions) - 1)]
        # As bytes, for every cell in view asks at each repaint
        self._sums: bytes = np.any(lines.members < 0, axis=1).tobytes()
        self._totals: bytes = np.any(lines.members == TOTAL, axis=1).tobytes()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._lines.count

    @property
    def singles(self) -> int:
        """How many of them are no totals."""
        return self._totals.count(0)

    @property
    def levels(self) -> int:
        """How many headings a line has, at least one."""
        return max(1, len(self._lines.dimensions))

    def is_sum(self, position: int) -> bool:
        """Whether the line is a total or the others."""
        return self._sums[position] != 0

    def is_merged(self, position: int) -> bool:
        """Whether one heading stands for all levels."""
        return self._totals[position] != 0

    def text(self, position: int, level: int) -> str:
        """The heading of a line at a level."""
        if not self._lines.dimensions:
            return self._alone
        member = int(self._lines.members[position, level])
        if member == TOTAL:
            return self._texts.say("explore.total")
        if member == OTHERS:
            return self._texts.say("explore.others")
        return self._names.name(self._lines.dimensions[level], member)

    def full_text(self, position: int) -> str:
        """All headings of a line."""
        levels = 1 if self.is_merged(position) else self.levels
        return " / ".join(self.text(position, level) for level in range(levels))

    def short_text(self, position: int) -> str:
        """All headings of a line where there is little room: HS codes without their titles."""
        if self.is_merged(position):
            return self.text(position, 0)
        return " ".join(self._short(position, level) for level in range(self.levels))

    def _short(self, position: int, level: int) -> str:
        text = self.text(position, level)
        is_code = bool(self._lines.dimensions) and self._lines.dimensions[level].hs_digits is not None
        return text.partition(" ")[0] if is_code and self._lines.members[position, level] >= 0 else text

    def span(self, position: int, level: int) -> tuple[int, int]:
        """First and last line under the heading that a line has at a level."""
        if level >= len(self._starts):
            return position, position
        starts = self._starts[level]
        place = int(np.searchsorted(starts, position, side="right"))
        return int(starts[place - 1]), (int(starts[place]) if place < starts.size else self.count) - 1


def _starts(lines: Lines, level: int) -> npt.NDArray[np.intp]:
    """Where a new heading of the level begins."""
    if not lines.count:
        return np.zeros(0, dtype=np.intp)
    outer = lines.members[:, : level + 1]
    is_new = np.any(outer[1:] != outer[:-1], axis=1)
    return np.concatenate(([0], np.flatnonzero(is_new) + 1))
