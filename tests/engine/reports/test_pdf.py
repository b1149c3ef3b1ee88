from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.engine.errors import CancelledError, InputError, ResourceError
from app.engine.jobs import CancelToken
from app.engine.messages import Language, sentence
from app.engine.reports.formats import cell_text
from app.engine.reports.pdf import write_pdf
from app.engine.reports.printing.fonts import load_fonts
from app.engine.reports.printing.pages import frame_of
from app.engine.reports.report import KeyFigure, Orientation, Report, Section
from app.engine.reports.tables import Cell, Column, Kind, Table
from tests.engine.reports.pages import page_texts, placed_pictures
from tests.engine.reports.pictures import png
from tests.engine.reports.samples import ABOUT, PARTNERS, wide_rows

YEARS = range(2000, 2030)
FIGURES = tuple(KeyFigure(f"指标{number}", f"{number},234.5 亿元", "同比 +3.2%") for number in range(7))
LONG = "按 HS 编码统计的进出口总值（人民币）与贸易伙伴 United Nations Comtrade 数据不可直接相加，" * 9


def test_everything_said_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"

    write_pdf(path, Report(ABOUT, FIGURES, (Section("贸易伙伴", table=PARTNERS, caption="未用"),)))

    text = "".join(page_texts(path))
    about = (ABOUT.title, *ABOUT.filters, *ABOUT.basis, *ABOUT.left_out, *ABOUT.source, ABOUT.map_line, ABOUT.note)
    figures = [part for figure in FIGURES for part in (figure.label, figure.value, figure.note)]
    cells = [
        cell_text(cell, column.kind)
        for row in PARTNERS.rows
        for cell, column in zip(row, PARTNERS.columns, strict=True)
    ]
    for expected in (*about, *figures, *cells, *(column.title for column in PARTNERS.columns)):
        assert "".join(expected.split()) in text
    assert "2026-11-2320:30(UTC+08:00)" in text


