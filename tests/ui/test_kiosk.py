"""The kiosk as visitors use it: hold something up, touch, read, walk away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.code_board import open_scans
from app.bridge.desk import Desk
from app.bridge.kiosk_words import Sight
from app.bridge.photo_desk import PhotoDesk
from app.bridge.photo_items import shown_image
from app.bridge.theme import tokens
from app.engine.errors import ResourceError
from app.engine.messages import Language, text
from app.views.kiosk.standing import standing_kiosk
from tests.desks import make_desk
from tests.engine.codes.scenes import qr
from tests.ui.kiosk_hall import Hall, hall
from tests.ui.photo_page import BLUE, GREEN, RED, WAIT_MS, photo


@pytest.fixture
def stand(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[Hall]:
    with hall(qtbot, desk, tmp_path) as made:
        yield made


@pytest.fixture
def empty_desk(qapp: object, tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path / "empty", tmp_path / "home")
    yield made
    made.runner.close()
    made.settings.close()
    made.session.close()


def wait_for_story(hall: Hall) -> None:
    hall.touch(hall.kiosk.answer.story)
    hall.bot.waitUntil(lambda: hall.kiosk.story.told is not None, timeout=WAIT_MS)


def test_begins_with_what_the_camera_sees_and_one_button(stand: Hall) -> None:
    waiting = stand.kiosk.welcome.look.isEnabled()

    stand.hold(BLUE)

    assert not waiting
    assert stand.kiosk.welcome.look.isEnabled()
    assert stand.kiosk.welcome.view.photo.width() == 640
    assert stand.kiosk.welcome.choose.isHidden()


def test_a_touch_tells_the_chapter_its_three_bars_and_where_it_was_seen(stand: Hall) -> None:
    stand.look(BLUE)

    said = stand.kiosk.answer.said
    assert said.name.text() == "车辆及其零件、附件，但铁道及电车道车辆除外"
    assert said.verdict.text().startswith("第 87 章，把握")
    assert said.bars.rows[0].title.text()[:2] == BLUE
    assert stand.kiosk.answer.view.heat is not None


def test_space_looks_and_begins_anew(stand: Hall) -> None:
    stand.hold(RED)

    with stand.bot.waitSignal(stand.kiosk.board.answered, timeout=WAIT_MS):
        QTest.keyClick(stand.kiosk, Qt.Key.Key_Space)
    answered = stand.shows(stand.kiosk.answer)
    QTest.keyClick(stand.kiosk, Qt.Key.Key_Space)

    assert answered
    assert stand.shows(stand.kiosk.welcome)


def test_the_store_adds_values_partners_and_a_price_marked_as_demonstration(stand: Hall) -> None:
    stand.look(BLUE)

    titles = [cell.title.text() for cell in stand.kiosk.answer.facts.cells if cell.isVisible()]
    assert titles[:2] == ["2021 年出口", "2021 年进口"]
    assert titles[2] in {"主要出口到", "主要来自"}
    assert "单价" in titles[3]
    assert stand.kiosk.header.demo.isVisible()
    assert "演示数据" in stand.kiosk.answer.facts.basis.text()


def test_another_of_the_three_can_be_touched(stand: Hall) -> None:
    stand.look(BLUE)
    second = stand.kiosk.answer.said.bars.rows[1]

    QTest.mouseClick(second, Qt.MouseButton.LeftButton)

    assert stand.kiosk.answer.said.chapter == second.title.text()[:2]
    assert stand.kiosk.answer.said.verdict.text().startswith("另一种可能：第")


def test_under_the_threshold_a_person_must_look(stand: Hall, desk: Desk) -> None:
    settings = desk.settings.settings
    desk.settings.put(replace(settings, photos=replace(settings.photos, threshold=1.0)))

    stand.look(BLUE)

    assert "需要人来判断" in stand.kiosk.answer.said.verdict.text()
    assert stand.kiosk.answer.said.verdict.property("level") == "warning"
    assert "占满画面" in stand.kiosk.answer.said.about.text()


def test_goods_that_nobody_knows_get_no_name_no_figures_and_something_to_try(stand: Hall) -> None:
    stand.look("")

    answer = stand.kiosk.answer
    assert answer.said.name.text() == "我不认识这件商品"
    assert answer.said.verdict.text() == "不在可识别范围内"
    assert "干净的背景" in answer.said.about.text()
    assert answer.facts.isHidden()
    assert answer.story.isHidden()
    assert answer.view.heat is None


def test_the_story_turns_its_six_pictures_by_touch_and_by_key(stand: Hall) -> None:
    stand.look(BLUE)
    wait_for_story(stand)
    story = stand.kiosk.story
    first = story.sentences.text()

    stand.touch(story.steps.forward)
    second = story.sentences.text()
    for _ in range(9):
        QTest.keyClick(stand.kiosk, Qt.Key.Key_Right)

    assert story.step == 5
    assert len({first, second, story.sentences.text()}) == 3
    assert not story.steps.forward.isEnabled()
    stand.touch(story.steps.buttons[0])
    assert story.sentences.text() == first
    stand.touch(story.to_answer)
    assert stand.shows(stand.kiosk.answer)


def test_left_alone_it_forgets_the_photo_and_speaks_the_operators_language(stand: Hall, desk: Desk) -> None:
    stand.look(BLUE)
    stand.touch(stand.kiosk.header.languages.button("en"))
    spoken = stand.kiosk.answer.said.name.text()

    stand.kiosk.presence.set_rest_ms(30)

    stand.bot.waitUntil(lambda: stand.shows(stand.kiosk.welcome), timeout=WAIT_MS)
    assert spoken == "Vehicles"
    assert stand.kiosk.board.photo is None
    assert stand.kiosk.answer.view.photo.isNull()
    assert desk.texts.language is Language.ZH
    assert desk.settings.settings.language is Language.ZH


def test_an_answer_that_comes_after_the_visitor_left_is_not_shown(stand: Hall) -> None:
    stand.hold(BLUE)
    stand.touch(stand.kiosk.welcome.look)

    stand.kiosk.begin_anew()

    stand.bot.waitUntil(lambda: not stand.kiosk.board.is_busy, timeout=WAIT_MS)
    assert stand.kiosk.board.photo is None
    assert stand.shows(stand.kiosk.welcome)


def test_nothing_of_a_photo_is_ever_kept(stand: Hall, desk: Desk) -> None:
    def files() -> dict[Path, int]:
        """What lies in the user's folder, but for the settings, which are written in their own time."""
        found = (path for path in desk.settings.folder.rglob("*") if path.is_file())
        return {path: path.stat().st_size for path in found if not path.name.startswith("settings")}

    before = files()
    for chapter in (RED, GREEN, ""):
        stand.look(chapter)
        stand.kiosk.begin_anew()
    after = files()

    assert after == before
    assert PhotoDesk(desk.settings.folder).recognitions().count() == 0


