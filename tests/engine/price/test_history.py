from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.engine.price.answers import Token
from app.engine.price.features import COLUMNS, build_features
from app.engine.price.history import PriceHistory
from app.engine.price.rows import PriceRows, rows_of_records
from app.engine.store.answers import Basis
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.priced_records import PricedRecords, price_cells, priced_records
from app.engine.store.selection import Selection, Years

LAST = 2021


@pytest.fixture(scope="module")
def store(demo_store: Path) -> Iterator[Store]:
    with open_store(demo_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def cells(store: Store) -> PricedRecords:
    return price_cells(store, Selection())


@pytest.fixture(scope="module")
def history(cells: PricedRecords) -> PriceHistory:
    return PriceHistory(cells)


@pytest.fixture(scope="module")
def last_rows(store: Store) -> PriceRows:
    return rows_of_records(priced_records(store, Selection(years=Years(LAST, LAST))))


def test_features_do_not_change_when_the_years_own_rows_are_deleted(
    store: Store, history: PriceHistory, last_rows: PriceRows
) -> None:
    earlier = PriceHistory(price_cells(store, Selection(years=Years(2012, LAST - 1))))

    full, cut = build_features(history, last_rows), build_features(earlier, last_rows)

    assert np.array_equal(full.figures, cut.figures)
    assert np.array_equal(full.anchor, cut.anchor, equal_nan=True)
    assert np.array_equal(full.records, cut.records)


def test_features_do_not_depend_on_the_prices_to_be_told(history: PriceHistory, last_rows: PriceRows) -> None:
    unpriced = replace(last_rows, ln_price=None)

    assert np.array_equal(build_features(history, unpriced).figures, build_features(history, last_rows).figures)


def test_the_first_estimate_is_nearer_than_the_median_of_the_product(
    cells: PricedRecords, history: PriceHistory, last_rows: PriceRows
) -> None:
    assert last_rows.ln_price is not None
    anchor = build_features(history, last_rows).anchor
    before = {int(hs): cells.ln_price[(cells.year < LAST) & (cells.hs == hs)] for hs in np.unique(last_rows.hs)[:400]}
    medians = {hs: float(np.median(prices)) for hs, prices in before.items() if len(prices)}
    at = np.flatnonzero(np.isin(last_rows.hs, list(medians)) & np.isfinite(anchor))
    median = np.array([medians[int(hs)] for hs in last_rows.hs[at]])

    error, simple = last_rows.ln_price[at] - anchor[at], last_rows.ln_price[at] - median

    assert np.sqrt(np.mean(error**2)) < 0.9 * np.sqrt(np.mean(simple**2))


def test_a_year_before_any_data_has_no_history(history: PriceHistory, last_rows: PriceRows) -> None:
    first = replace(last_rows, year=np.full_like(last_rows.year, 2012))

    features = build_features(history, first)

    assert np.isnan(features.anchor).all()
    assert not features.records.any()


def test_an_unknown_product_falls_back_on_its_heading(history: PriceHistory, last_rows: PriceRows) -> None:
    known = last_rows.take(np.flatnonzero(build_features(history, last_rows).records[:, 1] > 5)[:1])
    unknown = replace(known, hs=known.hs // 10_000 * 10_000 + 9_999)

    features = build_features(history, unknown)

    assert np.isfinite(features.anchor).all()
    assert features.records[0].tolist()[2:] == [0, 0, 0]
    assert features.records[0, 1] > 5


def test_a_short_code_is_not_told_from_finer_groups(history: PriceHistory, last_rows: PriceRows) -> None:
    short = replace(last_rows, hs=last_rows.hs // 10_000 * 10_000, hs_digits=np.full_like(last_rows.hs_digits, 4))

    features = build_features(history, short)

    assert not features.records[:, 2:].any()
    assert features.records[:, 1].any()


def test_a_unit_that_the_chapter_never_had_has_no_estimate(history: PriceHistory, last_rows: PriceRows) -> None:
    strange = replace(last_rows.take(slice(0, 50)), unit=np.full(50, 60, dtype=np.int16))

    assert np.isnan(build_features(history, strange).anchor).all()


def test_leaving_out_the_partner_takes_its_part_from_the_estimate(history: PriceHistory, last_rows: PriceRows) -> None:
    features = build_features(history, last_rows.take(slice(0, 500)))

    without = features.without(Token.COUNTRY)

    at = COLUMNS.index("partner_effect")
    assert np.allclose(features.anchor - without.anchor, features.figures[:, at], equal_nan=True)
    assert not without.ids[:, 0].any()


def test_open_dimensions_are_answered(history: PriceHistory, last_rows: PriceRows) -> None:
    opened = last_rows.without("country", "province", "mode", "ln_quantity")

    features = build_features(history, opened)

    assert np.isfinite(features.anchor).mean() > 0.95
    assert not features.column("lot_known").any()
    assert not features.records[:, 4].any()


def test_a_longer_horizon_knows_less(history: PriceHistory, last_rows: PriceRows) -> None:
    near, far = (build_features(history, last_rows, horizon=years) for years in (1, 3))

    assert (far.records[:, 0] <= near.records[:, 0]).all()
    assert far.column("years_ahead")[0] == pytest.approx(0.3)


def test_other_prices_shift_the_estimate_at_once(cells: PricedRecords, last_rows: PriceRows) -> None:
    dearer = PriceHistory(replace(cells, ln_price=cells.ln_price + 1.0))

    shift = build_features(dearer, last_rows).anchor - build_features(PriceHistory(cells), last_rows).anchor

    assert np.nanmedian(shift) == pytest.approx(1.0, abs=0.05)


def test_cells_hold_as_many_records_as_there_are_prices(store: Store, cells: PricedRecords) -> None:
    assert cells.records.sum() == len(priced_records(store, Selection()))
    assert (np.diff(cells.year) >= 0).all()


def walking_prices(step: float) -> PricedRecords:
    """Prices of 40 partners over ten years, which wander by `step` each year or only scatter."""
    random = np.random.default_rng(7)
    years, partners, copies = 10, 40, 6
    level = random.normal(0.0, 0.5, partners) + np.cumsum(random.normal(0.0, step, (years, partners)), axis=0)
    year, partner = (part.ravel() for part in np.mgrid[0:years, 0:partners].repeat(copies, axis=2))
    count = years * partners * copies
    zeros, ones = np.zeros(count, np.int16), np.ones(count, np.int16)
    return PricedRecords(
        Basis(Selection(), None, ()),
        8,
        direction=ones.astype(np.int8),
        hs=np.full(count, 85171200, np.int32),
        country=(100 + partner).astype(np.int16),
        province=zeros,
        mode=zeros,
        unit=ones,
        year=(2010 + year).astype(np.int16),
        ln_price=level[year, partner] + random.normal(0.0, 0.3, count),
        ln_quantity=np.zeros(count),
        records=np.ones(count, np.int32),
        variance=np.zeros(count),
    )


def test_old_prices_count_in_full_where_they_still_hold() -> None:
    assert PriceHistory(walking_prices(step=0.0)).before(2020).memory == 1.0


def test_old_prices_fade_where_prices_wander() -> None:
    assert PriceHistory(walking_prices(step=0.4)).before(2020).memory < 1.0
