from __future__ import annotations

from dataclasses import replace

import pytest

from app.engine.jobs import CancelToken, no_progress
from app.engine.price.calibration import CoverageReport, MeasuredCoverage, calibrate_model, rows_wanted
from app.engine.price.conformal import Flags
from app.engine.price.pricer import Pricer
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.store.open_store import Store
from app.engine.store.questions.priced_records import priced_sample
from app.engine.store.selection import Selection
from tests.engine.price.networks import AnchorNetwork


def _report(pricer: Pricer, rows: PriceRows) -> CoverageReport:
    calibrated = calibrate_model(AnchorNetwork(), pricer.history, rows, progress=no_progress, token=CancelToken())
    assert calibrated.report is not None
    return calibrated.report


@pytest.fixture(scope="module")
def rows(opened_store: Store, pricer: Pricer) -> PriceRows:
    return rows_of_records(priced_sample(opened_store, Selection(), rows_wanted(pricer.history.years)))


def _raised(rows: PriceRows, is_raised: Flags, by: float) -> PriceRows:
    assert rows.ln_price is not None
    return replace(rows, ln_price=rows.ln_price + by * is_raised)


def test_what_moves_a_chapter_in_common_is_told_beside_its_coverage(pricer: Pricer, rows: PriceRows) -> None:
    before = _report(pricer, rows)
    chapter = max(before.chapters, key=lambda each: each.rows).key

    after = _report(pricer, _raised(rows, (rows.year == before.year) & (rows.hs // 10**6 == chapter), 0.4))

    own, other = (next(each for each in report.chapters if each.key == chapter) for report in (after, before))
    assert own.moved == pytest.approx(other.moved + 0.4)
    assert own.moved_before == other.moved_before
    assert own.shares[0] < other.shares[0]
    assert _others(after, chapter) == _others(before, chapter)


def test_what_moved_earlier_years_is_told_by_its_range(pricer: Pricer, rows: PriceRows) -> None:
    newest = int(rows.year.max())

    overall = _report(pricer, _raised(rows, rows.year == newest - 1, 2.0)).overall

    assert overall.moved_before is not None
    assert abs(overall.moved) < 0.5
    assert overall.moved_before[0] < 0.5 < 1.5 < overall.moved_before[1]


def _others(report: CoverageReport, chapter: int) -> list[MeasuredCoverage]:
    return [each for each in report.chapters if each.key != chapter]
