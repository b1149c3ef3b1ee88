"""Words that several analyses share."""

from __future__ import annotations

from app.bridge.analysis_words import by_dimension
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension


def test_what_a_chart_is_by_begins_small_within_the_sentence() -> None:
    assert by_dimension(Dimension.MODE, Language.EN) == "By trade mode"
    assert by_dimension(Dimension.MODE, Language.ZH) == "按贸易方式"
