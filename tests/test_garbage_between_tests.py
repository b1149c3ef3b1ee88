"""What a test of Qt's leaves is freed before the next test starts threads, on which it must not die."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot


class Lonely(QObject):
    """Has a place for a cycle."""

    itself: QObject | None = None


_left: list[weakref.ref[QObject]] = []


@pytest.fixture
def in_a_cycle(qtbot: QtBot) -> QObject:
    """Held by pytest until the test's fixtures are torn down, and by itself from then on."""
    made = Lonely()
    made.itself = made
    return made


def test_a_test_of_qt_leaves_an_object_that_only_the_collector_frees(in_a_cycle: QObject) -> None:
    _left.append(weakref.ref(in_a_cycle))

    assert not gc.isenabled()


def test_the_next_test_finds_nothing_of_it_and_an_ordinary_collector() -> None:
    assert [lost for lost in _left if lost() is not None] == []
    assert gc.isenabled()
