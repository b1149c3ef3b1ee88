from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Chart
from app.bridge.dashboard_kept import has_picture, picture_key
from app.bridge.desk import Desk
from app.engine.store.selection import Direction, Selection
from app.views.dashboard.page import DashboardPage
from tests.desks import make_desk
from tests.ui.dashboard_page import ANSWER_MS, opened_page, wait_for_answer

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
IMPORTS = Selection(direction=Direction.IMPORT)


@pytest.fixture
def shown_before(desk: Desk, qtbot: QtBot) -> dict[str, Chart]:
    """The charts of a run that has ended."""
    with opened_page(qtbot, desk) as page:
        qtbot.waitUntil(lambda: not page.board.is_busy and not desk.runner.running, timeout=ANSWER_MS)
        key = picture_key(desk.session.manifest, Selection(), desk.texts.language)
        qtbot.waitUntil(lambda: has_picture(desk.settings.folder, key), timeout=ANSWER_MS)
        return dict(page.panel.charts)


@pytest.fixture
def next_desk(desk: Desk, demo_store: Path, shown_before: dict[str, Chart]) -> Iterator[Desk]:
    assert shown_before
    made = make_desk(demo_store, desk.settings.folder)
    yield made
    made.runner.close()
    made.session.close()


@pytest.fixture
def next_page(next_desk: Desk) -> Iterator[DashboardPage]:
    page = DashboardPage(next_desk)
    page.resize(1280, 720)
    page.show()
    yield page
    shiboken6.delete(page)


def test_the_last_picture_is_shown_before_the_store_is_opened(
    next_page: DashboardPage, next_desk: Desk, shown_before: dict[str, Chart]
) -> None:
    assert not next_desk.session.is_open
    assert {card: chart.title for card, chart in next_page.panel.charts.items()} == {
        card: chart.title for card, chart in shown_before.items()
    }
    assert next_page.panel.charts["world"] == shown_before["world"]
    assert next_page.figures.figures


def test_once_the_picture_is_drawn_the_store_is_asked(next_page: DashboardPage, qtbot: QtBot) -> None:
    wait_for_answer(qtbot, next_page)

    assert next_page.panel.shows_charts
    assert not next_page.board.contents[-1].is_empty


def test_a_selection_made_meanwhile_is_asked_at_once(next_page: DashboardPage, next_desk: Desk, qtbot: QtBot) -> None:
    next_desk.session.select(IMPORTS)
    is_asked = next_page.board.is_busy
    wait_for_answer(qtbot, next_page)

    assert is_asked
    assert next_page.board.contents[-1].basis.selection == IMPORTS


def test_no_menu_opens_before_the_answer_from_which_its_tables_come(next_page: DashboardPage) -> None:
    next_page.panel.menu_requested.emit("world", QPoint(0, 0))

    assert not next_page.findChildren(QMenu, options=DIRECT)
