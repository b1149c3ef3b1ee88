from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.bridge.dashboard_metrics import Metric
from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.engine.store.selection import Direction, Selection
from app.views.dashboard.page import DashboardPage
from app.views.dashboard.views_popup import ViewsPopup
from app.widgets.question import Question
from tests.ui.dashboard_page import opened_page, wait_for_answer

GERMAN_IMPORTS = Selection(direction=Direction.IMPORT, countries=(304,))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[DashboardPage]:
    with opened_page(qtbot, desk) as page:
        yield page


def save(page: DashboardPage, name: str) -> None:
    popup = page.viewing.open_popup(page.header.views)
    popup.name.setText(name)
    QTest.mouseClick(popup.save, LEFT)


def button(popup: ViewsPopup, name: str) -> QPushButton:
    (found,) = popup.findChildren(QPushButton, name)
    return found


def test_a_saved_view_brings_back_selection_and_measure(page: DashboardPage, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(GERMAN_IMPORTS)
    QTest.mouseClick(page.controls.metrics.button(Metric.RECORDS.value), LEFT)
    save(page, "德国进口")
    desk.session.select(Selection())
    QTest.mouseClick(page.controls.metrics.button(Metric.VALUE.value), LEFT)
    (view,) = desk.saved_views.all()

    popup = page.viewing.open_popup(page.header.views)
    QTest.mouseClick(button(popup, f"open-{view.id}"), LEFT)
    wait_for_answer(qtbot, page)

    assert desk.session.selection == GERMAN_IMPORTS
    assert page.board.state.metric is Metric.RECORDS


def test_a_name_in_use_is_replaced_only_after_asking(page: DashboardPage, desk: Desk) -> None:
    save(page, "我的视图")
    desk.session.select(GERMAN_IMPORTS)
    save(page, "我的视图")
    (question,) = page.findChildren(Question)
    assert "德国" not in desk.saved_views.all()[0].selection
    assert "DEU" not in desk.saved_views.all()[0].selection

    QTest.mouseClick(question.findChildren(QPushButton, "yes")[0], LEFT)

    (view,) = desk.saved_views.all()
    assert "DEU" in view.selection


def test_a_view_is_renamed_in_its_place(page: DashboardPage, desk: Desk) -> None:
    save(page, "旧名")
    (view,) = desk.saved_views.all()
    popup = page.viewing.open_popup(page.header.views)
    QTest.mouseClick(button(popup, f"pencil-{view.id}"), LEFT)
    (entry,) = popup.findChildren(QLineEdit, f"rename-{view.id}")

    entry.setText("新名")
    QTest.keyClick(entry, Qt.Key.Key_Return)

    assert [view.name for view in desk.saved_views.all()] == ["新名"]


def test_a_deleted_view_can_be_brought_back(page: DashboardPage, desk: Desk) -> None:
    save(page, "要删的")
    (view,) = desk.saved_views.all()
    notices: list[Notice] = []
    desk.notices.posted.connect(notices.append)
    popup = page.viewing.open_popup(page.header.views)

    QTest.mouseClick(button(popup, f"trash-2-{view.id}"), LEFT)
    assert desk.saved_views.all() == []
    assert notices[-1].action is not None
    notices[-1].action.act()

    assert [view.name for view in desk.saved_views.all()] == ["要删的"]