def test_a_code_in_the_photo_is_shown_as_text_and_kept_nowhere(stand: Hall, desk: Desk) -> None:
    stand.cameras.see(shown_image(np.asarray(qr("https://example.com/").convert("RGB"))))

    stand.touch(stand.kiosk.welcome.look)

    stand.bot.waitUntil(stand.kiosk.answer.codes.isVisible, timeout=WAIT_MS)
    assert stand.kiosk.answer.codes.text().endswith("https://example.com/")
    assert open_scans(desk.settings.folder).find("", limit=1) == []


def test_without_any_camera_a_file_can_be_chosen(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    car = photo(tmp_path / "car.png", BLUE)
    with hall(qtbot, desk, tmp_path, cameras=()) as stand:
        offered = stand.kiosk.welcome.choose.isVisible(), stand.kiosk.welcome.look.isVisible()
        stand.touch(stand.kiosk.welcome.choose)
        dialog = stand.kiosk.welcome.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)

        with qtbot.waitSignal(stand.kiosk.board.answered, timeout=WAIT_MS):
            dialog.fileSelected.emit(str(car))
            dialog.close()

        assert offered == (True, False)
        assert stand.kiosk.answer.said.chapter == BLUE


def test_a_dialog_that_a_visitor_left_open_is_closed_with_the_rest(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    with hall(qtbot, desk, tmp_path, cameras=()) as stand:
        stand.kiosk.presence.set_rest_ms(30)

        stand.touch(stand.kiosk.welcome.choose)

        dialog = stand.kiosk.welcome.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        began_in = dialog.directory().absolutePath()
        qtbot.waitUntil(lambda: stand.kiosk.welcome.findChild(QFileDialog) is None, timeout=WAIT_MS)
        assert not stand.kiosk.presence.is_counting
        assert began_in == pictures or not Path(pictures).exists()


@pytest.mark.parametrize(("cameras", "is_taken"), [((), True), (("Front",), False)])
def test_photos_are_dropped_only_where_there_is_no_camera(
    qtbot: QtBot, desk: Desk, tmp_path: Path, cameras: tuple[str, ...], is_taken: bool
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo(tmp_path / "car.png", BLUE)))])
    with hall(qtbot, desk, tmp_path, cameras=cameras) as stand:
        buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, none)
        entering.ignore()
        QApplication.sendEvent(stand.kiosk.welcome, entering)

        assert entering.isAccepted() is is_taken


