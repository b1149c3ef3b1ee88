from __future__ import annotations

import pytest

from app.engine.reference import amounts


@pytest.mark.parametrize(("ratio", "said"), [(0.5, "0.5"), (3.494, "3.49"), (999.4, "999"), (12_345.6, "12,346")])
def test_times_are_never_written_with_powers_of_ten(ratio: float, said: str) -> None:
    assert amounts.times(ratio) == said
