"""What leaves the pricing desk: documents, tables, and a whole file of prices."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from app.bridge.desk import Desk
from app.bridge.price_curve import price_text
from app.engine.price.pricer import Pricer
from app.views.price.batch_dialog import BatchDialog
from app.views.price.page import PricePage
from tests.ui.price_desk import PRODUCT, WAIT_MS, choose, opened

UNKNOWN = "77777777"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> PricePage:
    return opened(desk, qtbot, demo_pricer)


def saved(page: PricePage, qtbot: QtBot, kind: str, path: Path) -> Path:
    """Ask for a document and wait until it is there."""
    page.export.files.chooser = lambda _parent, _proposed, _pattern: path
    page.head.export_requested.emit(kind)
    qtbot.waitUntil(path.exists, timeout=WAIT_MS)
    return path


def test_the_workbook_holds_price_curve_drivers_and_records(page: PricePage, qtbot: QtBot, tmp_path: Path) -> None:
    detail = choose(page, qtbot, PRODUCT)

    book = CalamineWorkbook.from_path(str(saved(page, qtbot, "xlsx", tmp_path / "price.xlsx")))

    rows = [book.get_sheet_by_index(number).to_python() for number in range(1, 5)]
    assert rows[0][1][3] == pytest.approx(detail.answer.price, rel=1e-5)
    assert len(rows[1]) - 1 == 11
    assert len(rows[2]) - 1 == len(detail.explanation.drivers)
    assert len(rows[3]) - 1 == len(detail.comparables)


def test_the_report_says_the_price_and_that_the_data_are_made_up(page: PricePage, qtbot: QtBot, tmp_path: Path) -> None:
    price = choose(page, qtbot, PRODUCT).answer.price
    assert price is not None

    printed = "".join(each.extract_text() for each in PdfReader(saved(page, qtbot, "pdf", tmp_path / "p.pdf")).pages)

    assert PRODUCT in printed
    assert price_text(price).rstrip("0") in printed
    assert "演示数据" in printed


def test_the_curve_is_saved_as_a_picture(page: PricePage, qtbot: QtBot, tmp_path: Path) -> None:
    choose(page, qtbot, PRODUCT)

    picture = saved(page, qtbot, "png", tmp_path / "curve.png").read_bytes()

    assert picture.startswith(b"\x89PNG")


def test_a_file_of_goods_is_priced_and_its_bad_row_named(
    page: PricePage, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    source, target = tmp_path / "goods.csv", tmp_path / "priced.csv"
    source.write_text(f"商品编码,报价\n{PRODUCT},12.5\n{UNKNOWN},3\n", encoding="utf-8")
    dialog = BatchDialog(desk, page.board.source, page, choose_from=lambda *_: source, choose_to=lambda *_: target)
    qtbot.addWidget(dialog)

    dialog.choose.click()

    qtbot.waitUntil(lambda: "共 2 行" in dialog.status.text(), timeout=WAIT_MS)
    assert "1 行得到价格，1 行有问题" in dialog.status.text()
    assert not dialog.folder.isHidden()
    assert UNKNOWN in target.read_text(encoding="utf-8-sig").splitlines()[2]


def test_a_file_without_codes_is_refused_with_a_sentence(
    page: PricePage, qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    source, target = tmp_path / "goods.csv", tmp_path / "priced.csv"
    source.write_text("颜色,大小\n红,大\n蓝,小\n", encoding="utf-8")
    dialog = BatchDialog(desk, page.board.source, page, choose_from=lambda *_: source, choose_to=lambda *_: target)
    qtbot.addWidget(dialog)

    dialog.choose.click()

    qtbot.waitUntil(lambda: "商品编码" in dialog.status.text(), timeout=WAIT_MS)
    assert not target.exists()
