from __future__ import annotations

import pytest

from app.engine.errors import UsageError
from app.engine.store.selection import Selection


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("8703", "01"), ("01", "8703")),
        (("8703", "8703"), ("8703",)),
        (("870323", "87", "8704"), ("87",)),
        (("84", "8401", "840110", "85"), ("84", "85")),
        (("010121", "0101"), ("0101",)),
        (("1", "10121", "01"), ("01", "1")),
        ((), ()),
    ],
)
def test_prefixes_are_sorted_and_none_lies_within_another(given: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert Selection(hs=given).hs == kept


def test_the_order_of_prefixes_makes_no_other_selection() -> None:
    assert Selection(hs=("87", "01")) == Selection(hs=("01", "8703", "87"))


@pytest.mark.parametrize("prefix", ["", "87AB", "123456789", "８７", "-1", "8 7"])
def test_what_is_no_prefix_is_refused_with_its_text(prefix: str) -> None:
    with pytest.raises(UsageError) as caught:
        Selection(hs=("01", prefix))

    assert (caught.value.code, caught.value.params) == ("query.hs_not_digits", {"given": prefix})
