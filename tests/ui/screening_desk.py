"""What the tests of the screening desk share: the page over the demo data, and files of declarations for it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.screening_rows import COLUMNS
from app.engine.price.answers import PriceQuestion
from app.engine.price.pricer import Pricer
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_steps import CaseState
from app.engine.store.selection import Direction
from app.engine.vault import SessionSecrets
from app.views.screening.open_dialog import OpenDialog
from app.views.screening.page import ScreeningPage
from tests.ui.price_desk import LEFT, PRODUCT, WAIT_MS, handing_out

Row = Mapping[str, str]
Dialog = TypeVar("Dialog", bound=QDialog)


def desk_without_keyring(folder: Path) -> CaseDesk:
    """A desk whose key lasts as long as the test."""
    return CaseDesk(folder, SessionSecrets())


def opened(desk: Desk, qtbot: QtBot, pricer: Pricer) -> ScreeningPage:
    """The page, shown, signed in and ready."""
    page = ScreeningPage(desk, opener=handing_out(pricer), desk_opener=desk_without_keyring)
    qtbot.addWidget(page)
    page.resize(1280, 760)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.office.stand.session is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.office.source.pricer is not None, timeout=WAIT_MS)
    return page


def row(pricer: Pricer, *, times: float = 1.0, number: str = "1", **changes: str) -> Row:
    """An export of a hundred kilograms at so many times its expected price."""
    year = pricer.years[-1]
    price = pricer.price([PriceQuestion(Direction.EXPORT, PRODUCT, year)])[0].price
    assert price is not None
    told = {
        "报关单号": number,
        "申报日期": f"{year}-05-03",
        "进出口": "出口",
        "商品编码": PRODUCT,
        "商品名称": "印刷部件",
        "境内收发货人": "某公司",
        "成交方式": "FOB",
        "法定第一数量": "100",
        "法定第一计量单位": "千克",
        "总价": f"{100 * price * times:.2f}",
        "币制": str(pricer.context.currency),
    }
    return {**told, **changes}


def written(folder: Path, rows: Sequence[Row], name: str = "declarations.csv") -> Path:
    """A file of declarations."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def screen(page: ScreeningPage, qtbot: QtBot, path: Path) -> None:
    """Open a file, start it in the dialog, and wait for the first case with all that stands behind it."""
    page.intake.take([path])
    QTest.mouseClick(dialog_of(page, qtbot, OpenDialog).start, LEFT)
    settled(page, qtbot)


def with_two_lines(desk: Desk, qtbot: QtBot, pricer: Pricer, folder: Path) -> ScreeningPage:
    """The page with two lines in the queue, the one in front cheap."""
    page = opened(desk, qtbot, pricer)
    rows = [row(pricer, number="1001"), row(pricer, number="1002", times=0.15)]
    screen(page, qtbot, written(folder, rows))
    return page


def settled(page: ScreeningPage, qtbot: QtBot) -> None:
    """Wait until nothing is asked any more and a case is in front."""
    runner = page.office.stand.runner

    def is_settled() -> bool:
        return page.office.board.case is not None and not runner.running

    qtbot.waitUntil(is_settled, timeout=WAIT_MS)


def dialog_of(page: ScreeningPage, qtbot: QtBot, kind: type[Dialog]) -> Dialog:
    """The dialog of a kind that is open over the page."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)), timeout=WAIT_MS)
    return next(each for each in page.findChildren(kind) if each.isVisible())


def states(page: ScreeningPage) -> list[CaseState]:
    """Of the lines of the queue, in its order."""
    found = (page.office.board.model.row_at(place) for place in range(page.office.board.model.rowCount()))
    return [row.state for row in found if row is not None]


def press(page: ScreeningPage, qtbot: QtBot, key: Qt.Key) -> None:
    """As with a window manager, which gives the focus back once a dialog is closed."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=WAIT_MS)
    page.queue.table.setFocus()
    QTest.keyClick(page.queue.table, key)
    settled(page, qtbot)


def numbers(page: ScreeningPage) -> list[str]:
    """Of the lines of the queue, in its order."""
    model, column = page.office.board.model, COLUMNS.index("number")
    return [str(model.index(place, column).data()) for place in range(model.rowCount())]
