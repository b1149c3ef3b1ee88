"""The page as a whole: its tabs, and photos that go from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.photo_items import items_of_paths
from app.bridge.photo_session import PhotoSession
from app.engine.messages import Language
from app.views.recognise.batch_tab import BatchTab
from app.views.recognise.goods_tab import GoodsTab
from app.views.recognise.page import RecognisePage
from tests.ui.photo_page import BLUE, RED, WAIT_MS, photo, tiny_opener


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, tmp_path: Path) -> RecognisePage:
    session = PhotoSession(desk.settings.folder, opener=tiny_opener(tmp_path / "model"))
    made = RecognisePage(desk, session)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    return made


def goods(page: RecognisePage) -> GoodsTab:
    tab = page.tabs.content("goods")
    assert isinstance(tab, GoodsTab)
    return tab


def batch(page: RecognisePage) -> BatchTab:
    tab = page.tabs.content("batch")
    assert isinstance(tab, BatchTab)
    return tab


def test_several_photos_go_to_the_batch_and_an_opened_one_comes_back(
    page: RecognisePage, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [photo(tmp_path / "a.png", RED), photo(tmp_path / "b.png", BLUE)]
    goods(page).look_at(items_of_paths(paths))
    assert page.tabs.current_id == "batch"
    qtbot.waitUntil(lambda: not batch(page).board.is_running and not batch(page).board.waiting, timeout=WAIT_MS)

    table = batch(page).table
    table.setCurrentIndex(table.sorted.index(1, 0))
    with qtbot.waitSignal(goods(page).board.answered, timeout=WAIT_MS):
        QTest.keyClick(table, Qt.Key.Key_Return)

    assert page.tabs.current_id == "goods"
    assert goods(page).answer.guesses[0].chapter == BLUE


def test_a_correction_in_the_goods_tab_stands_in_the_batch(page: RecognisePage, qtbot: QtBot, tmp_path: Path) -> None:
    paths = [photo(tmp_path / "a.png", RED), photo(tmp_path / "b.png", BLUE)]
    goods(page).look_at(items_of_paths(paths))
    qtbot.waitUntil(lambda: not batch(page).board.is_running and not batch(page).board.waiting, timeout=WAIT_MS)
    with qtbot.waitSignal(goods(page).board.answered, timeout=WAIT_MS):
        goods(page).look_at(items_of_paths(paths[:1]))

    QTest.keyClick(goods(page), Qt.Key.Key_2)
    QTest.keyClick(goods(page), Qt.Key.Key_Return)

    assert batch(page).table.content.rows[0].label == goods(page).answer.guesses[1].chapter


@pytest.mark.parametrize("language", list(Language))
def test_every_tab_opens_in_both_languages(page: RecognisePage, desk: Desk, language: Language) -> None:
    desk.texts.set_language(language)

    for entry in page.tabs.entries:
        page.tabs.show_tab(entry.id)
        assert page.tabs.content(entry.id).isVisible()
        assert page.tabs.tabText(page.tabs.currentIndex()) == desk.texts.say(entry.title_code)


def test_the_tab_in_front_is_found_again(page: RecognisePage, desk: Desk, qtbot: QtBot) -> None:
    page.tabs.show_tab("codes")

    again = RecognisePage(desk)
    qtbot.addWidget(again)
    again.restore_state(page.saved_state())

    assert again.tabs.current_id == "codes"
