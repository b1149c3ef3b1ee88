"""A day at the screening desk, and an officer elsewhere who checks what it handed out; run within the program."""

from __future__ import annotations

import os
from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.bridge.screening_mapping import MEANING
from app.engine.screening.columns import Part
from app.views.screening.open_dialog import OpenDialog
from app.views.screening.page import ScreeningPage
from tests.e2e.hand import Condition, Hand, Steps

_MEANINGS = {"Ref": "number", "Day": "declared_on", "Code": "hs", "Mass": "first_quantity", "Sum": "total"}
_FOR_ALL = {"direction": "export", "term": "FOB", "currency": "USD", "first_unit": "千克"}
_DECISIONS = (Qt.Key.Key_2, Qt.Key.Key_1, Qt.Key.Key_4)


def officers_day(hand: Hand) -> Steps:
    """Map and screen a foreign file, decide three cases by key, export the evidence of the first."""
    page = yield from _page(hand)
    yield lambda: page.head.open.isEnabled() and page.office.source.pricer is not None
    yield from hand.click(page.head.open)
    yield from hand.name_file(os.environ["JOURNEY_FILE"])
    yield lambda: _open_dialog(page) is not None
    yield from _map_columns(hand, page)
    yield lambda: page.office.board.case is not None and _is_idle(hand)
    hand.tell("lines", page.office.board.model.rowCount())
    case = page.office.board.case
    assert case is not None
    hand.tell("first", case.scored.declaration.number)
    yield from hand.click(
        page.queue.table.viewport(), page.queue.table.visualRect(page.queue.table.currentIndex()).center()
    )
    yield lambda: page.queue.table.hasFocus() and page.queue.table.isActiveWindow()
    for place, key in enumerate(_DECISIONS):
        QTest.keyClick(page.queue.table, key)
        yield lambda: _is_idle(hand)
        yield partial(_is_at, hand, page, place + 1)
    hand.tell("states", [_state(page, place) for place in range(page.office.board.model.rowCount())])
    QTest.keyClick(page.queue.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    yield lambda: page.queue.table.currentIndex().row() == 0 and _is_idle(hand)
    yield from hand.click(page.queue.card.bar.evidence)
    yield from hand.name_file(os.environ["JOURNEY_EVIDENCE"])
    yield lambda: Path(os.environ["JOURNEY_EVIDENCE"]).exists() and _is_idle(hand)
    hand.tell("stalls", [stall.document() for stall in hand.watchdog.longest])


def elsewhere(hand: Hand) -> Steps:
    """Check a file, then the same with a byte altered."""
    page = yield from _page(hand)
    yield lambda: page.office.stand.session is not None
    page.tabs.setCurrentWidget(page.evidence)
    for moment, name in (("whole", "JOURNEY_EVIDENCE"), ("altered", "JOURNEY_ALTERED")):
        page.office.evidence.verdict = None
        yield from hand.click(page.evidence.choose)
        yield from hand.name_file(os.environ[name])
        yield lambda: page.office.evidence.verdict is not None
        hand.tell(moment, {"said": page.evidence.said.text(), "details": page.evidence.details.text()})
    yield lambda: _is_idle(hand)  # or the window asks whether to stop what still runs


def _page(hand: Hand) -> Generator[Condition, None, ScreeningPage]:
    yield from hand.show_page("screening")
    page = hand.window.stack.findChild(ScreeningPage)
    assert isinstance(page, ScreeningPage)
    return page


def _map_columns(hand: Hand, page: ScreeningPage) -> Steps:
    """A click on each cell of meanings and on the entry of its list, then what holds for all rows."""
    dialog = _open_dialog(page)
    assert dialog is not None
    for column, meaning in _MEANINGS.items():
        yield from _map_column(hand, dialog, column, Part(meaning))
    for part, text in _FOR_ALL.items():
        dialog.constants.boxes[Part(part)].choose(text)
    yield from hand.click(dialog.start)


def _map_column(hand: Hand, dialog: OpenDialog, column: str, part: Part) -> Steps:
    table = dialog.table
    cell = table.model().index(dialog.draft.head.columns.index(column), MEANING)
    yield from hand.click(table.viewport(), table.visualRect(cell).center())
    yield lambda: any(menu.isVisible() for menu in table.findChildren(QMenu))
    menu = next(menu for menu in table.findChildren(QMenu) if menu.isVisible())
    entry = next(action for action in menu.actions() if action.objectName() == part.value)
    yield from hand.click(menu, menu.actionGeometry(entry).center())
    yield lambda: dialog.draft.mapping.columns.get(part) == column


def _open_dialog(page: ScreeningPage) -> OpenDialog | None:
    return next((each for each in page.findChildren(OpenDialog) if each.isVisible()), None)


def _state(page: ScreeningPage, place: int) -> str:
    row = page.office.board.model.row_at(place)
    assert row is not None
    return row.state.value


def _is_at(hand: Hand, page: ScreeningPage, place: int) -> bool:
    return page.queue.table.currentIndex().row() == place and _is_idle(hand)


def _is_idle(hand: Hand) -> bool:
    return not hand.desk.runner.running
