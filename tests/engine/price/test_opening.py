from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.engine.errors import CancelledError, NotInDataError, StoreError
from app.engine.jobs import CancelToken
from app.engine.price.answers import PriceQuestion, State
from app.engine.price.estimating import Estimator
from app.engine.price.history import PriceHistory
from app.engine.price.opening import open_with
from app.engine.price.pricer import Pricer
from app.engine.price.rows import rows_of_records
from app.engine.reference import units
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.priced_records import price_cells, priced_sample
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.price.networks import AnchorNetwork
from tests.engine.store.read.stores import StoreMaker, make_cars

QUESTION = PriceQuestion(Direction.IMPORT, "27090000", 2021)


def _open(store: Store, folder: Path, network: AnchorNetwork | None = None) -> Pricer:
    return open_with(store, network or AnchorNetwork(), folder=folder, choices=Selection())


def test_a_second_start_measures_nothing_again(opened_store: Store, pricer: Pricer, tmp_path: Path) -> None:
    _open(opened_store, tmp_path)
    seen: list[int] = []

    again = open_with(
        opened_store,
        AnchorNetwork(),
        folder=tmp_path,
        choices=Selection(),
        progress=lambda done, total, note="", /: seen.append(done),
    )

    assert seen == []
    assert again.coverage == pricer.coverage
    first, second = (each.price([QUESTION])[0] for each in (pricer, again))
    assert replace(first, latency_ms=0) == replace(second, latency_ms=0)


def test_what_another_version_of_the_program_measured_is_measured_anew(
    opened_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(opened_store, tmp_path)
    kept = set(tmp_path.glob("*.calibration"))
    monkeypatch.setattr("app.__version__", "another")

    _open(opened_store, tmp_path)

    assert len(set(tmp_path.glob("*.calibration")) - kept) == 1


def test_what_another_model_measured_is_measured_anew(opened_store: Store, tmp_path: Path) -> None:
    _open(opened_store, tmp_path)
    seen: list[int] = []

    pricer = open_with(
        opened_store,
        AnchorNetwork(version="another"),
        folder=tmp_path,
        choices=Selection(),
        progress=lambda done, total, note="", /: seen.append(done),
    )

    assert seen
    assert pricer.price([QUESTION])[0].model_version == "another"


def test_opening_stops_when_asked_to_and_keeps_no_calibration(opened_store: Store, tmp_path: Path) -> None:
    token = CancelToken()

    def stop(done: int, total: int | None, note: str = "", /) -> None:
        token.cancel()

    with pytest.raises(CancelledError):
        open_with(opened_store, AnchorNetwork(), folder=tmp_path, choices=Selection(), progress=stop, token=token)

    assert list(tmp_path.glob("*.calibration")) == []


def test_an_empty_store_has_no_prices(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store, pytest.raises(StoreError, match="store_empty"):
        _open(store, tmp_path)


def test_data_without_quantities_have_no_prices(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_mapped(("hs", "country", "value"), [("8703", "德国", "900")], {"year": "2020"})

    with open_store(maker.store) as store, pytest.raises(NotInDataError, match="no_prices"):
        _open(store, tmp_path)


def test_a_handful_of_records_gives_no_price_instead_of_one_that_pretends(tmp_path: Path) -> None:
    with open_store(make_cars(tmp_path).store) as store:
        (answer,) = _open(store, tmp_path / "prices").price([PriceQuestion(Direction.IMPORT, "87032342", 2020)])

    assert (answer.state, answer.price, answer.measured_coverage) == (State.NOT_ENOUGH_HISTORY, None, {})
    assert answer.history is not None
    assert answer.history.records == 2


def test_an_open_unit_is_the_one_that_records_use_and_not_the_base_of_its_family(tmp_path: Path) -> None:
    with open_store(make_cars(tmp_path).store) as store:
        (answer,) = _open(store, tmp_path / "prices").price([PriceQuestion(Direction.IMPORT, "87032342", 2020)])

    assert answer.unit == 20
    assert units.table().by_id(20).name_zh == "辆"


def test_data_of_six_digits_in_another_currency_and_without_provinces_are_priced(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    columns = ("hs", "country", "quantity", "unit", "value", "year")
    rows = [
        ("870323", country, "10", "辆", str(10 * (100 + number)), str(year))
        for year in range(2015, 2021)
        for country in ("德国", "日本")
        for number in range(12)
    ]
    maker.add_mapped(columns, rows, {"reporter": "KOR", "currency": "EUR"})

    with open_store(maker.store) as store:
        pricer = _open(store, tmp_path / "prices")
        fine, coarse = pricer.price(
            [PriceQuestion(Direction.IMPORT, hs, 2020, country=304) for hs in ("87032342", "870323")]
        )
        refused = pricer.problem(PriceQuestion(Direction.IMPORT, "870323", 2020, province=44))

    assert (fine.currency, coarse.state) == ("EUR", State.PRICED)
    assert fine.price == pytest.approx(105, rel=0.1)
    assert coarse.price == pytest.approx(fine.price)
    assert isinstance(refused, NotInDataError)


def test_prices_of_a_year_do_not_look_ahead(opened_store: Store, pricer: Pricer) -> None:
    rows = rows_of_records(priced_sample(opened_store, Selection(years=Years(2018, 2018)), {2018: 200}))
    until_then = PriceHistory(price_cells(opened_store, Selection(years=Years(2012, 2017))))

    shortened = Estimator(until_then, AnchorNetwork(), pricer.estimator.calibration).estimate(rows)
    whole = pricer.estimator.estimate(rows)

    np.testing.assert_array_equal(shortened.spread.median, whole.spread.median)


def test_open_questions_are_answered_with_more_room(pricer: Pricer) -> None:
    partner = 326
    told, opened = (
        pricer.price([PriceQuestion(Direction.IMPORT, hs, 2021, country=country)])[0]
        for hs, country in (("27090000", partner), ("27", None))
    )

    widths = [answer.intervals[2].high / answer.intervals[2].low for answer in (told, opened)]
    assert widths[0] < widths[1]
