from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.engine.errors import UsageError
from app.engine.screening.combining import FileScores
from app.engine.screening.ranking import order_of_worth, within_budget


def scores(risk: list[float], recovery: list[float]) -> FileScores:
    nothing: Any = None
    none, bits = np.zeros(0), np.zeros(0, dtype=np.int32)
    blank = FileScores(nothing, none, none, bits, bits, bits)
    return replace(blank, risk=np.array(risk), recovery=np.array(recovery))


def test_what_is_recovered_comes_first_then_risk_then_the_order_of_the_file() -> None:
    order = order_of_worth(scores([0.1, 0.9, 0.2, 0.9, 0.3], [5.0, 0.0, 7.0, 0.0, 0.0]))

    assert order.tolist() == [2, 0, 1, 3, 4]


@pytest.mark.parametrize(("budget", "lines", "reached"), [(0.01, 4, 1), (0.5, 5, 3), (1.0, 4, 4), (0.05, 0, 0)])
def test_a_part_of_a_line_is_inspected_as_a_whole_one(budget: float, lines: int, reached: int) -> None:
    assert within_budget(budget, lines) == reached


@pytest.mark.parametrize("budget", [0.0, -1.0, 1.5, float("nan")])
def test_a_budget_that_is_no_share_is_refused(budget: float) -> None:
    with pytest.raises(UsageError):
        within_budget(budget, 10)
