from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.questions.dashboard import DashboardRequest, dashboard
from app.engine.store.questions.dashboard_answer import Chart, ChartKind
from app.engine.store.selection import Direction, Selection, Years
from tests.engine.store.read.trade import BEIJING, GERMANY, SELECTIONS, Trade, passes, total, total_by

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


def _values(chart: Chart) -> dict[int, Decimal]:
    return {member.code: member.figures.value for member in chart.members}


@pytest.mark.parametrize("selection", SELECTIONS)
@pytest.mark.parametrize("kind", PLAIN)
def test_a_chart_shows_all_members_whatever_is_selected_of_its_own(
    store: Store, records: list[Trade], selection: Selection, kind: ChartKind
) -> None:
    own, key = PLAIN[kind]

    chart = _chart(store, selection, kind)

    expected = total_by([record for record in records if passes(record, selection, but=own)], key)
    assert _values(chart) == expected
    assert chart.total.value == sum(expected.values())
    assert [member.rank for member in chart.members] == list(range(1, len(expected) + 1))


@pytest.mark.parametrize("selection", SELECTIONS)
def test_the_trend_shows_every_year_and_direction_whatever_is_selected(
    store: Store, records: list[Trade], selection: Selection
) -> None:
    answer = dashboard(store, selection, VALUES)

    held = [record for record in records if passes(record, selection, but="years direction")]
    assert {(point.year, point.direction): point.figures.value for point in answer.trend} == {
        (year, direction): total(r for r in held if (r.year, r.direction) == (year, direction))
        for year, direction in {(r.year, r.direction) for r in held}
    }


@pytest.mark.parametrize("selection", SELECTIONS)
def test_key_figures_are_those_of_the_selection(store: Store, records: list[Trade], selection: Selection) -> None:
    answer = dashboard(store, selection, VALUES)

    held = [record for record in records if passes(record, selection)]
    by_partner = total_by(held, lambda record: record.country).values()
    assert (answer.current.figures.value, answer.current.figures.records) == (total(held), len(held))
    assert answer.current.partners == len(by_partner)
    assert answer.current.hhi == pytest.approx(float(sum(v * v for v in by_partner) / sum(by_partner) ** 2))


@pytest.mark.parametrize("selection", SELECTIONS)
def test_key_figures_of_each_year_leave_the_selected_years_out(
    store: Store, records: list[Trade], selection: Selection
) -> None:
    answer = dashboard(store, selection, VALUES)

    held = [record for record in records if passes(record, selection, but="years")]
    assert {year: figures.figures.value for year, figures in answer.years} == {
        year: total(record for record in held if record.year == year) for year in (2018, 2019, 2020)
    }
    assert {year: figures.partners for year, figures in answer.years} == {
        year: len({record.country for record in held if record.year == year}) for year in (2018, 2019, 2020)
    }


@pytest.mark.parametrize(
    ("hs", "level", "siblings", "below"),
    [
        ((), None, None, None),
        (("72",), None, None, (Dimension.HS4, ("72",))),
        (("8703",), Dimension.HS4, ("87",), (Dimension.HS6, ("8703",))),
        (("720",), Dimension.HS4, ("72",), (Dimension.HS4, ("720",))),
        (("8703", "7208"), Dimension.HS4, ("87", "72"), (Dimension.HS6, ("8703", "7208"))),
        (("01", "8703"), None, None, (Dimension.HS4, ("01", "8703"))),
        (("870323",), Dimension.HS6, ("8703",), (Dimension.HS8, ("870323",))),
        (("87032342",), Dimension.HS8, ("870323",), None),
    ],
)
@pytest.mark.parametrize("members", [{}, {"countries": (GERMANY,)}, {"modes": (10,), "provinces": (BEIJING,)}])
def test_products_are_shown_beside_and_below_those_selected(
    store: Store,
    records: list[Trade],
    hs: tuple[str, ...],
    level: Dimension | None,
    siblings: tuple[str, ...] | None,
    below: tuple[Dimension, tuple[str, ...]] | None,
    members: dict[str, tuple[int, ...]],
) -> None:
    answer = dashboard(store, Selection(hs=hs, **members), VALUES)  # type: ignore[arg-type]  # a test case's filters

    own = Selection(**members)  # type: ignore[arg-type]  # a test case's filters
    wanted = {ChartKind.LEVEL: (level, siblings), ChartKind.BELOW: below or (None, None)}
    for kind, (dimension, prefixes) in wanted.items():
        chart = answer.chart(kind)
        assert (chart.dimension if chart else None) is dimension
        if chart and prefixes and dimension:
            held = [record for record in records if passes(record, own) and record.hs.startswith(prefixes)]
            digits = dimension.hs_digits
            assert _values(chart) == {
                code: total(record for record in held if int(record.hs[:digits]) == code)
                for code in {int(record.hs[:digits]) for record in held}
            }


