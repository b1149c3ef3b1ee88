from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from app.engine.store.answers import Figures
from app.engine.store.margin_packing import pack_margins
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.dashboard import DashboardRequest, dashboard
from app.engine.store.questions.dashboard_answer import Chart, ChartKind, Metric
from app.engine.store.questions.product_counts import product_counts
from app.engine.store.questions.product_units import ProductUnits, UnitState
from app.engine.store.selection import Selection
from tests.engine.store.read.stores import cube_and_margins
from tests.engine.store.read.trade import BEIJING, GERMANY, JAPAN, SELECTIONS, USA, Trade, passes, total

VALUES = DashboardRequest()
PLAIN: dict[ChartKind, tuple[str, Callable[[Trade], int]]] = {
    ChartKind.COUNTRIES: ("country", lambda record: record.country),
    ChartKind.PROVINCES: ("province", lambda record: record.province),
    ChartKind.MODES: ("mode", lambda record: record.mode),
    ChartKind.CHAPTERS: ("hs", lambda record: int(record.hs[:2])),
}


def _chart(store: Store, selection: Selection, kind: ChartKind, request: DashboardRequest = VALUES) -> Chart:
    chart = dashboard(store, selection, request).chart(kind)
    assert chart is not None
    return chart


@pytest.mark.parametrize("selection", SELECTIONS)
def test_products_are_counted_at_once_or_on_request(store: Store, records: list[Trade], selection: Selection) -> None:
    answer, counts = dashboard(store, selection, VALUES), product_counts(store, selection)

    digits = 8 if selection.hs and min(map(len, selection.hs)) >= 4 else 4
    held = [record for record in records if passes(record, selection, but="years")]
    by_year = {year: len({r.hs[:digits] for r in held if r.year == year}) for year in (2018, 2019, 2020)}
    assert answer.product_level == counts.level == digits
    assert counts.current == len({record.hs[:digits] for record in held if passes(record, selection)})
    assert counts.years == by_year
    assert answer.current.products in (None, counts.current)
    assert {year: figures.products for year, figures in answer.years} in (by_year, dict.fromkeys(by_year))


def test_products_are_left_open_only_where_counting_reads_all_records(store: Store) -> None:
    narrow = Selection(countries=(GERMANY,), provinces=(BEIJING,), hs=("8703",))

    assert dashboard(store, Selection(), VALUES).current.products == 5
    assert dashboard(store, Selection(modes=(10,), hs=("72",)), VALUES).current.products == 2
    assert dashboard(store, narrow, VALUES).current.products == product_counts(store, narrow).current
    assert dashboard(store, Selection(countries=(GERMANY,), modes=(10,)), VALUES).current.products is None


def test_members_can_be_ranked_by_growth(store: Store) -> None:
    chart = _chart(store, Selection(), ChartKind.COUNTRIES, DashboardRequest(Metric.GROWTH))

    amounts = [member.amount or 0 for member in chart.members]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts == [member.growth for member in chart.members]


def test_members_can_be_ranked_by_records(store: Store, records: list[Trade]) -> None:
    chart = _chart(store, Selection(), ChartKind.COUNTRIES, DashboardRequest(Metric.RECORDS))

    assert {member.code: member.amount for member in chart.members} == {
        country: sum(record.country == country for record in records) for country in (GERMANY, JAPAN, USA, 305)
    }
    assert sum(member.share or 0 for member in chart.members) == pytest.approx(1)


@pytest.mark.parametrize(
    ("hs", "units"),
    [
        (("72",), ProductUnits(UnitState.ONE, 1, 1)),
        (("72", "01"), ProductUnits(UnitState.ONE, 1, 1)),
        (("87",), ProductUnits(UnitState.SEVERAL, None, 2)),
        ((), ProductUnits(UnitState.NO_PRODUCT)),
        (("7",), ProductUnits(UnitState.NO_PRODUCT)),
        (("99",), ProductUnits(UnitState.NOT_TOLD)),
    ],
)
def test_the_answer_says_in_which_unit_products_are_counted_or_why_in_none(
    store: Store, hs: tuple[str, ...], units: ProductUnits
) -> None:
    assert dashboard(store, Selection(hs=hs), VALUES).units == units


