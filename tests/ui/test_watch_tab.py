"""The watch list as a person uses it, over demo data."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.engine.store.selection import Selection
from app.engine.store.watch_list import Kind, Thresholds
from app.views.analysis.watching import WatchTab

_USA = 502
_MACHINES = Selection(hs=("84",))


@pytest.fixture
def watching(desk: Desk, qtbot: QtBot) -> WatchTab:
    """The tab with an empty list."""
    tab = WatchTab(desk)
    qtbot.addWidget(tab)
    tab.resize(1280, 700)
    tab.show()
    return tab


def test_an_entry_is_kept_with_the_selection_and_checked(watching: WatchTab, desk: Desk, qtbot: QtBot) -> None:
    desk.session.select(_MACHINES)
    watching.add.click()
    dialog = watching.dialog
    assert dialog is not None
    dialog.name.setText("machines")
    dialog.checks[Kind.CONCENTRATION].setChecked(True)
    dialog.spins[Kind.CONCENTRATION].setValue(1)

    with qtbot.waitSignal(desk.watches.checked):
        dialog.accepted_entry.emit(dialog.name.text(), dialog.thresholds)

    assert [watch.selection for watch in desk.watches.all()] == [_MACHINES]
    assert watching.entries.content.rows[0][0] == "machines"
    assert watching.history.content.rowCount() == 1


def test_an_entry_without_threshold_is_refused_in_the_dialog(watching: WatchTab, desk: Desk) -> None:
    watching.add.click()
    dialog = watching.dialog
    assert dialog is not None

    dialog.accepted_entry.emit("USA", dialog.thresholds)

    assert not dialog.problem.isHidden()
    assert desk.watches.all() == []


def test_an_entry_that_is_removed_can_be_put_back(watching: WatchTab, desk: Desk) -> None:
    desk.watches.add("USA", Selection(countries=(_USA,)), Thresholds(value_up=0.1))
    posted: list[Notice] = []
    desk.notices.posted.connect(posted.append)
    watching.entries.selectRow(0)

    watching.remove.click()
    assert desk.watches.all() == []
    assert posted[0].action is not None
    posted[0].action.act()

    assert [watch.name for watch in desk.watches.all()] == ["USA"]


def test_an_entry_shows_its_selection(watching: WatchTab, desk: Desk) -> None:
    desk.watches.add("USA", Selection(countries=(_USA,)), Thresholds(value_up=0.1))
    watching.entries.selectRow(0)

    watching.open.click()

    assert desk.session.selection == Selection(countries=(_USA,))


def test_new_data_are_checked_and_what_crossed_is_told(desk: Desk, qtbot: QtBot) -> None:
    desk.watches.add("machines", _MACHINES, Thresholds(concentration=0.0))
    posted: list[Notice] = []
    desk.notices.posted.connect(posted.append)

    with qtbot.waitSignal(desk.watches.checked):
        desk.session.data_changed.emit()

    assert [notice.code for notice in posted] == ["watch.crossed"]
    assert posted[0].params == {"count": 1, "entries": 1}


def test_without_a_list_new_data_are_not_checked(desk: Desk) -> None:
    desk.session.data_changed.emit()

    assert not desk.watches.is_busy


def test_the_state_of_an_entry_that_was_changed_is_that_of_its_next_check(
    watching: WatchTab, desk: Desk, qtbot: QtBot
) -> None:
    desk.watches.add("machines", _MACHINES, Thresholds(concentration=0.0))
    with qtbot.waitSignal(desk.watches.checked):
        watching.check.click()
    watching.entries.selectRow(0)
    watching.change.click()
    dialog = watching.dialog
    assert dialog is not None

    with qtbot.waitSignal(desk.watches.checked):
        dialog.accepted_entry.emit("machines", replace(dialog.thresholds, concentration=1.0))

    assert "没有越过" in str(watching.entries.content.rows[0][3])
