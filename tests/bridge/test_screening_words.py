"""How rare a finding is, in words."""

from __future__ import annotations

import pytest

from app.bridge.screening_rows import share_text


@pytest.mark.parametrize(
    ("tail", "said"), [(1.0, "100%"), (0.2, "20%"), (0.034, "3.4%"), (0.0012, "0.12%"), (0.00001, "< 0.01%")]
)
def test_a_share_is_written_as_everywhere_and_never_as_nought(tail: float, said: str) -> None:
    assert share_text(tail) == said
