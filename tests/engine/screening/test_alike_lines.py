"""Lines that are compared with each other: what is told of them does not depend on which comes first."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from app.engine.screening.declaration import Amount, Declaration
from app.engine.screening.facts import facts_of
from app.engine.screening.form_rules import broken_together
from app.engine.screening.lines import lines_of
from app.engine.screening.rule_book import shipped_rules
from tests.engine.screening.declarations import KILOGRAM, declaration


def line(row: int, total: str | None, **changes: Any) -> Declaration:
    """Each on a day of its own, so that none is a part of a split consignment."""
    told: dict[str, Any] = {"trader": "某公司", "number": f"N{row}", "declared_on": date(2021, 5, row)}
    return declaration(row=row, total=None if total is None else Decimal(total), **(told | changes))


def alike(lines: Sequence[Declaration]) -> dict[int, tuple[list[str], int]]:
    """By row: the rules that are broken beside other lines, and the row that is named."""
    facts, rules = facts_of(lines_of(lines)), shipped_rules()
    together = broken_together(lambda name: np.asarray(getattr(facts, name)), rules)
    return {
        each.row: ([rule.id for rule in rules.broken(int(bits))], int(other))
        for each, bits, other in zip(lines, together.bits, together.other, strict=True)
        if bits
    }


def test_both_of_two_alike_lines_are_told_of_with_the_row_of_the_other() -> None:
    found = alike([line(2, "100"), line(3, "400"), line(4, "100", hs="61091000")])

    assert found == {2: (["near_duplicate"], 3), 3: (["near_duplicate"], 2)}


def test_every_line_of_a_group_is_told_of_whichever_stands_first() -> None:
    lines = [line(row, total) for row, total in ((2, "100"), (3, "100"), (4, "400"), (5, "900"), (6, "100"))]

    found = alike(lines)

    assert {row: other for row, (_, other) in found.items()} == {2: 4, 3: 4, 4: 2, 5: 2, 6: 4}


@pytest.mark.parametrize("seed", range(5))
def test_shuffling_a_file_flags_the_same_declarations(seed: int) -> None:
    told = [("100", 100), ("400", 100), ("100", 7), ("100", 100), ("55", 8), (None, 100), ("56", 8)]

    def flagged(order: Sequence[int]) -> set[int]:
        lines = [
            line(
                row,
                told[each][0],
                number=f"N{each}",
                declared_on=date(2021, 5, 1 + each),
                first=Amount(Decimal(told[each][1]), KILOGRAM),
            )
            for row, each in enumerate(order, start=2)
        ]
        return {order[row - 2] for row in alike(lines)}

    shuffled = list(range(len(told)))
    random.Random(seed).shuffle(shuffled)

    assert flagged(shuffled) == flagged(range(len(told))) == {0, 1, 3, 4, 6}


def test_the_same_total_or_none_is_no_other_total() -> None:
    assert alike([line(2, "100"), line(3, "100"), line(4, None)]) == {}


def test_a_line_without_a_total_hides_no_other() -> None:
    found = alike([line(2, None), line(3, "100"), line(4, "400")])

    assert {row: other for row, (_, other) in found.items()} == {3: 4, 4: 3}


def test_lines_of_nobody_are_not_compared() -> None:
    assert alike([line(2, "100", trader=""), line(3, "400", trader="")]) == {}


def test_an_exact_repetition_is_told_as_one_and_names_the_first() -> None:
    same = {"number": "N", "declared_on": date(2021, 5, 1)}

    found = alike([line(2, "100", **same), line(3, "100", **same), line(4, "400")])

    assert found[3] == (["duplicate"], 2)
    assert found[2] == (["near_duplicate"], 4)
