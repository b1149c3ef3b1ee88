"""Words that several analyses share."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.bridge.analysis_words import by_dimension, table_of
from app.engine.messages import Language
from app.engine.reports.formats import cell_text
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection


@dataclass(frozen=True, slots=True)
class Row:
    growth: float
    contribution: float
    shift: float | None


def test_what_a_chart_is_by_begins_small_within_the_sentence() -> None:
    assert by_dimension(Dimension.MODE, Language.EN) == "By trade mode"
    assert by_dimension(Dimension.MODE, Language.ZH) == "按贸易方式"


@pytest.mark.parametrize(
    ("language", "title"), [(Language.ZH, "对增速的贡献（百分点）"), (Language.EN, "Contribution (pp)")]
)
def test_contributions_stand_as_percentage_points_under_their_unit(language: Language, title: str) -> None:
    rows = [Row(0.193, 0.0259, None)]

    table = table_of("", rows, ("growth", "contribution", "shift"), Basis(Selection(), None, ()), language)

    assert table.columns[1].title == title
    assert table.rows[0] == (0.193, 2.59, None)
    assert [cell_text(cell, column.kind) for cell, column in zip(table.rows[0], table.columns, strict=True)] == [
        "19.3%",
        "2.6",
        "",
    ]