def test_a_long_table_loses_no_row_and_repeats_its_header(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"

    write_pdf(path, Report(ABOUT, sections=(Section("全部商品", table=wide_rows(400)),)))

    pages = page_texts(path)
    text = "".join(pages)
    assert len(pages) > 5
    assert all(f"商品{number:05d}{number}" in text for number in range(400))
    assert all("商品记录数" in page for page in pages)
    assert [page for page, text in enumerate(pages, start=1) if f"{page}/{len(pages)}" in text] == [
        *range(1, len(pages) + 1)
    ]


def test_every_page_after_the_first_is_headed_by_title_and_time(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"

    write_pdf(path, Report(ABOUT, sections=(Section("全部商品", table=wide_rows(100)),)))

    pages = page_texts(path)
    assert pages[0].count(ABOUT.title) == 1
    for page in pages[1:]:
        assert ABOUT.title in page
        assert "2026-11-2320:30" in page
    for page in pages:
        assert ABOUT.source[0] in page
        assert ABOUT.map_line.replace(" ", "") in page
        assert ABOUT.note in page


@pytest.mark.parametrize("orientation", Orientation)
@pytest.mark.parametrize("size", [(1600, 900), (900, 1600), (4000, 300), (200, 200), (1, 3000)])
def test_pictures_are_whole_undistorted_and_inside_the_printable_area(
    size: tuple[int, int], orientation: Orientation, tmp_path: Path
) -> None:
    path, frame = tmp_path / "x.pdf", frame_of(orientation)
    sections = tuple(Section(f"图表{number}", png(*size), LONG, is_map=number == 0) for number in range(5))

    write_pdf(path, Report(ABOUT, FIGURES, sections, orientation))

    pages = PdfReader(path).pages
    pictures = [picture for page in pages for picture in placed_pictures(page)]
    assert len(pictures) == 5
    for picture in pictures:
        assert picture.left >= frame.left - 0.01
        assert picture.bottom >= frame.bottom - 0.01
        assert picture.left + picture.width <= frame.left + frame.width + 0.01
        assert picture.bottom + picture.height <= frame.top + 0.01
        assert picture.width / picture.height == pytest.approx(picture.pixel_ratio, rel=0.001)
        assert picture.width > frame.width * 0.9 or picture.height > frame.height * 0.3


def test_a_picture_stays_with_its_heading_and_a_map_with_its_approval(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    sections = tuple(Section(f"第{number}图", png(1600, 900), f"图注{number}", is_map=True) for number in range(6))
    about = replace(ABOUT, note="", map_line="审图号甲")

    write_pdf(path, Report(about, sections=sections))

    for page, text in zip(PdfReader(path).pages, page_texts(path), strict=True):
        count = len(placed_pictures(page))
        assert text.count("图注") == count
        assert sum(f"第{number}图" in text for number in range(6)) == count
        assert text.count("审图号甲") >= count + 1


def test_two_charts_stand_on_an_upright_page(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    sections = tuple(Section(f"第{number}图", png(1200, 900), "图注") for number in range(5))

    write_pdf(path, Report(replace(ABOUT, filters=()), sections=sections))

    assert [len(placed_pictures(page)) for page in PdfReader(path).pages] == [1, 2, 2]


@pytest.mark.parametrize("orientation", Orientation)
def test_long_texts_wrap_in_both_languages_and_lose_nothing(orientation: Orientation, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    english = "Exports of machinery to " + "Trinidad-and-Tobago/" * 40 + "and others " * 60
    table = Table(LONG, (Column(LONG), Column(english), Column("金额", Kind.MONEY)), ((LONG * 30, english, 1),))
    about = replace(ABOUT, title=LONG, filters=(english, LONG))

    write_pdf(path, Report(about, (KeyFigure(LONG, english, LONG),), (Section(english, table=table),), orientation))

    text = "".join(page_texts(path))
    assert text.count("不可直接相加") >= 9 * 34
    assert "".join(english.split()) in text
    assert_text_is_inside(path, orientation)


def test_more_columns_than_fit_continue_below_with_the_first_repeated(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    columns = (Column("伙伴名称"), *(Column(f"{year}年", Kind.MONEY) for year in YEARS))
    rows: list[list[Cell]] = [[f"国家{number}", *(number * 1e9 + year for year in YEARS)] for number in range(3)]

    write_pdf(path, Report(ABOUT, sections=(Section("交叉表", table=Table("交叉表", columns, rows)),)))

    text = "".join(page_texts(path))
    assert all(f"{year}年" in text for year in YEARS)
    assert all(f"{2_000_000_000 + year:,}.00" in text for year in YEARS)
    assert text.count("国家2") == text.count("伙伴名称") > 3
    assert_text_is_inside(path, Orientation.PORTRAIT)


def test_the_font_is_embedded_as_far_as_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"

    write_pdf(path, Report(ABOUT, sections=(Section("贸易伙伴", table=PARTNERS),)))

    fonts = PdfReader(path).pages[0]["/Resources"]["/Font"]  # type: ignore[index]  # pypdf's values are untyped
    files = [font["/FontDescriptor"].get("/FontFile2") for font in fonts.values() if "/FontDescriptor" in font]
    assert len(files) >= 2
    assert all(file is not None for file in files)
    assert path.stat().st_size < 200_000


def test_the_same_report_gives_the_same_bytes_and_tells_what_it_is(tmp_path: Path) -> None:
    report = Report(ABOUT, FIGURES, (Section("图", png(300, 200), table=PARTNERS),))

    write_pdf(tmp_path / "a.pdf", report)
    write_pdf(tmp_path / "b.pdf", report)

    document = PdfReader(tmp_path / "a.pdf")
    properties = document.metadata
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert properties is not None
    assert properties.title == ABOUT.title
    assert str(properties.producer).startswith("Tradescope ")
    assert properties.creation_date == ABOUT.made_at
    assert str(document.root_object["/Lang"]) == "zh-CN"
    assert [str(entry["/Title"]) for entry in document.outline if not isinstance(entry, list)] == ["图"]


def test_a_report_of_nothing_is_one_page(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"

    write_pdf(path, Report(ABOUT, sections=(Section("空"), Section("空表", table=Table("空", (), ())))))

    assert "1/1" in page_texts(path)[0]
    assert "空表" in page_texts(path)[0]


@pytest.mark.parametrize("picture", [b"", b"not a picture", png(300, 200)[:300]])
def test_a_torn_picture_is_said_and_nothing_is_written(picture: bytes, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write_pdf(tmp_path / "x.pdf", Report(ABOUT, sections=(Section("世界地图", picture),)))

    assert "世界地图" in sentence(caught.value, Language.ZH)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_font_is_said_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(ResourceError) as caught:
        load_fonts(tmp_path)

    assert "run.py web" in sentence(caught.value, Language.ZH)
    assert str(tmp_path) in sentence(caught.value, Language.EN)


def test_a_cancelled_report_leaves_what_was_there(tmp_path: Path) -> None:
    path, token, seen = tmp_path / "x.pdf", CancelToken(), list[tuple[int, int | None]]()
    path.write_bytes(b"old")

    def cancel_after_second_page(done: int, total: int | None, note: str = "", /) -> None:
        seen.append((done, total))
        if done == 2:
            token.cancel()

    with pytest.raises(CancelledError):
        write_pdf(
            path,
            Report(ABOUT, sections=(Section("全部", table=wide_rows(300)),)),
            progress=cancel_after_second_page,
            token=token,
        )

    assert [done for done, _ in seen] == [1, 2]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def assert_text_is_inside(path: Path, orientation: Orientation) -> None:
    """No text begins left of the frame or on the sheet's edge, and none runs beyond the right edge."""
    frame = frame_of(orientation)
    for page in PdfReader(path).pages:
        starts: list[tuple[float, float]] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, starts=starts: (  # type: ignore[misc]  # bound per page
                starts.append((tm[4], tm[5])) if text.strip() else None
            )
        )
        assert starts
        assert min(x for x, _ in starts) >= frame.left - 0.01
        assert max(x for x, _ in starts) < frame.left + frame.width
        assert min(y for _, y in starts) > 20
