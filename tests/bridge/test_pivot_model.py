from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.bridge.desk import Desk
from app.bridge.pivot_content import Lines, PivotContent
from app.bridge.pivot_copy import Block, tab_separated
from app.bridge.pivot_layout import Axis, Heat, PivotLayout
from app.bridge.pivot_model import PivotModel
from app.bridge.theme import ThemeMode
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import NO_UNIT, OTHERS, TOTAL, Blank, Measure

GERMANY, USA = 304, 502
KILOGRAM, SET = 1, 19
LAYOUT = PivotLayout((Dimension.COUNTRY, Dimension.HS2), (Dimension.YEAR,), heat=Heat.LINEAR)


def content(*, units: list[list[int]] | None = None, blanks: list[list[int]] | None = None) -> PivotContent:
    rows = [[TOTAL, TOTAL], [GERMANY, 84], [GERMANY, 87], [GERMANY, OTHERS], [USA, 84]]
    figures = np.array([[6.0, 15.0], [1.0, 2.0], [2.0, 3.0], [0.5, 5.0], [2.5, np.nan]])
    reasons = np.zeros(figures.shape, dtype=np.uint8) if blanks is None else np.array(blanks, dtype=np.uint8)
    reasons[4, 1] = reasons[4, 1] or Blank.NO_RECORDS
    return PivotContent(
        rows=Lines(LAYOUT.rows, np.array(rows, dtype=np.int32)),
        columns=Lines(LAYOUT.columns, np.array([[2019], [2020]], dtype=np.int32)),
        figures=figures * 1e8,
        blanks=reasons,
        units=None if units is None else np.array(units, dtype=np.int32),
        currency="USD",
    )


@pytest.fixture
def model(desk: Desk) -> PivotModel:
    made = PivotModel(desk.texts, desk.theme)
    made.show(content(), LAYOUT)
    return made


def test_outer_headings_reach_over_their_inner_ones(model: PivotModel) -> None:
    labels = model.labels(Axis.ROWS)

    assert labels is not None
    assert [labels.span(position, 0) for position in range(5)] == [(0, 0), (1, 3), (1, 3), (1, 3), (4, 4)]
    assert labels.text(2, 0) == "德国"
    assert labels.full_text(3) == "德国 / 其他"
    assert labels.full_text(0) == "合计"


def test_a_heading_is_read_out_with_all_its_levels(model: PivotModel) -> None:
    text = model.headerData(1, Qt.Orientation.Vertical)

    assert text.startswith("德国 / 84 ")


def test_an_empty_cell_says_why_and_is_never_zero(model: PivotModel) -> None:
    assert model.data(model.index(4, 1)) == ""
    assert model.data(model.index(4, 1), Qt.ItemDataRole.ToolTipRole).endswith("没有记录")


def test_a_cell_tells_whose_exact_figure_it_is(model: PivotModel) -> None:
    tip = model.data(model.index(1, 1), Qt.ItemDataRole.ToolTipRole)

    assert tip.splitlines()[0].startswith("德国 / 84 ")
    assert tip.splitlines()[1] == "金额 200,000,000 美元"
    assert model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole) == tip


def test_several_units_are_marked_in_the_cell(desk: Desk) -> None:
    model = PivotModel(desk.texts, desk.theme)
    blanks = [[0, 0], [0, Blank.SEVERAL_UNITS], [0, 0], [0, 0], [0, 0]]
    units = [[KILOGRAM, KILOGRAM]] * 5
    model.show(content(units=units, blanks=blanks), PivotLayout(LAYOUT.rows, LAYOUT.columns, Measure.QUANTITY))

    assert model.text(1, 1) == "多单位"
    assert "计量单位" in model.explanation(1, 1)


def test_a_unit_that_all_cells_share_is_named_once(desk: Desk) -> None:
    model = PivotModel(desk.texts, desk.theme)
    model.show(content(units=[[KILOGRAM, KILOGRAM]] * 5), PivotLayout(LAYOUT.rows, LAYOUT.columns, Measure.QUANTITY))

    assert model.scaled_unit() == "万千克"
    assert model.text(1, 0) == "10,000.00"


