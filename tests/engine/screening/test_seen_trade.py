"""Partners and modes that the data have never seen for a code: told where the code is known well enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine.screening.combining import rule_weights
from app.engine.screening.explaining import Broken, rules_finding
from app.engine.screening.facts import facts_of
from app.engine.screening.form_rules import broken_alone
from app.engine.screening.lines import lines_of
from app.engine.screening.rule_book import shipped_rules
from app.engine.screening.seen_trade import NOTHING_SEEN, SeenTrade, product_key
from app.engine.store.selection import Direction
from tests.engine.screening.declarations import declaration

KNOWN, RARE = "27090000", "09011100"
GENERAL, PROCESSING, BARTER = 10, 15, 30
SAUDI, CHILE, NAURU = 131, 412, 606


def ints(*values: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(sorted(values), dtype=np.int64)


@pytest.fixture
def seen() -> SeenTrade:
    """Oil came in general trade from one partner; coffee tells of the other partner and mode."""
    oil, coffee = (product_key(Direction.IMPORT.id, code) for code in (KNOWN, RARE))
    return SeenTrade(
        ints(oil, coffee),
        np.array([20, 500], dtype=np.int64),
        ints(oil * 32_768 + SAUDI, coffee * 32_768 + CHILE),
        ints(oil * 32_768 + GENERAL, coffee * 32_768 + PROCESSING),
    )


def told(seen: SeenTrade, **changes: Any) -> tuple[list[str], float]:
    """Rules that are broken, and by how much they raise the odds."""
    lines, rules = (
        lines_of([declaration(**{"origin": SAUDI, "mode": GENERAL, "hs": KNOWN, **changes})]),
        shipped_rules(),
    )
    bits = broken_alone(lines, facts_of(lines), rules, seen).astype(np.int32)
    return [rule.id for rule in rules.broken(int(bits[0]))], float(rule_weights(rules, bits)[1][0])


@pytest.mark.parametrize(("changes", "rules"), [
    ({}, []),
    ({"mode": PROCESSING}, ["mode_never_seen"]),
    ({"origin": CHILE}, ["partner_never_seen"]),
    ({"mode": None, "origin": None}, []),
    ({"mode": PROCESSING, "hs": RARE}, []),
    ({"mode": GENERAL, "hs": RARE}, []),
    ({"mode": PROCESSING, "hs": "0101"}, []),
])  # fmt: skip
def test_what_was_never_seen_for_a_code_is_told(seen: SeenTrade, changes: dict[str, Any], rules: list[str]) -> None:
    found, odds = told(seen, **changes)

    assert found == rules
    assert (odds > 1) == bool(rules)


def test_what_the_data_leave_out_altogether_is_said_and_weighs_nothing(seen: SeenTrade) -> None:
    assert told(seen, mode=BARTER, origin=NAURU) == (["partner_not_in_data", "mode_not_in_data"], 1.0)


def test_data_that_tell_neither_partners_nor_modes_say_nothing() -> None:
    assert told(NOTHING_SEEN, mode=BARTER, origin=NAURU) == ([], 1.0)


def test_a_note_stands_behind_the_sentence_that_no_rule_is_broken(seen: SeenTrade) -> None:
    rules, line = shipped_rules(), declaration(hs=KNOWN, mode=BARTER)

    finding = rules_finding(line, Broken(rules.bit("mode_not_in_data"), 0, 0, 1.0), rules, seen)
    broken = rules_finding(
        line, Broken(rules.bit("mode_not_in_data") | rules.bit("total_rounded"), 0, 0, 0.1), rules, seen
    )

    assert [each.code for each in finding.reasons] == ["screening.rules_kept", "screening_rules.mode_not_in_data"]
    assert not finding.is_remarkable
    assert [each.code for each in broken.reasons] == [
        "screening_rules.total_rounded",
        "screening_rules.mode_not_in_data",
    ]
