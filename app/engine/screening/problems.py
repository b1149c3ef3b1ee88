"""Why lines could not be checked: few reasons for many lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError


@dataclass(frozen=True, slots=True, eq=False)
class Problems:
    """One reason for each line, or None; equal lines share theirs."""

    codes: NDArray[np.int32]
    reasons: list[EngineError | None]
    places: dict[int, int]  # of the reasons, by identity

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: int) -> EngineError | None:
        return self.reasons[int(self.codes[place])]

    @property
    def are_none(self) -> NDArray[np.bool_]:
        """Which lines have no problem."""
        return np.asarray(self.codes == 0)

    def set(self, places: Any, problem: EngineError) -> None:
        """Say why of one line or some; `places` is what an array is indexed by."""
        code = self.places.setdefault(id(problem), len(self.reasons))
        if code == len(self.reasons):
            self.reasons.append(problem)
        self.codes[places] = code

    def copy(self) -> Problems:
        """To be added to apart."""
        return Problems(self.codes.copy(), list(self.reasons), dict(self.places))


def no_problems(lines: int) -> Problems:
    """None yet."""
    return Problems(np.zeros(lines, dtype=np.int32), [None], {})


def one_problem(problem: EngineError, lines: int) -> Problems:
    """The same for all lines."""
    found = no_problems(lines)
    found.set(slice(None), problem)
    return found
