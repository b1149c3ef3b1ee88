"""The pricing desk while there are no prices: empty, being calibrated, stopped, failed."""

from __future__ import annotations

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.price_source import Readiness
from app.engine.errors import InputError, NotInDataError
from app.engine.jobs import CancelToken, Progress
from app.engine.price.pricer import Pricer
from app.engine.store.open_store import Store
from app.engine.store.selection import Selection
from app.views.price.page import PricePage
from tests.desks import make_desk
from tests.ui.price_desk import WAIT_MS, handing_out

TICK_S = 0.01


def shown(desk: Desk, qtbot: QtBot, page: PricePage) -> PricePage:
    qtbot.addWidget(page)
    page.resize(1280, 760)
    page.show()
    return page


def test_an_empty_store_offers_to_import_or_to_try(qtbot: QtBot, tmp_path: Path, demo_pricer: Pricer) -> None:
    desk = make_desk(tmp_path / "none", tmp_path / "home")
    page = shown(desk, qtbot, PricePage(desk, opener=handing_out(demo_pricer)))

    with qtbot.waitSignal(desk.navigation.files_offered):
        page.standing.imports.click()

    assert "还没有可以定价的数据" in page.standing.sentence.text()
    assert not page.standing.demo.isHidden()
    assert not page.head.batch.isEnabled()
    desk.runner.close()


def test_calibrating_can_be_stopped_and_started_again(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> None:
    is_first = threading.Event()

    def opener(_store: Store, _folder: Path, _choices: Selection, progress: Progress, token: CancelToken) -> Pricer:
        progress(1, 4)
        if not is_first.is_set():
            is_first.set()
            while not token.is_cancelled:
                threading.Event().wait(TICK_S)
        token.check()
        return demo_pricer

    page = shown(desk, qtbot, PricePage(desk, opener=opener))
    qtbot.waitUntil(lambda: page.standing.progress.maximum() > 0, timeout=WAIT_MS)

    page.standing.stop.click()
    qtbot.waitUntil(lambda: page.board.source.readiness is Readiness.STOPPED, timeout=WAIT_MS)
    said = page.standing.sentence.text()
    page.standing.again.click()

    assert "校准已停止" in said
    qtbot.waitUntil(lambda: page.board.source.readiness is Readiness.READY, timeout=WAIT_MS)


def test_calibrating_stands_in_the_task_bar(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> None:
    with qtbot.waitSignal(desk.runner.task_started, check_params_cb=lambda task: task.is_visible) as started:
        shown(desk, qtbot, PricePage(desk, opener=handing_out(demo_pricer)))

    assert started.args is not None
    assert started.args[0].title_code == "price_desk.opening"


def test_a_damaged_model_is_named_and_can_be_tried_again(desk: Desk, qtbot: QtBot) -> None:
    def opener(_store: Store, _folder: Path, _choices: Selection, _progress: Progress, _token: CancelToken) -> Pricer:
        raise InputError("price.calibration_damaged", path="price.onnx", reason="made up")

    page = shown(desk, qtbot, PricePage(desk, opener=opener))

    qtbot.waitUntil(lambda: page.board.source.readiness is Readiness.FAILED, timeout=WAIT_MS)
    assert "price.onnx" in page.standing.sentence.text()
    assert not page.standing.again.isHidden()


def test_prices_are_made_ready_again_after_an_import(desk: Desk, qtbot: QtBot, demo_pricer: Pricer) -> None:
    opened: list[Selection] = []

    def opener(_store: Store, _folder: Path, choices: Selection, _progress: Progress, _token: CancelToken) -> Pricer:
        opened.append(choices)
        return demo_pricer

    page = shown(desk, qtbot, PricePage(desk, opener=opener))
    qtbot.waitUntil(lambda: page.board.source.readiness is Readiness.READY, timeout=WAIT_MS)

    desk.session.data_changed.emit()

    qtbot.waitUntil(lambda: len(opened) == 2, timeout=WAIT_MS)


def test_data_without_units_are_said_to_give_no_price(desk: Desk, qtbot: QtBot) -> None:
    def opener(_store: Store, _folder: Path, _choices: Selection, _progress: Progress, _token: CancelToken) -> Pricer:
        raise NotInDataError("price.no_prices")

    page = shown(desk, qtbot, PricePage(desk, opener=opener))

    qtbot.waitUntil(lambda: "无法定价" in page.standing.sentence.text(), timeout=WAIT_MS)
