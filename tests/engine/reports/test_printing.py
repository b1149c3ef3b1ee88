from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import paths
from app.engine.reports.printing.column_widths import column_groups
from app.engine.reports.printing.fonts import BODY, load_fonts
from app.engine.reports.printing.lines import shortened, wrapped
from app.engine.reports.printing.strips import Placed, Strip, paginate
from app.engine.reports.tables import Column, Kind, Table

TEXTS = st.text(st.sampled_from("贸易总值（亿元），。“”《》 \nabcXYZ 0123456789.,%¥()-/"), max_size=200)
HEIGHT = 100.0


@pytest.fixture(autouse=True, scope="module")
def fonts() -> None:
    load_fonts(paths.resources() / "web" / "fonts")


@given(TEXTS, st.floats(20, 300))
def test_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    lines = wrapped(text, BODY, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(BODY.width(line.strip()) <= width for line in lines)


def test_punctuation_does_not_begin_a_line_and_words_are_whole() -> None:
    text = "进出口总值，（单位：亿元）。《统计月报》the quarterly report" * 3

    lines = [line for width in range(60, 200, 7) for line in wrapped(text, BODY, float(width))]

    assert not [line for line in lines if line[0] in "，。）》：" or line[-1] in "（《"]
    assert {word for line in lines for word in line.split() if word.isascii()} >= {"the", "quarterly", "report"}
    assert not [line for line in lines if line.endswith(("quart", "repo"))]


def test_a_line_break_in_a_text_stays_and_what_no_font_draws_goes() -> None:
    assert wrapped("第一行\r\n第二行\x00\u200b\n\n末行", BODY, 500) == ["第一行", "第二行", "", "末行"]


@given(TEXTS, st.floats(20, 300))
def test_a_shortened_text_fits_on_its_line(text: str, width: float) -> None:
    line = shortened(text, BODY, width)

    assert BODY.width(line) <= width
    assert "\n" not in line


STRIPS = st.lists(
    st.builds(
        Strip,
        height=st.floats(1, HEIGHT),
        draw=st.just(lambda canvas, left, top: None),
        gap=st.floats(0, 30),
        is_kept=st.booleans(),
    ),
    max_size=40,
)


@given(STRIPS)
def test_every_strip_stands_once_in_order_and_inside_the_frame(strips: list[Strip]) -> None:
    pages = paginate(strips, HEIGHT)

    assert [placed.strip for page in pages for placed in page] == strips
    for page in pages:
        ends = [placed.offset + placed.strip.height for placed in page]
        assert all(end <= HEIGHT + 1e-9 for end in ends)
        assert all(end <= placed.offset for end, placed in zip(ends, page[1:], strict=False))


@given(STRIPS)
def test_what_is_kept_together_parts_only_where_no_page_holds_it(strips: list[Strip]) -> None:
    pages = paginate(strips, HEIGHT)

    for page, following in itertools.pairwise(pages):
        run = tail_kept_with(page, following[0])
        assert not page[-1].strip.is_kept or sum(each.gap + each.height for each in run) > HEIGHT


def test_a_header_is_repeated_where_its_rows_go_on() -> None:
    header = strip(20)
    rows = [Strip(30, strip(0).draw, header=header) for _ in range(5)]

    pages = paginate([Strip(20, header.draw, is_kept=True), *rows], HEIGHT)

    assert [[placed.strip.height for placed in page] for page in pages] == [[20, 30, 30], [20, 30, 30], [20, 30]]
    assert [placed.strip is header for placed in pages[1]] == [True, False, False]


@given(st.lists(st.tuples(st.sampled_from(Kind), st.integers(0, 60)), min_size=1, max_size=30), st.floats(400, 800))
def test_columns_fill_the_width_and_each_has_a_place(columns: list[tuple[Kind, int]], width: float) -> None:
    table = Table(
        "x", tuple(Column("题" * (length // 4), kind) for kind, length in columns), [["9" * n for _, n in columns]]
    )

    groups = column_groups(table, width)

    assert {column.position for group in groups for column in group} == set(range(len(columns)))
    for group in groups:
        assert sum(column.width for column in group) == pytest.approx(width)
        assert all(column.width > 0 for column in group)
        assert group[0].position == 0


def strip(height: float) -> Strip:
    return Strip(height, lambda canvas, left, top: None)


def tail_kept_with(page: list[Placed], following: Placed) -> list[Strip]:
    """The strips at the end of a page that ask to stay with the first of the next, and that one."""
    run = [following.strip]
    for placed in reversed(page):
        if not placed.strip.is_kept:
            break
        run.insert(0, placed.strip)
    return run
