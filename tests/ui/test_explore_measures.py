from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.pivot_layout import Axis, PivotLayout
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure
from app.engine.store.selection import Direction, Selection, Years
from app.views.explore.page import ExplorePage
from tests.raw_sums import raw_sums
from tests.ui.explore_desk import cell, figure, headings, opened

GERMANY, USA = 304, 502
UNIT_COUNT = "count(DISTINCT unit) + (count(unit) < count(*))::INTEGER"
KILOGRAMS = 1


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ExplorePage:
    desk.session.select(Selection(direction=Direction.IMPORT))
    return opened(desk, qtbot)


def lay_out(page: ExplorePage, qtbot: QtBot, layout: PivotLayout) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        page.exploration.lay_out(layout)


def choose(page: ExplorePage, qtbot: QtBot, measure: Measure) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        page.panel.shown.choose(measure)


def test_records_are_counted(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    choose(page, qtbot, Measure.RECORDS)

    counts = raw_sums(demo_store, "country, year", where="direction = 1", what="count(*)")
    assert figure(page, "德国", "2019") == counts[GERMANY, 2019]
    assert figure(page, "合计", "合计") == sum(counts.values())


@pytest.mark.parametrize(
    ("measure", "whole"),
    [
        (Measure.SHARE_OF_ROW, f"country = {GERMANY}"),
        (Measure.SHARE_OF_COLUMN, "year = 2019"),
        (Measure.SHARE_OF_TOTAL, "true"),
    ],
)
def test_shares_are_of_row_column_or_total(
    page: ExplorePage, demo_store: Path, qtbot: QtBot, measure: Measure, whole: str
) -> None:
    choose(page, qtbot, measure)

    part = raw_sums(demo_store, "country, year", where="direction = 1")[GERMANY, 2019]
    all_of_it = raw_sums(demo_store, "direction", where=f"direction = 1 AND {whole}")[1,]
    assert figure(page, "德国", "2019") == pytest.approx(part / all_of_it)
    assert cell(page, "德国", "2019").endswith("%")


def test_growth_by_year_compares_with_the_year_before(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    choose(page, qtbot, Measure.GROWTH)

    values = raw_sums(demo_store, "country, year", where="direction = 1")
    assert figure(page, "德国", "2019") == pytest.approx(values[GERMANY, 2019] / values[GERMANY, 2018] - 1)
    assert cell(page, "德国", "2019")[0] in "+-"
    first = headings(page, Axis.COLUMNS)[1]
    assert cell(page, "德国", first) == ""


def test_growth_without_years_compares_the_selected_years(
    page: ExplorePage, desk: Desk, demo_store: Path, qtbot: QtBot
) -> None:
    desk.session.select(Selection(direction=Direction.IMPORT, years=Years(2020, 2020)))
    lay_out(page, qtbot, PivotLayout((Dimension.COUNTRY,), (), shown=Measure.GROWTH))

    values = raw_sums(demo_store, "country, year", where="direction = 1")
    assert figure(page, "德国", "金额同比") == pytest.approx(values[GERMANY, 2020] / values[GERMANY, 2019] - 1)
    assert page.caption.measure.text() == "金额同比（2020 年比 2019 年）"


def test_quantities_of_one_unit_are_added_and_others_say_why_not(
    page: ExplorePage, demo_store: Path, qtbot: QtBot
) -> None:
    lay_out(page, qtbot, PivotLayout((Dimension.HS4,), (Dimension.YEAR,), shown=Measure.QUANTITY))

    where = "direction = 1 AND year = 2019"
    quantities = raw_sums(demo_store, "hs // 10000", where=where, what="sum(quantity)")
    units = raw_sums(demo_store, "hs // 10000", where=where, what=UNIT_COUNT)
    names = {name.partition(" ")[0]: name for name in headings(page, Axis.ROWS)}
    checked: dict[bool, int] = defaultdict(int)
    for (code,), count in units.items():
        row = names[f"{code:04d}"]
        if count == 1:
            assert figure(page, row, "2019") == pytest.approx(quantities[code,])
        else:
            assert cell(page, row, "2019") == "多单位"
        checked[count == 1] += 1
    assert checked[True]
    assert checked[False]


def test_a_unit_value_is_value_by_quantity_within_one_unit(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    lay_out(page, qtbot, PivotLayout((Dimension.HS8,), (Dimension.YEAR,), shown=Measure.UNIT_VALUE))

    where = "direction = 1 AND year = 2019"
    prices = raw_sums(demo_store, "hs", where=where, what="sum(value) / sum(quantity)")
    units = raw_sums(demo_store, "hs", where=where, what=UNIT_COUNT)
    names = {name.partition(" ")[0]: name for name in headings(page, Axis.ROWS)}
    (code,) = next(code for code, count in units.items() if count == 1)
    assert figure(page, names[f"{code:08d}"], "2019") == pytest.approx(prices[code,])


def test_a_cell_without_a_figure_is_never_zero(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    lay_out(page, qtbot, PivotLayout((Dimension.HS2,), (Dimension.YEAR,), shown=Measure.UNIT_VALUE))

    where = "direction = 1 AND year = 2019"
    units = raw_sums(demo_store, "hs // 1000000", where=where, what=UNIT_COUNT)
    several = next(code for (code,), count in units.items() if count > 1)
    row = next(name for name in headings(page, Axis.ROWS) if name.startswith(f"{several:02d} "))
    place = headings(page, Axis.ROWS).index(row), headings(page, Axis.COLUMNS).index("2019")
    assert cell(page, row, "2019") == "多单位"
    assert "计量单位" in page.model.explanation(*place)


def test_a_limit_keeps_the_largest_and_sums_up_the_rest(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        page.panel.limits[Axis.ROWS].choose(5)

    totals = raw_sums(demo_store, "country", where="direction = 1")
    largest = sorted(totals.values(), reverse=True)[:5]
    names = headings(page, Axis.ROWS)
    assert [figure(page, name, "合计") for name in names[1:6]] == pytest.approx(largest)
    assert names[6:] == ["其他"]
    assert figure(page, "其他", "合计") == pytest.approx(sum(totals.values()) - sum(largest))


def test_within_each_outer_member_the_limit_counts_anew(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    lay_out(page, qtbot, PivotLayout((Dimension.COUNTRY, Dimension.HS2), (), row_limit=5))

    names = headings(page, Axis.ROWS)
    usa = [name for name in names if name.startswith("美国 / ")]
    rest = raw_sums(demo_store, "hs // 1000000", where=f"direction = 1 AND country = {USA}")
    assert len(usa) == 6
    others = sum(sorted(rest.values(), reverse=True)[5:])
    assert figure(page, "美国 / 其他", "金额") == pytest.approx(others)


def test_three_levels_of_rows_and_two_of_columns_add_up(page: ExplorePage, demo_store: Path, qtbot: QtBot) -> None:
    layout = PivotLayout((Dimension.PROVINCE, Dimension.MODE, Dimension.HS2), (Dimension.YEAR, Dimension.DIRECTION))
    lay_out(page, qtbot, layout)

    cells = raw_sums(demo_store, "province, mode, hs // 1000000, year, direction", where="direction = 1")
    content = page.model.content
    assert content is not None
    for place in range(1, content.rows.count, 97):
        row = content.rows.line(place)
        own = {key: value for key, value in cells.items() if key[:3] == row}
        assert content.figures[place, 0] == pytest.approx(sum(own.values()))
        for key, value in own.items():
            column = content.columns.position(key[3:])
            assert column is not None
            assert content.figures[place, column] == pytest.approx(value)


def test_a_table_too_large_to_look_at_is_refused_with_a_way_back(page: ExplorePage, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.exploration.answered):
        desk.session.select(Selection())
    with qtbot.waitSignal(page.exploration.failed, timeout=20_000):
        layout = PivotLayout((Dimension.HS8, Dimension.COUNTRY, Dimension.MODE), (Dimension.PROVINCE, Dimension.YEAR))
        page.exploration.lay_out(layout)

    assert "单元格" in page.notice.sentence.text()
    assert page.notice.button.text() == "撤销上一步"
