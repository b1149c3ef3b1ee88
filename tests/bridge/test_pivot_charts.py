from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bridge.desk import Desk
from app.bridge.pivot_charts import ChartKind, cell_of_click, chart_kind, drawn_part, pivot_chart
from app.bridge.pivot_content import Lines, PivotContent
from app.bridge.pivot_layout import Axis, PivotLayout
from app.bridge.pivot_model import PivotModel
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import TOTAL, Blank

COUNTRY, HS2, YEAR, MONTH = Dimension.COUNTRY, Dimension.HS2, Dimension.YEAR, Dimension.MONTH
GERMANY, JAPAN = 304, 116


@pytest.mark.parametrize(
    ("layout", "kind"),
    [
        (PivotLayout((COUNTRY,), (YEAR,)), ChartKind.LINES),
        (PivotLayout((COUNTRY,), (YEAR, MONTH)), ChartKind.LINES),
        (PivotLayout((YEAR,), (COUNTRY,)), ChartKind.LINES),
        (PivotLayout((YEAR,), ()), ChartKind.LINES),
        (PivotLayout((COUNTRY,), ()), ChartKind.BARS),
        (PivotLayout((COUNTRY,), (HS2,)), ChartKind.HEAT_MAP),
        (PivotLayout((COUNTRY,), (YEAR, HS2)), ChartKind.HEAT_MAP),
    ],
)
def test_the_chart_suits_the_dimensions(layout: PivotLayout, kind: ChartKind) -> None:
    assert chart_kind(layout) is kind


def option(desk: Desk, layout: PivotLayout, columns: list[list[int]]) -> dict[str, Any]:
    """The option for totals, two partners and these columns, with one gap."""
    rows = np.array([[TOTAL], [GERMANY], [JAPAN]], dtype=np.int32)
    figures = np.arange(3.0 * len(columns)).reshape(3, -1) + 1
    figures[2, -1] = np.nan
    blanks = np.where(np.isnan(figures), np.uint8(Blank.NO_RECORDS), np.uint8(Blank.NONE))
    across = np.array(columns, dtype=np.int32).reshape(len(columns), len(layout.columns))
    content = PivotContent(Lines(layout.rows, rows), Lines(layout.columns, across), figures, blanks, None, "USD")
    model = PivotModel(desk.texts, desk.theme)
    model.show(content, layout)
    labels = {axis: found for axis in Axis if (found := model.labels(axis)) is not None}
    chart = pivot_chart(layout, drawn_part(layout, content, labels), title="金额", caption="", unit="美元")
    assert chart.option is not None
    return dict(chart.option)


def test_lines_leave_totals_out_and_keep_gaps(desk: Desk) -> None:
    drawn = option(desk, PivotLayout((COUNTRY,), (YEAR,)), [[TOTAL], [2019], [2020]])

    assert [series["name"] for series in drawn["series"]] == ["德国", "日本"]
    assert [point["value"] for point in drawn["series"][1]["data"]] == [8.0, None]
    assert drawn["xAxis"]["data"] == ["2019", "2020"]


def test_bars_rank_the_members(desk: Desk) -> None:
    drawn = option(desk, PivotLayout((COUNTRY,), ()), [[]])

    assert drawn["yAxis"]["data"] == ["德国"]


def test_a_heat_map_has_an_item_for_each_cell_with_a_figure(desk: Desk) -> None:
    drawn = option(desk, PivotLayout((COUNTRY,), (HS2,)), [[TOTAL], [84], [85]])

    assert [item["value"] for item in drawn["series"][0]["data"]] == [[0, 0, 5.0], [1, 0, 6.0], [0, 1, 8.0]]
    assert drawn["xAxis"]["data"] == ["84", "85"]


def test_a_clicked_item_leads_to_its_cell() -> None:
    assert cell_of_click(PivotLayout((COUNTRY,), (HS2,)), "3:4", "cells") == (3, 4)
    assert cell_of_click(PivotLayout((COUNTRY,), ()), "5", "ranks") == (5, 0)
    assert cell_of_click(PivotLayout((COUNTRY,), (YEAR,)), "2", "7") == (7, 2)
    assert cell_of_click(PivotLayout((YEAR,), (COUNTRY,)), "2", "7") == (2, 7)
