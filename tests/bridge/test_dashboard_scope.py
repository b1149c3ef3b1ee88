from __future__ import annotations

import pytest

from app.bridge.dashboard_scope import Scope, children, siblings
from app.engine.store.dimensions import Dimension


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [
        ((), Scope(Dimension.HS2)),
        (("85",), Scope(Dimension.HS2)),
        (("8541", "8542"), Scope(Dimension.HS4, ("85",))),
        (("0101", "8542"), Scope(Dimension.HS4)),
        (("854231",), Scope(Dimension.HS6, ("8542",))),
        (("85423100",), Scope(Dimension.HS8, ("854231",))),
    ],
)
def test_selected_goods_stand_among_their_siblings(prefixes: tuple[str, ...], expected: Scope) -> None:
    assert siblings(prefixes, deepest=8) == expected


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [
        ((), Scope(Dimension.HS2)),
        (("85",), Scope(Dimension.HS4, ("85",))),
        (("84", "85"), Scope(Dimension.HS4, ("84", "85"))),
        (("854231",), Scope(Dimension.HS8, ("854231",))),
        (("85423100",), Scope(Dimension.HS8, ("854231",))),
    ],
)
def test_below_selected_goods_lie_their_parts(prefixes: tuple[str, ...], expected: Scope) -> None:
    assert children(prefixes, deepest=8) == expected


def test_data_of_six_digits_end_at_six() -> None:
    assert children(("854231",), deepest=6) == Scope(Dimension.HS6, ("8542",))
    assert siblings(("854231",), deepest=6) == Scope(Dimension.HS6, ("8542",))
