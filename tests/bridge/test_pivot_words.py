from __future__ import annotations

import itertools

import pytest

from app.bridge.pivot_layout import PRESETS, Axis, Heat, NumberUnit, OrderBy
from app.engine import messages
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Blank, Measure
from app.widgets.table_notice import Remedy

SENSES = ("ascending", "descending")
CODES = [
    *(f"dimension_{each.value}" for each in Dimension),
    *(f"shown_{each.value}" for each in Measure),
    *(f"exact_{name}" for name in ("value", "quantity", "unit_value", "count", "ratio")),
    *(f"blank_{each.name.lower()}" for each in Blank if each),
    *(f"heat_{each.value}" for each in Heat),
    *(f"unit_{each.value}" for each in NumberUnit),
    *(f"step_{name}" for name in ("small", "medium", "large")),
    *(f"order_{by.value}_{sense}" for by, sense in itertools.product(OrderBy, SENSES)),
    *(f"{name}_{axis.value}" for name, axis in itertools.product(("shelf", "order", "limit", "move_to"), Axis)),
    *(f"sort_{axis.value}_{sense}" for axis, sense in itertools.product(Axis, SENSES)),
    *(f"preset_{name}" for name in PRESETS),
    *(f"remedy_{each.value}" for each in Remedy),
]


@pytest.mark.parametrize("code", CODES)
def test_every_choice_and_reason_has_words_in_both_languages(code: str) -> None:
    assert set(messages.catalogue()[f"explore.{code}"]) == {"zh", "en"}
