"""Why lines could not be checked: few reasons for many lines."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError


class Problems:
    """One reason for each line, or None; equal lines share theirs."""

    def __init__(self, codes: NDArray[np.int32], reasons: list[EngineError | None]) -> None:
        self.codes = codes
        self.reasons = reasons
        self._known = {id(each): code for code, each in enumerate(reasons)}

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
        code = self._known.setdefault(id(problem), len(self.reasons))
        if code == len(self.reasons):
            self.reasons.append(problem)
        self.codes[places] = code

    def copy(self) -> Problems:
        """To be added to apart."""
        return Problems(self.codes.copy(), list(self.reasons))


def no_problems(lines: int) -> Problems:
    """None yet."""
    return Problems(np.zeros(lines, dtype=np.int32), [None])


def one_problem(problem: EngineError, lines: int) -> Problems:
    """The same for all lines."""
    return Problems(np.ones(lines, dtype=np.int32), [None, problem])
