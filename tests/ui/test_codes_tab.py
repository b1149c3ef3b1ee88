"""The codes tab as a clerk uses it: pictures in, data out, nothing opened."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.camera import Camera
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.views.recognise.codes_tab import CodesTab
from app.widgets.copy_label import CopyLabel
from tests.engine.codes.scenes import bars, qr
from tests.ui.fake_camera import FakeCameras

DECLARATION = "报关单号=310120260001234567;商品编码=85171300;原产国=德国;数量=1200;总价=360000"
GERMANY = 304
LEFT = Qt.MouseButton.LeftButton
WAIT_MS = 20_000


@pytest.fixture
def cameras() -> FakeCameras:
    return FakeCameras()


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot, cameras: FakeCameras) -> CodesTab:
    made = CodesTab(desk, Camera(lambda: cameras))
    made.camera.setParent(made)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made


def sheet(path: Path, *codes: Image.Image) -> Path:
    """Codes side by side on one sheet."""
    paper = Image.new("RGB", (sum(code.width for code in codes) + 40 * (len(codes) + 1), 400), "white")
    left = 40
    for code in codes:
        paper.paste(code, (left, 40))
        left += code.width + 40
    paper.save(path)
    return path


def give(tab: CodesTab, qtbot: QtBot, *paths: Path) -> None:
    """Browse for these files and wait for all of their codes."""
    before = len(tab.board.pictures)
    tab.sources.choose_files = lambda _parent, _words: paths
    QTest.mouseClick(tab.sources.browse, LEFT)
    qtbot.waitUntil(lambda: not tab.board.waiting and len(tab.board.pictures) == before + len(paths), timeout=WAIT_MS)


def said(tab: CodesTab) -> list[str]:
    return [card.text.text() for card in tab.codes.cards]


def test_several_codes_of_one_picture_are_boxed_and_told(tab: CodesTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, sheet(tmp_path / "label.png", qr(DECLARATION), bars("6901234567892", "EAN13")))

    assert said(tab) == [DECLARATION, "6901234567892"]
    assert [mark.caption for mark in tab.view.marks] == ["1", "2"]
    xs = [x for x, _ in tab.view.marks[0].corners]
    assert 0.02 < min(xs) < max(xs) < 0.6


def test_before_the_first_picture_there_is_nothing_to_turn_or_to_read(
    tab: CodesTab, qtbot: QtBot, tmp_path: Path
) -> None:
    before = (tab.codes.isVisible(), tab.back.isVisible())
    give(tab, qtbot, sheet(tmp_path / "one.png", qr("one")), sheet(tmp_path / "two.png", qr("two")))

    assert before == (False, False)
    assert (tab.codes.isVisible(), tab.back.isVisible()) == (True, True)


def test_a_declaration_is_shown_by_field_and_taken_to_the_pricing_desk(
    tab: CodesTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    give(tab, qtbot, sheet(tmp_path / "label.png", qr(DECLARATION, encoding="gb18030")))
    (card,) = tab.codes.cards
    rows = [each.text() for each in card.findChildren(CopyLabel)]
    assert rows[1:] == ["85171300", "德国", "1200", "360000", "310120260001234567"]

    with qtbot.waitSignal(desk.navigation.page_requested) as asked:
        QTest.mouseClick(card.price, LEFT)

    assert asked.args == ["price"]
    assert desk.session.selection.hs == ("85171300",)
    assert desk.session.selection.countries == (GERMANY,)


def test_a_declaration_is_offered_to_the_page_that_screens(
    tab: CodesTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    give(tab, qtbot, sheet(tmp_path / "label.png", qr(DECLARATION)))

    with qtbot.waitSignal(desk.navigation.declaration_offered) as asked:
        QTest.mouseClick(tab.codes.cards[0].screening, LEFT)

    assert asked.args == [DECLARATION]


def test_an_address_is_shown_without_any_way_to_open_it(tab: CodesTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, sheet(tmp_path / "a.png", qr("https://example.com/<b>pay</b>")))
    (card,) = tab.codes.cards

    assert card.text.text() == "https://example.com/<b>pay</b>"
    assert card.text.textFormat() is Qt.TextFormat.PlainText
    assert not card.text.openExternalLinks()
    assert card.price.isHidden()
    assert card.screening.isHidden()


def test_letters_that_would_be_obeyed_are_not_shown(tab: CodesTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, sheet(tmp_path / "a.png", qr("x\u202efdp.exe\x1b[2J")))

    assert said(tab) == ["x\ufffdfdp.exe\ufffd[2J"]


def test_a_file_that_is_no_picture_says_so_and_the_next_one_is_read(
    tab: CodesTab, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(b"nothing")

    give(tab, qtbot, tmp_path / "a.png", sheet(tmp_path / "b.png", qr("box 7")))

    assert "a.png" in tab.codes.problem.text()
    QTest.mouseClick(tab.ahead, LEFT)
    assert said(tab) == ["box 7"]
    assert tab.codes.problem.isHidden()


def test_a_picture_is_pasted_with_the_usual_keys(tab: CodesTab, qtbot: QtBot, tmp_path: Path) -> None:
    # As Qt makes it: data of our own would still be on the clipboard when Python is gone, and crash it
    QGuiApplication.clipboard().setImage(QImage(str(sheet(tmp_path / "a.png", qr("pasted box")))))

    QTest.mouseClick(tab.sources.paste, LEFT)

    qtbot.waitUntil(lambda: said(tab) == ["pasted box"], timeout=WAIT_MS)
    QGuiApplication.clipboard().clear()


def test_what_was_read_stands_in_the_history_and_can_be_searched(tab: CodesTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, sheet(tmp_path / "a.png", qr("first")), sheet(tmp_path / "b.png", qr("second")))
    QTest.mouseClick(tab.kinds.button("history"), LEFT)
    rows = tab.history.table.content
    assert [rows.index(row, 2).data() for row in range(rows.rowCount())] == ["second", "first"]

    QTest.keyClicks(tab.history.search, "FIRST")

    qtbot.waitUntil(lambda: [row[2] for row in rows.rows] == ["first"])


def test_declarations_of_all_pictures_are_saved_as_a_file_that_can_be_read_again(
    tab: CodesTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    give(tab, qtbot, sheet(tmp_path / "a.png", qr(DECLARATION)), sheet(tmp_path / "b.png", qr("just text")))
    tab.files.chooser = lambda _parent, _proposed, _pattern: tmp_path / "out.csv"

    with qtbot.waitSignal(desk.notices.posted, timeout=WAIT_MS):
        QTest.mouseClick(tab.save, LEFT)

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["商品编码"], row["贸易伙伴"], row["报关单号"]) == ("85171300", "德国", "310120260001234567")


def test_a_code_before_the_camera_is_read_once_and_kept_once(
    tab: CodesTab, cameras: FakeCameras, qtbot: QtBot, tmp_path: Path
) -> None:
    frame = QImage(str(sheet(tmp_path / "a.png", qr("camera box"))))
    QTest.mouseClick(tab.sources.camera, LEFT)

    cameras.see(frame)
    qtbot.waitUntil(lambda: said(tab) == ["camera box"], timeout=WAIT_MS)
    first = tab.board.live
    cameras.see(frame)
    qtbot.waitUntil(lambda: tab.board.live is not first, timeout=WAIT_MS)

    qtbot.waitUntil(lambda: len(tab.board.history().find("camera", limit=9)) == 1, timeout=WAIT_MS)


def test_an_unplugged_camera_is_said_beside_a_button_that_opens_it_again(
    tab: CodesTab, cameras: FakeCameras, qtbot: QtBot
) -> None:
    QTest.mouseClick(tab.sources.camera, LEFT)
    assert tab.strip.isVisible()

    cameras.unplug("Front")

    assert "断开" in tab.strip.status.text()
    assert not tab.sources.camera.isChecked()
    QTest.mouseClick(tab.strip.again, LEFT)
    assert cameras.running == "rear"


def test_the_camera_is_let_go_when_nobody_looks(tab: CodesTab, cameras: FakeCameras) -> None:
    QTest.mouseClick(tab.sources.camera, LEFT)
    assert cameras.running == "front"

    tab.hide()

    assert cameras.running == ""


def test_the_cards_speak_the_language_of_the_moment(tab: CodesTab, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, sheet(tmp_path / "a.png", qr("box")))

    desk.texts.set_language(Language.EN)

    assert tab.codes.cards[0].copy.text() == "Copy"
    assert tab.history.saves["csv"].text() == "Save as CSV…"


def test_a_frame_that_was_read_after_the_camera_was_closed_shows_nothing(
    tab: CodesTab, cameras: FakeCameras, qtbot: QtBot, tmp_path: Path
) -> None:
    frame = QImage(str(sheet(tmp_path / "a.png", qr("late"))))
    QTest.mouseClick(tab.sources.camera, LEFT)
    cameras.see(frame)

    QTest.mouseClick(tab.sources.camera, LEFT)
    give(tab, qtbot, sheet(tmp_path / "b.png", qr("in time")))

    assert said(tab) == ["in time"]
    assert tab.board.live is None