def test_a_camera_that_was_pulled_out_offers_strangers_no_files_and_comes_back_by_itself(stand: Hall) -> None:
    stand.hold(BLUE)
    stand.cameras.unplug("Front")
    said, sight = stand.kiosk.welcome.calm.text(), stand.kiosk.camera.sight

    stand.cameras.plug("Front")

    assert sight is Sight.UNAVAILABLE
    assert "告诉工作人员" in said
    assert stand.kiosk.welcome.choose.isHidden()
    stand.bot.waitUntil(lambda: stand.cameras.running == "front", timeout=WAIT_MS)
    stand.hold(BLUE)
    assert stand.kiosk.camera.sight is Sight.CAMERA


def test_a_forbidden_camera_is_told_calmly(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    with hall(qtbot, desk, tmp_path, is_allowed=False) as stand:
        assert stand.kiosk.camera.sight is Sight.UNAVAILABLE
        assert stand.kiosk.welcome.choose.isHidden()
        assert not stand.kiosk.welcome.look.isEnabled()


def test_the_camera_is_let_go_when_it_is_left(stand: Hall) -> None:
    running = stand.cameras.running

    QTest.keyClick(stand.kiosk, Qt.Key.Key_Escape)

    assert running == "front"
    assert stand.cameras.running == ""
    assert stand.kiosk.isHidden()


def test_an_empty_store_keeps_nobody_from_recognising(qtbot: QtBot, empty_desk: Desk, tmp_path: Path) -> None:
    with hall(qtbot, empty_desk, tmp_path) as stand:
        stand.look(BLUE)

        assert stand.kiosk.answer.said.chapter == BLUE
        assert "还没有贸易数据" in stand.kiosk.answer.facts.notice.text()
        assert stand.kiosk.answer.story.isHidden()
        assert stand.kiosk.header.demo.isHidden()


def test_a_store_that_cannot_be_read_keeps_nobody_from_recognising(
    qtbot: QtBot, demo_store: Path, tmp_path: Path, qapp: object
) -> None:
    store = Path(shutil.copytree(demo_store, tmp_path / "store"))
    desk = make_desk(store, tmp_path / "home")
    for segment in store.rglob("*.duckdb"):
        os.truncate(segment, 100)
    with hall(qtbot, desk, tmp_path) as stand:
        stand.look(BLUE)

        assert stand.kiosk.answer.said.chapter == BLUE
        assert "读不出来" in stand.kiosk.answer.facts.notice.text()
    desk.runner.close()
    desk.settings.close()
    desk.session.close()


def test_a_network_that_is_missing_is_told_in_a_sentence(stand: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: object) -> object:
        raise ResourceError("model.file_missing", path="vision.onnx")

    stand.bot.waitUntil(lambda: not stand.kiosk.board.is_warming, timeout=WAIT_MS)
    monkeypatch.setattr("app.bridge.photo_session.Recognisers.take", refuse)
    stand.hold(BLUE)

    with stand.bot.waitSignal(stand.kiosk.board.failed, timeout=WAIT_MS):
        stand.touch(stand.kiosk.welcome.look)

    assert "vision.onnx" in stand.kiosk.answer.said.verdict.text()
    assert stand.kiosk.answer.said.name.isHidden()


def test_a_photo_that_fails_is_told_in_the_language_that_is_chosen_then(stand: Hall) -> None:
    answer = stand.kiosk.answer
    answer.show_failure(OSError())

    stand.touch(stand.kiosk.header.languages.button("en"))

    assert answer.said.verdict.text() == text("kiosk.failed", Language.EN)


def test_a_key_that_is_held_down_counts_once(stand: Hall) -> None:
    stand.look(BLUE)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", autorep=True)

    QApplication.sendEvent(stand.kiosk, held)

    assert stand.shows(stand.kiosk.answer)


def test_data_that_come_meanwhile_are_told_to_the_next_visitor(
    qtbot: QtBot, empty_desk: Desk, demo_store: Path, tmp_path: Path
) -> None:
    with hall(qtbot, empty_desk, tmp_path) as stand:
        stand.look(BLUE)
        shutil.copytree(demo_store, empty_desk.session.store_path, dirs_exist_ok=True)
        stand.touch(stand.kiosk.answer.once_more)

        stand.look(BLUE)

        assert stand.kiosk.answer.facts.has_figures
        assert stand.kiosk.answer.story.isVisible()


def test_the_pointer_is_gone_while_nobody_moves_it(stand: Hall) -> None:
    QTest.mouseMove(stand.kiosk.windowHandle(), QPoint(200, 200))
    shown = stand.kiosk.cursor().shape() is Qt.CursorShape.BlankCursor

    stand.bot.waitUntil(lambda: stand.kiosk.cursor().shape() is Qt.CursorShape.BlankCursor, timeout=WAIT_MS)
    assert not shown


def test_visitors_of_a_guarded_kiosk_are_asked_before_it_is_left(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    with hall(qtbot, desk, tmp_path, is_guarded=True) as stand:
        kiosk = stand.kiosk
        QTest.keyClick(kiosk, Qt.Key.Key_Escape)
        asked = kiosk.question.isVisible()
        QTest.keyClick(kiosk.question.stay, Qt.Key.Key_Return)
        stayed = kiosk.isVisible(), kiosk.question.isVisible()

        QTest.keyClick(kiosk, Qt.Key.Key_Escape)
        with qtbot.waitSignal(kiosk.left, timeout=WAIT_MS):
            stand.touch(kiosk.question.leave)

        assert asked
        assert stayed == (True, False)
        assert kiosk.isHidden()


def test_staff_without_a_keyboard_hold_the_title(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    with hall(qtbot, desk, tmp_path, is_guarded=True) as stand:
        header = stand.kiosk.header
        header.set_hold_ms(20)

        QTest.mousePress(header, Qt.MouseButton.LeftButton, pos=header.title.geometry().center())

        qtbot.waitUntil(stand.kiosk.question.isVisible, timeout=WAIT_MS)


def test_escape_leads_to_the_window(qtbot: QtBot, desk: Desk) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    over = standing_kiosk(desk, window, lambda: None)
    audiences: list[bool] = []
    desk.navigation.audience_changed.connect(audiences.append)
    desk.navigation.show_kiosk()
    kiosk = over.screen
    assert kiosk is not None
    filled = kiosk.size() == kiosk.screen().size()

    with qtbot.waitSignal(kiosk.destroyed, timeout=WAIT_MS):
        QTest.keyClick(kiosk, Qt.Key.Key_Escape)

    assert filled
    assert over.screen is None
    assert window.isVisible()
    assert audiences == [True, False]


def test_it_is_dark_unless_the_operator_chose_light_and_has_the_operators_title(stand: Hall, desk: Desk) -> None:
    def ground() -> QColor:
        return stand.kiosk.grab().toImage().pixelColor(2, 2)

    dark, settings = ground(), desk.settings.settings
    desk.settings.put(replace(settings, theme="light", screen=replace(settings.screen, title="进博会")))

    assert dark == QColor(tokens(is_dark=True).colour("background"))
    assert ground() == QColor(tokens(is_dark=False).colour("background"))
    assert stand.kiosk.header.title.text() == "进博会"
