"""The curve on the pricing desk: read by key, never drawn across a break."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.price_curve import price_text, segments
from app.bridge.theme import ThemeMode
from app.engine.price.pricer import Pricer
from app.views.price.page import PricePage
from app.widgets.history_plot import HistoryPlot
from tests.ui.price_desk import PRODUCT, choose, opened


def turn_wheel(plot: HistoryPlot, *, notches: int) -> None:
    middle = QPointF(plot.rect().center())
    turned = QWheelEvent(
        middle,
        plot.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot, turned)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> PricePage:
    return opened(desk, qtbot, demo_pricer)


def test_no_line_crosses_an_edition_of_the_nomenclature(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)

    assert [(run[0], run[-1]) for run in page.curve.plot.lines] == [(2013, 2016), (2017, 2021), (2022, 2022)]


def test_the_arrow_keys_read_one_year_after_the_other(page: PricePage, qtbot: QtBot) -> None:
    detail = choose(page, qtbot, PRODUCT)
    first = detail.curve.history[0]

    QTest.keyClick(page.curve.plot, Qt.Key.Key_Right)
    read = page.curve.readout.text()
    QTest.keyClick(page.curve.plot, Qt.Key.Key_Right)

    assert read.startswith(str(first.year))
    assert price_text(first.median) in read
    assert page.curve.readout.text().startswith(str(first.year + 1))


def test_the_logarithmic_scale_shows_the_same_years(page: PricePage, qtbot: QtBot) -> None:
    detail = choose(page, qtbot, PRODUCT)

    page.curve.log.click()

    prices = page.curve.plot.view.y
    usual = [bound for run in segments(detail.curve) for point in run for bound in point.usual]
    assert 10**prices.low < min(usual)
    assert 10**prices.high > max(usual)


def test_zooming_is_taken_back(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)
    plot = page.curve.plot
    whole = plot.view

    turn_wheel(plot, notches=2)
    closer = plot.view
    page.curve.reset.click()

    assert whole.x.low < closer.x.low < closer.x.high < whole.x.high
    assert whole.y.low < closer.y.low < closer.y.high < whole.y.high
    assert plot.view == whole


def test_dragging_moves_the_years_and_keeps_their_number(page: PricePage, qtbot: QtBot) -> None:
    choose(page, qtbot, PRODUCT)
    plot = page.curve.plot
    before, middle = plot.view, plot.rect().center()

    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(plot, middle + QPoint(60, 0))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=middle + QPoint(60, 0))

    after = plot.view
    assert after.x.low < before.x.low
    assert after.x.high - after.x.low == pytest.approx(before.x.high - before.x.low)
    assert after.y == before.y


def test_what_drove_the_price_is_told_in_bars_and_a_sentence(page: PricePage, qtbot: QtBot) -> None:
    detail = choose(page, qtbot, PRODUCT)

    strongest = detail.explanation.drivers[0]
    assert page.curve.bars.bars[0].factor == strongest.factor
    assert page.curve.sentence.text().startswith("影响最大的是")


def test_a_picture_is_on_white_in_the_dark_theme_too(page: PricePage, qtbot: QtBot, desk: Desk) -> None:
    choose(page, qtbot, PRODUCT)
    desk.theme.set_mode(ThemeMode.DARK)
    whole = page.curve.plot.view

    corner = QImage.fromData(page.curve.picture()).pixelColor(1, 1)

    assert corner.name() == "#ffffff"
    assert page.curve.plot.view == whole
