from __future__ import annotations

import math

import pytest

from app.bridge.price_coverage import coverage_table
from app.engine.messages import Language
from app.engine.price.calibration import CoverageReport, MeasuredCoverage
from app.engine.reports.tables import Cell


def _row(shares: tuple[float, ...], before: tuple[float, float] | None = None) -> dict[str, Cell]:
    own = MeasuredCoverage(39, 2320, shares, math.log(1.3), before)
    overall = MeasuredCoverage(0, 9000, (0.5, 0.8, 0.95), 0.0, None)
    table = coverage_table(CoverageReport(2021, overall, (own,), ()), Language.EN)
    return dict(zip((column.title for column in table.columns), table.rows[1], strict=True))


OFF, NEAR = (0.42, 0.75, 0.94), (0.49, 0.79, 0.95)


def test_how_far_prices_moved_stands_beside_the_years_before() -> None:
    row = _row(OFF, (math.log(0.8), math.log(1.2)))

    assert row["Prices moved"] == pytest.approx(0.3)
    assert row["Years before"] == "-20% … +20%"


def test_a_first_year_has_none_before() -> None:
    assert _row(OFF)["Years before"] == ""


def test_only_what_covers_otherwise_than_it_says_is_marked() -> None:
    assert (_row(OFF)["Remark"], _row(NEAR)["Remark"]) == ("over 5 pp off", "")