@pytest.mark.parametrize("members", [{}, {"countries": (GERMANY,)}, {"provinces": (BEIJING,), "modes": (10, 39)}])
@pytest.mark.parametrize("hs", [("72",), ("7208", "0101"), ("8703",)])
@pytest.mark.parametrize("kind", [ChartKind.COUNTRIES, ChartKind.PROVINCES, ChartKind.MODES])
def test_quantities_and_unit_values_are_told_in_one_unit(
    store: Store, records: list[Trade], hs: tuple[str, ...], kind: ChartKind, members: dict[str, tuple[int, ...]]
) -> None:
    selection = Selection(hs=hs, **members)  # type: ignore[arg-type]  # a test case's filters
    own, key = PLAIN[kind]

    quantities = _chart(store, selection, kind, DashboardRequest(Metric.QUANTITY))
    prices = _chart(store, selection, kind, DashboardRequest(Metric.UNIT_VALUE))

    held = [record for record in records if passes(record, selection, but=own)]
    amounts = {one: sum((r.quantity for r in held if key(r) == one), Decimal(0)) for one in map(key, held)}
    assert quantities.metric is Metric.QUANTITY
    assert {member.code: member.figures.quantity for member in quantities.members} == amounts
    assert {member.code: member.amount for member in prices.members} == {
        one: pytest.approx(float(total(r for r in held if key(r) == one) / amounts[one])) for one in amounts
    }


def test_key_figures_tell_the_unit_value_where_one_unit_applies(store: Store, records: list[Trade]) -> None:
    steel = Selection(hs=("72",), countries=(JAPAN,))

    current = dashboard(store, steel, VALUES).current

    held = [record for record in records if passes(record, steel)]
    assert current.figures.quantity == sum(record.quantity for record in held)
    assert current.unit_value == total(held) / sum(record.quantity for record in held)
    assert dashboard(store, Selection(hs=("87",)), VALUES).current.unit_value is None


@pytest.mark.parametrize("kind", [ChartKind.CHAPTERS, ChartKind.LEVEL])
def test_products_of_other_units_are_shown_by_value(store: Store, kind: ChartKind) -> None:
    chart = _chart(store, Selection(hs=("8703",)), kind, DashboardRequest(Metric.QUANTITY))

    assert chart.metric is Metric.VALUE
    assert all(member.amount == float(member.figures.value) for member in chart.members)


def test_several_units_leave_only_the_value(store: Store) -> None:
    answer = dashboard(store, Selection(hs=("87",)), DashboardRequest(Metric.UNIT_VALUE))

    assert {chart.metric for chart in answer.charts} == {Metric.VALUE}


def test_a_limit_cuts_products_and_says_what_is_beyond(store: Store) -> None:
    chart = _chart(store, Selection(hs=("72",)), ChartKind.BELOW, DashboardRequest(limit=1))

    assert len(chart.members) == 1
    assert chart.members[0].figures + chart.beyond == chart.total
    assert chart.beyond.records


def test_partners_that_are_not_told_are_no_partner(cars_path: Path, tmp_path: Path) -> None:
    changed = tmp_path / "store"
    shutil.copytree(cars_path, changed)
    with duckdb.connect(str(cube_and_margins(changed)[0])) as cube:
        cube.execute("UPDATE cube_country SET country = NULL WHERE country = 304")
    pack_margins(*cube_and_margins(changed))

    with open_store(changed) as opened:
        answer = dashboard(opened, Selection(), VALUES)
    chart = answer.chart(ChartKind.COUNTRIES)

    assert chart is not None
    assert answer.current.partners == 2
    assert answer.current.hhi == pytest.approx((650**2 + 60**2) / 710**2)
    assert (chart.unknown, chart.total.value) == (Figures(Decimal(750), 2), Decimal(1460))
    assert {member.code for member in chart.members} == {116, 502}
