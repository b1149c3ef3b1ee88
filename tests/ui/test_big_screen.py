from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.screen_scenes import Scene
from app.bridge.theme import tokens
from app.engine.messages import Language
from app.engine.settings import MapSettings
from app.engine.store.selection import Direction, Selection, Years
from app.views.screen.big_screen import BigScreen
from app.views.screen.standing import standing_screen
from tests.bridge.charts.pages import chart_of, evaluate, wait_for
from tests.desks import make_desk
from tests.ui.screen_desk import standing, turn, wait_for_cards, wait_for_scenes

CARDS = "[...document.querySelectorAll('.card')]"


@pytest.fixture
def screen(qtbot: QtBot, desk: Desk) -> Iterator[BigScreen]:
    with standing(desk) as screen:
        wait_for_scenes(qtbot, screen)
        yield screen


@pytest.fixture
def own_store(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the demo data that a test may damage."""
    return Path(shutil.copytree(demo_store, tmp_path / "store"))


@pytest.fixture
def own_desk(qapp: object, own_store: Path, tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(own_store, tmp_path / "home")
    yield made
    made.runner.close()
    made.session.close()


@pytest.fixture
def empty_desk(qapp: object, tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path / "empty", tmp_path / "home")
    yield made
    made.runner.close()
    made.session.close()


def texts_of(bot: QtBot, screen: BigScreen, part: str) -> list[str]:
    found = evaluate(bot, screen.stage.area.page, f"{CARDS}.map((one) => one.querySelector('{part}').textContent)")
    assert isinstance(found, list)
    return found


def move_pointer(screen: BigScreen) -> None:
    place, none = QPointF(40, 40), Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(screen, event)


def test_begins_with_the_totals_of_both_directions(qtbot: QtBot, screen: BigScreen) -> None:
    titles, figures = texts_of(qtbot, screen, "h2"), texts_of(qtbot, screen, ".figure")

    assert titles[:5] == ["进出口总值", "出口", "进口", "贸易差额", "年度走势"]
    assert [bool(figure) for figure in figures] == [True, True, True, True, False, True, True, True]
    assert screen.header.selection.text() == "全部进出口数据　2012–2021 年"


def test_arrows_turn_through_all_scenes_and_back(qtbot: QtBot, screen: BigScreen) -> None:
    shown = [turn(qtbot, screen, Qt.Key.Key_Right) for _ in Scene]

    assert shown == [Scene.PARTNERS, Scene.PROVINCES, Scene.PRODUCTS, Scene.FLOWS, Scene.STORY, Scene.TOTALS]
    assert turn(qtbot, screen, Qt.Key.Key_Left) is Scene.STORY


def test_no_question_is_asked_while_scenes_take_turns(qtbot: QtBot, desk: Desk, screen: BigScreen) -> None:
    asked: list[object] = []
    desk.settings.close()  # or they are written soon
    qtbot.waitUntil(lambda: not desk.runner.running, timeout=20_000)
    desk.runner.task_started.connect(asked.append)

    for _ in Scene:
        turn(qtbot, screen, Qt.Key.Key_Right)

    assert asked == []


def test_every_map_carries_its_notice(qtbot: QtBot, desk: Desk, screen: BigScreen) -> None:
    maps = MapSettings(approval_number="GS(2026)1234号", source_note="自然资源部")
    desk.settings.put(replace(desk.settings.settings, maps=maps))
    notices = []
    for scene, chart in ((Scene.PARTNERS, "world"), (Scene.PROVINCES, "china"), (Scene.FLOWS, "flows")):
        while screen.rotation.scene is not scene:
            turn(qtbot, screen, Qt.Key.Key_Right)
        drawn = f"{chart_of(chart)}.getOption().graphic[0].elements.find((one) => one.id === 'notice').style.text"
        notices.append(evaluate(qtbot, screen.stage.area.page, drawn))

    assert notices == ["地图数据：自然资源部　审图号：GS(2026)1234号"] * 3


def test_demonstration_data_are_marked_and_their_basis_is_told(screen: BigScreen) -> None:
    assert screen.header.demo.isVisible()
    assert screen.header.demo.text() == "演示数据"
    assert "演示数据" in screen.footer.basis.text()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (2560, 1080), (3440, 1440), (3840, 2160)])
def test_nothing_scrolls_or_is_cut(qtbot: QtBot, desk: Desk, width: int, height: int, language: Language) -> None:
    desk.texts.set_language(language)
    inside = (
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    cut = (
        f"{CARDS}.flatMap((card) => [...card.querySelectorAll('h2, .caption, .figure, .change')]"
        ".filter((one) => !one.hidden && one.scrollWidth > one.clientWidth).map((one) => one.textContent))"
    )
    lost = f"{CARDS}.filter((card) => card.scrollHeight > card.clientHeight + 1).map((one) => one.dataset.chart)"
    with standing(desk, width=width, height=height) as screen:
        wait_for_scenes(qtbot, screen)
        for _ in Scene:
            page = screen.stage.area.page
            wait_for(qtbot, page, inside)  # the page learns its new size a moment after the first scene is there
            assert evaluate(qtbot, page, cut) == [], screen.rotation.scene
            assert evaluate(qtbot, page, lost) == [], screen.rotation.scene
            turn(qtbot, screen, Qt.Key.Key_Right)


def test_type_grows_with_the_height_of_the_screen(qtbot: QtBot, screen: BigScreen) -> None:
    small = screen.header.title.fontMetrics().height()
    zoom = evaluate(qtbot, screen.stage.area.page, "devicePixelRatio")

    screen.resize(2560, 1440)

    assert screen.header.title.fontMetrics().height() == pytest.approx(2 * small, rel=0.05)
    assert isinstance(zoom, float)
    qtbot.waitUntil(lambda: evaluate(qtbot, screen.stage.area.page, "devicePixelRatio") == pytest.approx(2 * zoom))


def test_follows_the_selection_of_its_start(qtbot: QtBot, desk: Desk) -> None:
    desk.session.select(Selection(direction=Direction.EXPORT, years=Years(2020, 2021)))
    with standing(desk) as screen:
        wait_for_scenes(qtbot, screen)
        desk.session.select(Selection())

        assert texts_of(qtbot, screen, "h2")[:3] == ["出口", "记录数", "年度走势"]
        assert screen.header.selection.text() == "进出口：出口　年份：2020–2021 年"


def test_an_empty_store_is_told_calmly_and_may_be_filled_by_another_process(
    qtbot: QtBot, empty_desk: Desk, demo_store: Path
) -> None:
    with standing(empty_desk) as screen:
        said, is_calm = screen.stage.calm.text(), screen.stage.is_calm
        shutil.copytree(demo_store, empty_desk.session.store_path, dirs_exist_ok=True)

        screen.board.look()

        wait_for_scenes(qtbot, screen)
        assert (said, is_calm) == ("还没有数据。导入海关数据后，这里会自动显示。", True)
        assert not screen.stage.is_calm


def test_looking_at_an_unchanged_store_asks_nothing(qtbot: QtBot, desk: Desk, screen: BigScreen) -> None:
    asked: list[object] = []
    desk.settings.close()  # or they are written soon
    qtbot.waitUntil(lambda: not desk.runner.running, timeout=20_000)
    desk.runner.task_started.connect(asked.append)

    screen.board.look()

    assert asked == []


def test_a_store_that_cannot_be_read_is_told_small_while_scenes_go_on(
    qtbot: QtBot, own_desk: Desk, own_store: Path
) -> None:
    index = own_store / "manifest.json"
    kept = index.read_bytes()
    with standing(own_desk) as screen:
        wait_for_scenes(qtbot, screen)
        index.write_bytes(b"{")
        screen.board.look()
        problem = screen.footer.problem.text()

        assert "manifest.json" in problem
        qtbot.waitUntil(screen.footer.problem.isVisible, timeout=10_000)
        assert turn(qtbot, screen, Qt.Key.Key_Right) is Scene.PARTNERS
        index.write_bytes(kept)
        screen.board.look()
        qtbot.waitUntil(lambda: not screen.footer.problem.text(), timeout=20_000)


def test_a_killed_renderer_comes_back_with_the_scene(qtbot: QtBot, screen: BigScreen) -> None:
    turn(qtbot, screen, Qt.Key.Key_Right)

    with qtbot.waitSignal(screen.stage.area.recovered, timeout=20_000):
        os.kill(screen.stage.area.page.renderProcessPid(), signal.SIGKILL)

    wait_for_cards(qtbot, screen)
    assert texts_of(qtbot, screen, "h2") == ["贸易伙伴分布", "主要贸易伙伴"]


def test_a_renderer_that_was_given_up_is_started_again_with_the_next_scene(qtbot: QtBot, screen: BigScreen) -> None:
    area = screen.stage.area
    for _ in range(2):
        with qtbot.waitSignal(area.recovered, timeout=20_000):
            os.kill(area.page.renderProcessPid(), signal.SIGKILL)
    os.kill(area.page.renderProcessPid(), signal.SIGKILL)
    qtbot.waitUntil(lambda: area.has_failed, timeout=10_000)

    with qtbot.waitSignal(area.recovered, timeout=20_000):
        QTest.keyClick(screen, Qt.Key.Key_Right)

    wait_for_cards(qtbot, screen)
    assert not area.has_failed


def test_space_pauses_and_goes_on(screen: BigScreen) -> None:
    QTest.keyClick(screen, Qt.Key.Key_Space)
    while_paused = screen.footer.paused.isVisible()
    QTest.keyClick(screen, Qt.Key.Key_Space)

    assert while_paused
    assert not screen.footer.paused.isVisible()
    assert not screen.rotation.is_paused


def test_pointer_and_keys_are_seen_only_while_someone_is_there(qtbot: QtBot, screen: BigScreen) -> None:
    move_pointer(screen)
    seen = screen.footer.keys.isVisible(), screen.cursor().shape() is Qt.CursorShape.BlankCursor

    qtbot.waitUntil(lambda: screen.cursor().shape() is Qt.CursorShape.BlankCursor, timeout=5_000)
    qtbot.waitUntil(screen.footer.basis.isVisible, timeout=10_000)

    assert seen == (True, False)


def test_it_is_dark_unless_the_operator_chose_light(qtbot: QtBot, desk: Desk, screen: BigScreen) -> None:
    def ground() -> QColor:
        return screen.grab().toImage().pixelColor(2, 2)

    dark = ground()
    desk.settings.put(replace(desk.settings.settings, theme="light"))

    assert dark == QColor(tokens(is_dark=True).colour("background"))
    assert ground() == QColor(tokens(is_dark=False).colour("background"))


def test_title_and_scenes_are_the_operators(qtbot: QtBot, desk: Desk, screen: BigScreen) -> None:
    settings = desk.settings.settings
    chosen = replace(settings.screen, title="口岸贸易", hidden_scenes=("totals", "provinces", "flows", "story"))

    desk.settings.put(replace(settings, screen=chosen))

    assert screen.header.title.text() == "口岸贸易"
    assert screen.rotation.scenes == (Scene.PARTNERS, Scene.PRODUCTS)
    assert screen.rotation.scene is Scene.PARTNERS


def test_another_language_is_spoken_at_once(qtbot: QtBot, desk: Desk, screen: BigScreen) -> None:
    desk.texts.set_language(Language.EN)

    wait_for_cards(qtbot, screen)
    qtbot.waitUntil(lambda: texts_of(qtbot, screen, "h2")[0] == "Total trade", timeout=10_000)
    assert screen.header.title.text() == "Foreign trade at a glance"


def test_escape_leads_to_the_window_and_f11_back(qtbot: QtBot, desk: Desk) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    over = standing_screen(desk, window, lambda: None)
    audiences: list[bool] = []
    desk.navigation.audience_changed.connect(audiences.append)
    over.show()
    first = over.screen
    assert first is not None
    filled = first.size() == first.screen().size()

    with qtbot.waitSignal(first.destroyed, timeout=10_000):
        QTest.keyClick(first, Qt.Key.Key_Escape)

    assert filled
    assert window.isVisible()
    assert audiences == [True, False]
    desk.navigation.show_screen()
    second = over.screen
    assert second is not None
    with qtbot.waitSignal(second.destroyed, timeout=10_000):
        QTest.keyClick(second, Qt.Key.Key_F11)
    assert over.screen is None


def test_the_story_names_its_subject_in_the_place_of_the_selection(desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(Selection(hs=("85",)))
    with standing(desk) as screen:
        wait_for_scenes(qtbot, screen)
        told = screen.header.selection.text()
        assert turn(qtbot, screen, Qt.Key.Key_Left) is Scene.STORY

        assert screen.header.selection.text() != told
        assert screen.header.selection.text().startswith("85 ")
        assert turn(qtbot, screen, Qt.Key.Key_Right) is Scene.TOTALS
        assert screen.header.selection.text() == told
