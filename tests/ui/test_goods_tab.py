"""The goods tab as a clerk uses it: a photo, its chapter, what the store knows, a correction."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.camera import Camera
from app.bridge.desk import Desk
from app.bridge.photo_items import items_of_paths
from app.bridge.photo_session import PhotoSession
from app.engine.errors import ResourceError
from app.engine.messages import Language
from app.engine.store.selection import Direction
from app.engine.vision.recogniser import Recogniser
from app.views.recognise.chapter_panel import ChapterPanel
from app.views.recognise.goods_tab import GoodsTab
from tests.desks import make_desk
from tests.ui.fake_camera import FakeCameras
from tests.ui.photo_page import BLUE, COLOURS, GREEN, RED, WAIT_MS, photo, tiny_opener

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def cameras() -> FakeCameras:
    return FakeCameras()


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot, cameras: FakeCameras, tmp_path: Path) -> GoodsTab:
    session = PhotoSession(desk.settings.folder, opener=tiny_opener(tmp_path / "model"))
    made = GoodsTab(desk, session, Camera(lambda: cameras))
    for each in (session, made.camera):
        each.setParent(made)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    return made


def session_of(tab: GoodsTab) -> PhotoSession:
    session = tab.findChild(PhotoSession)
    assert isinstance(session, PhotoSession)
    return session


def give(tab: GoodsTab, qtbot: QtBot, path: Path) -> None:
    """Browse for a photo and wait for its answer."""
    tab.sources.choose_files = lambda _parent, _words: [path]
    with qtbot.waitSignal(tab.board.answered, timeout=WAIT_MS):
        QTest.mouseClick(tab.sources.browse, LEFT)


def titles(tab: GoodsTab) -> list[str]:
    return [row.title.text()[:2] for row in tab.answer.bars.rows]


def test_the_three_best_chapters_stand_with_names_sections_and_bars(
    tab: GoodsTab, qtbot: QtBot, tmp_path: Path
) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))

    first = tab.answer.bars.rows[0]
    assert titles(tab)[0] == BLUE
    assert "车辆" in first.title.text()
    assert first.note.text().startswith("第XVII类")
    assert first.share.text() == f"{tab.answer.guesses[0].share:.1%}"
    assert "把握" in tab.answer.verdict.words.text()


def test_all_room_is_for_the_first_photo_until_there_is_one(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    before = (tab.answer.isVisible(), tab.chapter.isVisible(), tab.pane.width() == tab.width())
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))

    assert before == (False, False, True)
    assert (tab.answer.isVisible(), tab.chapter.isVisible()) == (True, True)


def test_a_heat_map_of_the_marked_chapter_lies_over_the_photo(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))
    shown = tab.pane.view.heat

    QTest.mouseClick(tab.pane.heat, LEFT)

    assert shown is not None
    assert tab.pane.view.heat is None


def test_another_threshold_takes_effect_at_once_and_is_kept(
    tab: GoodsTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    give(tab, qtbot, photo(tmp_path / "grey.png", ""))
    share = round(100 * tab.answer.guesses[0].share)
    tab.threshold.setValue(share + 2)
    assert "请人工判断" in tab.answer.verdict.words.text()

    tab.threshold.setValue(max(share - 2, 0))

    assert "请人工判断" not in tab.answer.verdict.words.text()
    assert desk.settings.settings.photos.threshold == max(share - 2, 0) / 100


def test_a_declared_code_matches_is_near_or_does_not_match(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))

    QTest.keyClicks(tab.answer.code, "87032300")
    assert "相符" in tab.answer.compared.words.text()
    tab.answer.code.clear()
    assert tab.answer.compared.isHidden()
    QTest.keyClicks(tab.answer.code, "08")

    assert "不符" in tab.answer.compared.words.text()


def test_a_digit_and_enter_correct_the_label(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))
    second = titles(tab)[1]

    QTest.keyClick(tab, Qt.Key.Key_2)
    QTest.keyClick(tab, Qt.Key.Key_Return)

    (label,) = tab.board.desk.labels().all()
    assert (label.chapter, label.guessed, label.name) == (second, BLUE, "car.png")
    assert (label.model, label.version, label.source) == ("tiny", "1", tmp_path.name)
    assert second in tab.answer.label.text()
    assert tab.answer.bars.rows[1].right.text()


def test_any_other_chapter_is_typed(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))
    QTest.keyClick(tab, Qt.Key.Key_C)
    line = tab.answer.correct.lineEdit()
    assert line is not None

    line.selectAll()
    QTest.keyClicks(line, "64")
    QTest.keyClick(line, Qt.Key.Key_Return)

    assert [label.chapter for label in tab.board.desk.labels().all()] == ["64"]


def test_a_label_is_taken_back_and_stands_again_with_the_photo(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    path = photo(tmp_path / "car.png", BLUE)
    give(tab, qtbot, path)
    QTest.mouseClick(tab.answer.confirm, LEFT)

    give(tab, qtbot, path)
    assert tab.answer.label.isVisible()
    QTest.mouseClick(tab.answer.undo, LEFT)

    assert tab.answer.label.isHidden()
    assert tab.board.desk.labels().all() == []


def test_what_the_store_knows_of_the_chapter_stands_beside_it(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))
    qtbot.waitUntil(lambda: tab.chapter.facts is not None, timeout=WAIT_MS)

    assert tab.chapter.title.text().startswith("87 ")
    for name in ("headings", "countries", "modes", "prices"):
        content = tab.chapter.tables[name].content
        assert content.rowCount() > 0
        assert not content.table.columns[-1].is_text  # which stands on the right
    heading, codes, _ = tab.chapter.tables["headings"].content.rows[0]
    assert str(heading)[:2] == BLUE
    assert str(codes).startswith(str(heading)[:4])


def test_a_partner_leads_to_the_dashboard_and_a_heading_to_the_pricing_desk(
    tab: GoodsTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))
    qtbot.waitUntil(lambda: tab.chapter.facts is not None, timeout=WAIT_MS)
    facts = tab.chapter.facts
    assert facts is not None

    with qtbot.waitSignal(desk.navigation.page_requested) as asked:
        click(tab, "countries")
    assert asked.args == ["dashboard"]
    assert desk.session.selection.countries == (facts.tops["countries"].rows[0].member,)
    assert (desk.session.selection.hs, desk.session.selection.direction) == ((BLUE,), Direction.EXPORT)

    with qtbot.waitSignal(desk.navigation.page_requested) as asked:
        click(tab, "headings")
    assert asked.args == ["price"]
    assert desk.session.selection.hs == (str(tab.chapter.tables["headings"].content.rows[0][0])[:4],)


def click(tab: GoodsTab, name: str) -> None:
    table = tab.chapter.tables[name]
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.content.index(0, 0)).center())


def test_several_goods_are_boxed_and_each_has_its_own_answer(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    paper = Image.new("RGB", (900, 500), (128, 128, 128))
    paper.paste(COLOURS[RED], (60, 150, 260, 350))
    paper.paste(COLOURS[BLUE], (600, 150, 800, 350))
    paper.save(tmp_path / "two.png")
    give(tab, qtbot, tmp_path / "two.png")
    assert [mark.caption for mark in tab.pane.view.marks] == [f"1 · {RED}", f"2 · {BLUE}"]

    tab.pane.view.mark_clicked.emit(1)

    assert titles(tab)[0] == BLUE
    assert tab.pane.view.heat is None
    QTest.mouseClick(tab.pane.whole, LEFT)
    assert tab.board.good == -1


def test_what_is_no_picture_says_so_and_leaves_nothing_of_the_last_one(
    tab: GoodsTab, qtbot: QtBot, tmp_path: Path
) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))
    (tmp_path / "broken.jpg").write_bytes(b"nothing")
    tab.sources.choose_files = lambda _parent, _words: [tmp_path / "broken.jpg"]

    with qtbot.waitSignal(tab.board.failed, timeout=WAIT_MS):
        QTest.mouseClick(tab.sources.browse, LEFT)

    assert "broken.jpg" in tab.pane.problem.text()
    assert tab.pane.view.photo.isNull()
    assert tab.answer.guesses == []


def test_a_dropped_folder_goes_to_the_batch(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    photo(tmp_path / "goods" / "a.png", RED)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "goods"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(tab, QDragEnterEvent(QPoint(20, 20), copy, mime, LEFT, none))

    with qtbot.waitSignal(session_of(tab).batch_wanted) as asked:
        QApplication.sendEvent(tab, QDropEvent(QPointF(20, 20), copy, mime, LEFT, none))

    assert [item.name for item in asked.args[0]] == ["goods"]


def test_a_picture_is_taken_with_the_camera(tab: GoodsTab, cameras: FakeCameras, qtbot: QtBot, tmp_path: Path) -> None:
    QTest.mouseClick(tab.sources.camera, LEFT)
    cameras.see(QImage(str(photo(tmp_path / "car.png", BLUE))))

    with qtbot.waitSignal(tab.board.answered, timeout=WAIT_MS):
        QTest.mouseClick(tab.strip.take, LEFT)

    assert titles(tab)[0] == BLUE
    assert cameras.running == ""


def test_every_answer_stands_in_the_history(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "tree.png", GREEN))

    (seen,) = tab.board.desk.recognitions().find("tree", limit=9)

    assert (seen.chapter, seen.model, seen.path) == (GREEN, "tiny", str(tmp_path / "tree.png"))


def test_the_time_of_each_stage_and_the_model_are_said(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))

    for word in ("解码", "预处理", "推理", "后处理", "tiny 1"):
        assert word in tab.pane.latency.text()


def test_without_a_usable_model_the_reason_is_said(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    def refuse(folder: Path) -> Recogniser:
        raise ResourceError("model.none", folder=str(folder))

    tab = GoodsTab(desk, PhotoSession(desk.settings.folder, opener=refuse), Camera(FakeCameras))
    qtbot.addWidget(tab)

    with qtbot.waitSignal(tab.board.failed, timeout=WAIT_MS):
        tab.look_at(items_of_paths([photo(tmp_path / "car.png", BLUE)]))

    assert str(desk.settings.folder) in tab.pane.problem.text()


def test_the_answer_speaks_the_language_of_the_moment(tab: GoodsTab, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))

    desk.texts.set_language(Language.EN)

    assert tab.answer.bars.rows[0].title.text().startswith("87 Vehicles")
    assert "sure" in tab.answer.verdict.words.text().lower()


def test_the_page_answers_exactly_as_the_engine_does(tab: GoodsTab, qtbot: QtBot, tmp_path: Path) -> None:
    path = photo(tmp_path / "car.png", BLUE)
    give(tab, qtbot, path)

    alone = session_of(tab).recognisers.take().recognise_file(path, with_goods=True)

    assert tab.board.photo is not None
    assert replace(tab.board.photo.recognition, latency=alone.latency) == alone


def test_an_empty_store_says_so_and_the_headings_stand_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "store", tmp_path / "home")
    panel = ChapterPanel(desk)
    qtbot.addWidget(panel)
    panel.show()

    panel.show_chapter("64")

    assert "还没有数据" in panel.trend.text()
    assert str(panel.tables["headings"].content.rows[0][0]).startswith("6401 ")
    assert panel.tables["countries"].isHidden()
    desk.runner.close()


def test_a_problem_that_is_over_does_not_come_back_with_another_language(
    tab: GoodsTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"nothing")
    with qtbot.waitSignal(tab.board.failed, timeout=WAIT_MS):
        tab.look_at(items_of_paths([tmp_path / "broken.jpg"]))
    give(tab, qtbot, photo(tmp_path / "car.png", BLUE))

    desk.texts.set_language(Language.EN)

    assert tab.pane.problem.isHidden()
