"""What the tests of the pricing desk share: the page over the demo data, and ways to use it as a clerk does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.price_board import PriceDetail
from app.bridge.price_source import Opener, Readiness
from app.engine.jobs import CancelToken, Progress
from app.engine.price.pricer import Pricer
from app.engine.store.open_store import Store
from app.engine.store.selection import Selection
from app.views.price.page import PricePage

WAIT_MS = 20_000
PRODUCT = "84425000"  # the commonest of the demo data, counted in kilograms
LEFT = Qt.MouseButton.LeftButton


def handing_out(pricer: Pricer) -> Opener:
    """An opener that gives what was made before."""

    def opener(_store: Store, _folder: Path, _choices: Selection, _progress: Progress, _token: CancelToken) -> Pricer:
        return pricer

    return opener


def opened(desk: Desk, qtbot: QtBot, pricer: Pricer) -> PricePage:
    """The page, shown and ready."""
    page = PricePage(desk, opener=handing_out(pricer))
    qtbot.addWidget(page)
    page.resize(1280, 760)
    page.show()
    qtbot.waitUntil(lambda: page.board.source.readiness is Readiness.READY, timeout=WAIT_MS)
    return page


def choose(page: PricePage, qtbot: QtBot, typed: str) -> PriceDetail:
    """Type into the search, take the first product with Enter, and wait for its price."""
    picker = page.terms.picker
    picker.search.clear()
    QTest.keyClicks(picker.search, typed)
    qtbot.waitUntil(lambda: picker.list.isVisible() and bool(picker.list_model.codes), timeout=WAIT_MS)
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    return answered(page, qtbot)


def answered(page: PricePage, qtbot: QtBot) -> PriceDetail:
    """Wait until everything stands there that belongs to what is asked."""
    board = page.board

    def is_there() -> bool:
        return board.detail is not None and board.detail.answer.question == board.question

    qtbot.waitUntil(is_there, timeout=WAIT_MS)
    assert board.detail is not None
    return board.detail


def click_cell(page: PricePage, row: int, column: int) -> None:
    """On a cell of the comparable trades."""
    table = page.comparables.table
    index = table.content.index(row, column)
    table.scrollTo(index)
    spot: QPoint = table.visualRect(index).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=spot)