def test_the_clicked_member_is_marked_among_its_siblings(store: Store) -> None:
    answer = dashboard(store, Selection(countries=(GERMANY,), hs=("8703",)), VALUES)

    def marked(kind: ChartKind) -> set[int]:
        return {
            member.code
            for chart in answer.charts
            if chart.kind is kind
            for member in chart.members
            if member.is_selected
        }

    assert marked(ChartKind.COUNTRIES) == {GERMANY}
    assert marked(ChartKind.CHAPTERS) == {87}
    assert marked(ChartKind.LEVEL) == {8703}
    assert marked(ChartKind.MODES) == set()


def test_shares_are_of_all_siblings(store: Store, records: list[Trade]) -> None:
    selection = Selection(countries=(GERMANY,), direction=Direction.IMPORT)

    (german,) = (m for m in _chart(store, selection, ChartKind.COUNTRIES).members if m.code == GERMANY)

    imports = [record for record in records if record.direction is Direction.IMPORT]
    part = total(record for record in imports if record.country == GERMANY)
    assert german.share == pytest.approx(float(part / total(imports)))


def test_a_selected_year_is_compared_with_the_year_before(store: Store, records: list[Trade]) -> None:
    selection = Selection(years=Years(2020, 2020))

    answer = dashboard(store, selection, VALUES)
    chart = answer.chart(ChartKind.PROVINCES)

    assert answer.spans is not None
    assert (answer.spans.after, answer.spans.before) == (Years(2020, 2020), Years(2019, 2019))
    assert chart is not None
    for member in chart.members:
        before = total(r for r in records if r.year == 2019 and r.province == member.code)
        assert member.previous == pytest.approx(float(before))
        assert member.growth == pytest.approx(float(member.figures.value / before - 1))
    assert answer.before is not None
    assert answer.before.figures.value == total(record for record in records if record.year == 2019)


def test_all_years_tell_the_change_of_the_last_one(store: Store, records: list[Trade]) -> None:
    answer = dashboard(store, Selection(), VALUES)
    chart = answer.chart(ChartKind.MODES)

    assert chart is not None
    assert answer.spans is not None
    assert (answer.spans.current, answer.spans.after) == (Years(2018, 2020), Years(2020, 2020))
    assert answer.after.figures.value == total(record for record in records if record.year == 2020)
    for member in chart.members:
        years = {y: total(r for r in records if (r.year, r.mode) == (y, member.code)) for y in (2019, 2020)}
        assert member.growth == pytest.approx(float(years[2020] / years[2019] - 1))
        assert member.before is not None
        assert (member.after.value, member.before.value) == (years[2020], years[2019])


@pytest.mark.parametrize(
    ("selection", "before"),
    [
        (Selection(years=Years(2019, 2019)), None),
        (Selection(years=Years(2019, 2019), direction=Direction.IMPORT), Years(2018, 2018)),
        (Selection(years=Years(2018, 2018)), None),
        (Selection(years=Years(2019, 2020), direction=Direction.EXPORT), None),
    ],
)
def test_nothing_is_compared_with_years_that_hold_less_than_both_directions(
    store: Store, selection: Selection, before: Years | None
) -> None:
    answer = dashboard(store, selection, VALUES)

    assert answer.spans is not None
    assert answer.spans.before == before
    assert (answer.before is None) is (before is None)
    growths = {member.growth is None for chart in answer.charts for member in chart.members}
    assert growths == {before is None}


def test_where_nothing_matches_the_way_out_is_still_shown(store: Store) -> None:
    answer = dashboard(store, Selection(countries=(137,), modes=(10,)), VALUES)

    assert answer.current.figures.records == 0
    assert (answer.current.partners, answer.current.hhi) == (0, None)
    assert {member.code for chart in answer.charts if chart.kind is ChartKind.COUNTRIES for member in chart.members}


def test_a_period_without_data_has_an_empty_answer(store: Store) -> None:
    answer = dashboard(store, Selection(years=Years(1999, 1999)), VALUES)

    assert (answer.charts, answer.trend, answer.spans) == ((), (), None)


def test_dimensions_that_the_source_does_not_tell_are_named(mixed: Store) -> None:
    answer = dashboard(mixed, Selection(hs_level=4), VALUES)

    assert answer.absent == (Dimension.PROVINCE, Dimension.MODE)
    assert answer.chart(ChartKind.PROVINCES) is None
    assert answer.chart(ChartKind.COUNTRIES) is not None
    assert answer.current.products == 1
