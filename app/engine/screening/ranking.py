"""The order in which the lines of a file are worth a look, and how far a budget reaches."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import UsageError
from app.engine.screening.combining import FileScores


def order_of_worth(scores: FileScores) -> NDArray[np.int64]:
    """Places of all lines: what looking is expected to recover comes first, then risk, then the order of the file."""
    return np.lexsort((np.arange(len(scores.risk)), -scores.risk, -scores.recovery))


def within_budget(budget: float, lines: int) -> int:
    """How many of the lines can be inspected, a part of one counting as one; `budget` is a share of them."""
    check_budget(budget)
    return math.ceil(round(budget * lines, 9))


def check_budget(budget: float) -> None:
    """UsageError for what is no share of the lines."""
    if not 0 < budget <= 1:
        raise UsageError("screening.budget_out_of_reach", given=f"{budget:g}")
