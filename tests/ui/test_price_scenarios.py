"""Up to six prices side by side."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.engine.price.pricer import Pricer
from app.views.price.page import PricePage
from tests.ui.price_desk import PRODUCT, answered, choose, opened


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> PricePage:
    page = opened(desk, qtbot, demo_pricer)
    choose(page, qtbot, PRODUCT)
    page.result.add.click()
    return page


def test_a_second_scenario_is_compared_with_the_first(page: PricePage, qtbot: QtBot) -> None:
    page.terms.year.setValue(2018)
    answered(page, qtbot)

    page.result.add.click()

    first, second = (scenario.answer.price for scenario in page.board.scenarios.all)
    assert first is not None
    assert second is not None
    assert page.scenarios.cards[1].against.text() == f"相对首个方案 {(second / first - 1) * 100:+.1f}%"


def test_a_seventh_scenario_does_not_fit(page: PricePage) -> None:
    for _ in range(5):
        page.result.add.click()

    assert len(page.scenarios.cards) == 6
    assert not page.result.add.isEnabled()


def test_a_scenario_is_renamed_by_typing(page: PricePage) -> None:
    page.tabs.setCurrentWidget(page.scenarios)
    name = page.scenarios.cards[0].name
    name.selectAll()
    QTest.keyClicks(name, "autumn offer")
    QTest.keyClick(name, Qt.Key.Key_Return)

    assert [scenario.name for scenario in page.board.scenarios.all] == ["autumn offer"]


def test_a_removed_scenario_comes_back(page: PricePage) -> None:
    before = page.board.scenarios.all

    page.scenarios.cards[0].remove.click()
    assert page.board.scenarios.all == ()
    page.scenarios.undo.click()

    assert page.board.scenarios.all == before


def test_a_scenario_is_opened_again(page: PricePage, qtbot: QtBot) -> None:
    asked = page.board.scenarios.all[0].answer.question
    page.terms.year.setValue(2018)
    answered(page, qtbot)
    page.tabs.setCurrentWidget(page.scenarios)

    QTest.mouseClick(page.scenarios.cards[0].open, Qt.MouseButton.LeftButton)

    assert answered(page, qtbot).answer.question == asked