def test_units_that_differ_stand_in_the_cells(desk: Desk) -> None:
    model = PivotModel(desk.texts, desk.theme)
    units = [[NO_UNIT, NO_UNIT], [KILOGRAM, KILOGRAM], [SET, SET], [NO_UNIT, NO_UNIT], [KILOGRAM, NO_UNIT]]
    several = [int(Blank.SEVERAL_UNITS)] * 2
    blanks = [several, [0, 0], [0, 0], several, [0, 0]]
    model.show(content(units=units, blanks=blanks), PivotLayout(LAYOUT.rows, LAYOUT.columns, Measure.UNIT_VALUE))

    assert model.text(1, 0).endswith(" /千克")
    assert model.text(2, 0).endswith(" /台")


def test_a_scaled_figure_in_a_unit_of_its_own_carries_the_scale(desk: Desk) -> None:
    model = PivotModel(desk.texts, desk.theme)
    several = [int(Blank.SEVERAL_UNITS)] * 2
    units = [[NO_UNIT, NO_UNIT], [1, 1], [SET, SET], [NO_UNIT, NO_UNIT], [1, NO_UNIT]]
    blanks = [several, [0, 0], [0, 0], several, [0, 0]]
    model.show(content(units=units, blanks=blanks), PivotLayout(LAYOUT.rows, LAYOUT.columns, Measure.QUANTITY))

    assert (model.text(1, 0), model.text(2, 0)) == ("10,000.00 万千克", "20,000.00 万台")
    assert model.scaled_unit() == ""
    assert model.colours(1, 0) is None


def test_totals_and_others_are_not_coloured(model: PivotModel) -> None:
    assert model.colours(0, 0) is None
    assert model.colours(3, 1) is None
    assert model.colours(2, 1) is not None


def test_colours_follow_the_palette(model: PivotModel, desk: Desk) -> None:
    light = model.colours(2, 1)

    desk.theme.set_mode(ThemeMode.DARK)

    assert model.colours(2, 1) != light


def test_names_follow_the_language(model: PivotModel, desk: Desk) -> None:
    desk.texts.set_language(Language.EN)

    assert str(model.headerData(1, Qt.Orientation.Vertical)).startswith("Germany / 84 ")


def test_copied_cells_keep_all_digits_and_reasons_stay_empty(model: PivotModel) -> None:
    lines = tab_separated(model, Block(3, 4, 0, 1), CancelToken()).split("\n")

    assert lines[0] == "\t\t2019\t2020"
    assert lines[1] == "德国\t其他\t50000000\t500000000"
    assert lines[2].split("\t")[2:] == ["250000000", ""]


def test_members_of_headings_and_cells() -> None:
    table = content()

    assert table.members_at(2, None, 0) == ((Dimension.COUNTRY, GERMANY),)
    assert table.members_at(2, None, 1) == ((Dimension.COUNTRY, GERMANY), (Dimension.HS2, 87))
    assert table.members_at(3, 1, None) == ((Dimension.COUNTRY, GERMANY), (Dimension.YEAR, 2020))
    assert table.members_at(0, None, 0) == ()


def test_a_million_cells_are_shown_without_asking_for_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    model = PivotModel(desk.texts, desk.theme)
    monkeypatch.setattr(model, "text", lambda row, _column: asked.append(row))
    members = np.arange(10_000, dtype=np.int32).reshape(-1, 1)
    large = PivotContent(
        Lines((Dimension.HS8,), members),
        Lines((Dimension.COUNTRY,), np.arange(100, dtype=np.int32).reshape(-1, 1)),
        np.ones((10_000, 100)),
        np.zeros((10_000, 100), dtype=np.uint8),
        None,
        "USD",
    )

    model.show(large, PivotLayout((Dimension.HS8,), (Dimension.COUNTRY,)))

    assert (model.rowCount(), model.columnCount(), asked) == (10_000, 100, [])


def test_china_as_an_origin_of_imports_is_called_so(desk: Desk) -> None:
    china = Lines((Dimension.COUNTRY,), np.array([[142]], dtype=np.int32))
    years = Lines((Dimension.YEAR,), np.array([[2020]], dtype=np.int32))
    one, none = np.ones((1, 1)), np.zeros((1, 1), dtype=np.uint8)
    model = PivotModel(desk.texts, desk.theme)

    model.show(PivotContent(china, years, one, none, None, "USD", is_import=True), PivotLayout())
    named = model.headerData(0, Qt.Orientation.Vertical)
    model.show(PivotContent(china, years, one, none, None, "USD"), PivotLayout())

    assert (named != "中国", model.headerData(0, Qt.Orientation.Vertical)) == (True, "中国")
