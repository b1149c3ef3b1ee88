from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.bridge.collection import Collection


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[Collection]:
    made = Collection()
    yield made
    made.stop()


def forgotten() -> weakref.ref[QObject]:
    """A QObject in a cycle, which only the collector frees."""
    lonely = QObject()
    holder: list[object] = [lonely]
    holder.append(holder)
    return weakref.ref(lonely)


def allocate_much() -> None:
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000


def test_a_busy_worker_frees_nothing(collection: Collection) -> None:
    lost = forgotten()
    worker = threading.Thread(target=allocate_much)

    worker.start()
    worker.join()

    assert lost() is not None


def test_the_main_thread_frees_what_is_forgotten(collection: Collection, qtbot: QtBot) -> None:
    collected = []
    gc.callbacks.append(lambda phase, info: collected.append(threading.current_thread()))
    allocated = [[number] for number in range(5_000)]

    qtbot.waitUntil(lambda: bool(collected), timeout=3_000)

    gc.callbacks.pop()
    assert set(collected) == {threading.main_thread()}
    assert len(allocated) == 5_000


def test_stopping_gives_the_collector_back(qtbot: QtBot) -> None:
    Collection().stop()

    assert gc.isenabled()
