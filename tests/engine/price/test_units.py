"""A unit is found by what people and declarations call it."""

from __future__ import annotations

import pytest

from app.engine.errors import UsageError
from app.engine.price.asking import find_unit


@pytest.mark.parametrize("text", ["千克", "kilogram", "kg", "035", "35", " 035 "])
def test_a_unit_is_found_by_name_symbol_and_code(text: str) -> None:
    assert find_unit(text) == find_unit("千克")


def test_another_word_is_refused() -> None:
    with pytest.raises(UsageError, match="unit_unknown"):
        find_unit("furlong")
