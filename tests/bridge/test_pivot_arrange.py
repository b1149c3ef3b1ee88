from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.bridge.pivot_arrange import arranged
from app.bridge.pivot_content import PivotContent
from app.bridge.pivot_layout import Axis, Order, OrderBy, PivotLayout
from app.engine.messages import Language
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import OTHERS, TOTAL, Blank, Measure, Table
from app.engine.store.questions.pivot_table import Axis as Side
from app.engine.store.selection import Selection

GERMANY, JAPAN, USA = 304, 116, 502
BASIS = Basis(Selection(), None, ())
LAYOUT = PivotLayout((Dimension.COUNTRY, Dimension.HS2), (Dimension.YEAR,))
BY_2019 = Order(OrderBy.LINE, is_descending=True, line=(2019,))


def table(figures: list[list[float]]) -> Table:
    """As the store answers: the largest first at each level, others after members, totals last."""
    rows = [[USA, 84], [USA, 27], [USA, OTHERS], [JAPAN, 84], [JAPAN, 85], [GERMANY, 87], [TOTAL, TOTAL]]
    cells = np.array(figures)
    return Table(
        rows=Side(LAYOUT.rows, np.array(rows, dtype=np.int32)),
        columns=Side(LAYOUT.columns, np.array([[2020], [2019], [TOTAL]], dtype=np.int32)),
        figures=cells,
        blanks=np.where(np.isnan(cells), np.uint8(Blank.NO_RECORDS), np.uint8(Blank.NONE)),
        units=None,
    )


FIGURES: list[list[float]] = [
    [50, 5, 55],
    [20, 9, 29],
    [9, 9, 18],
    [30, 40, 70],
    [8, 2, 10],
    [1, 11, 12],
    [118, 76, 194],
]


def lines(content: PivotContent) -> list[tuple[int, ...]]:
    return [tuple(members) for members in content.rows.members.tolist()]


def laid_out(layout: PivotLayout, figures: list[list[float]] = FIGURES) -> PivotContent:
    return arranged(table(figures), layout, BASIS, Language.ZH)


def test_the_total_comes_first_and_groups_stay_together() -> None:
    content = laid_out(LAYOUT)

    assert lines(content)[:4] == [(TOTAL, TOTAL), (USA, 84), (USA, 27), (USA, OTHERS)]
    assert content.columns.members[:, 0].tolist() == [TOTAL, 2019, 2020]


def test_cells_move_with_their_lines() -> None:
    content = laid_out(LAYOUT)

    assert content.figures[1].tolist() == [55, 5, 50]


def test_groups_are_sorted_by_a_column_and_so_are_the_lines_in_them() -> None:
    content = laid_out(LAYOUT.ordered(Axis.ROWS, BY_2019))

    assert lines(content)[1:] == [(JAPAN, 84), (JAPAN, 85), (USA, 27), (USA, 84), (USA, OTHERS), (GERMANY, 87)]


def test_the_smallest_first_still_leaves_others_last() -> None:
    content = laid_out(LAYOUT.ordered(Axis.ROWS, replace(BY_2019, is_descending=False)))

    assert lines(content)[1:] == [(GERMANY, 87), (USA, 84), (USA, 27), (USA, OTHERS), (JAPAN, 85), (JAPAN, 84)]


def test_lines_without_a_figure_stand_after_those_with_one() -> None:
    figures = [row.copy() for row in FIGURES]
    figures[0][1] = float("nan")

    for is_descending in (True, False):
        content = laid_out(LAYOUT.ordered(Axis.ROWS, replace(BY_2019, is_descending=is_descending)), figures)
        usa = [line for line in lines(content) if line[0] == USA]
        assert usa == [(USA, 27), (USA, 84), (USA, OTHERS)]


def test_an_order_by_a_line_that_is_gone_is_one_by_the_total() -> None:
    by_1999 = Order(OrderBy.LINE, is_descending=True, line=(1999,))

    assert lines(laid_out(LAYOUT.ordered(Axis.ROWS, by_1999))) == lines(laid_out(LAYOUT))


def partners_by_sound(language: Language) -> list[int]:
    by_name = LAYOUT.ordered(Axis.ROWS, Order(OrderBy.LABEL, is_descending=False))
    content = arranged(table(FIGURES), by_name, BASIS, language)
    return list(dict.fromkeys(country for country, _ in lines(content)[1:]))


def test_partners_are_sorted_by_the_sound_of_their_names() -> None:
    assert partners_by_sound(Language.ZH) == [GERMANY, USA, JAPAN]
    assert partners_by_sound(Language.EN) == [GERMANY, JAPAN, USA]


def test_goods_are_sorted_by_code() -> None:
    by_name = LAYOUT.ordered(Axis.ROWS, Order(OrderBy.LABEL, is_descending=False))

    assert [line for line in lines(laid_out(by_name)) if line[0] == USA] == [(USA, 27), (USA, 84), (USA, OTHERS)]


def test_totals_and_others_can_be_left_away() -> None:
    content = laid_out(replace(LAYOUT, has_others=False, has_column_totals=False, has_row_totals=False))

    assert lines(content) == [(USA, 84), (USA, 27), (JAPAN, 84), (JAPAN, 85), (GERMANY, 87)]
    assert content.columns.members[:, 0].tolist() == [2019, 2020]


def test_columns_are_sorted_by_a_row() -> None:
    by_germany = Order(OrderBy.LINE, is_descending=True, line=(GERMANY, 87))

    content = laid_out(LAYOUT.ordered(Axis.COLUMNS, by_germany))

    assert content.columns.members[:, 0].tolist() == [TOTAL, 2019, 2020]
    assert laid_out(LAYOUT.ordered(Axis.COLUMNS, replace(by_germany, is_descending=False))).columns.members[
        :, 0
    ].tolist() == [TOTAL, 2020, 2019]


def test_growth_of_groups_is_not_added_up_from_its_lines() -> None:
    layout = replace(LAYOUT, shown=Measure.GROWTH).ordered(Axis.ROWS, BY_2019)

    content = laid_out(layout)

    assert list(dict.fromkeys(country for country, _ in lines(content)[1:])) == [USA, JAPAN, GERMANY]
