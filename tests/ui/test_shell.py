from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QRhiWidget, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.tasks import Lane, Task
from app.engine.errors import StoreError
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language, catalogue
from app.pages import PAGES
from app.widgets.main_window import MainWindow
from tests.ui.shell import NamedPage, make_shell

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def shell(desk: Desk, qtbot: QtBot) -> tuple[MainWindow, dict[str, NamedPage]]:
    window, made = make_shell(desk)
    qtbot.addWidget(window)
    qtbot.waitUntil(window.isActiveWindow)
    return window, made


@pytest.fixture
def window(shell: tuple[MainWindow, dict[str, NamedPage]]) -> MainWindow:
    return shell[0]


def found(parent: QWidget, name: str) -> QWidget:
    child = parent.findChild(QWidget, name)
    assert child is not None, name
    return child


def test_a_page_is_made_at_its_first_visit_and_kept(
    shell: tuple[MainWindow, dict[str, NamedPage]], qtbot: QtBot
) -> None:
    window, made = shell
    before = set(made)

    for name in ("data", "dashboard", "data"):
        QTest.mouseClick(window.rail.button(name), LEFT)
        qtbot.waitUntil(lambda name=name: window.stack.current == name)  # type: ignore[misc]  # bound at once

    assert before == {"dashboard"}
    assert window.stack.currentWidget() is made["data"]
    assert made["data"].activations == 2


def test_whoever_clicks_on_before_a_page_is_shown_gets_the_last_one(
    shell: tuple[MainWindow, dict[str, NamedPage]],
) -> None:
    window, made = shell

    window.stack.visit("data")
    window.stack.visit("dashboard")
    QApplication.processEvents()

    assert window.stack.current == "dashboard"
    assert made["data"].activations == 0


def test_others_have_their_turns_while_a_page_is_made_ready_at_its_first_visit(
    shell: tuple[MainWindow, dict[str, NamedPage]], qtbot: QtBot
) -> None:
    window, _ = shell
    turns: list[bool] = []
    other = QTimer(interval=0)
    other.timeout.connect(lambda: turns.append(window.stack.current == "data"))
    other.start()

    window.stack.visit("data")
    qtbot.waitUntil(lambda: window.stack.current == "data" and window.stack.updatesEnabled())

    assert turns.index(True) >= 2


def test_whoever_goes_elsewhere_before_a_page_is_painted_sees_that_page(
    shell: tuple[MainWindow, dict[str, NamedPage]], qtbot: QtBot
) -> None:
    window, _ = shell
    window.stack.visit("data")
    with qtbot.waitSignal(window.stack.shown):
        pass

    window.stack.show_page("dashboard")

    assert window.stack.updatesEnabled()
    assert window.stack.current == "dashboard"


def test_keys_lead_to_pages(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert window.stack.current == "data"
    assert window.rail.button("data").isChecked()


def test_files_dropped_on_the_window_reach_the_data_page(
    shell: tuple[MainWindow, dict[str, NamedPage]], tmp_path: Path
) -> None:
    window, made = shell
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(tmp_path / "exports.csv"))])
    action, no_keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    target = window.stack

    QApplication.sendEvent(target, QDragEnterEvent(QPoint(20, 20), action, content, LEFT, no_keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 20), action, content, LEFT, no_keys))

    assert made["data"].files == [tmp_path / "exports.csv"]


def test_the_language_changes_without_a_new_page(shell: tuple[MainWindow, dict[str, NamedPage]], desk: Desk) -> None:
    window, made = shell
    page, chinese = made["dashboard"], window.rail.button("dashboard").text()

    desk.texts.set_language(Language.EN)

    assert (chinese, window.rail.button("dashboard").text()) == ("总览", "Dashboard")
    assert window.stack.currentWidget() is page


def test_a_running_task_is_shown_and_can_be_cancelled(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    def work(progress: Progress, token: CancelToken) -> None:
        progress(30, 100, "2024.csv")
        while True:
            token.check()

    desk.runner.start(Task(work, "welcome.demo_task"), Lane.IMPORT)
    row = window.task_bar.rows[0]
    state = row.findChild(QLabel, "taskState")
    assert state is not None
    qtbot.waitUntil(lambda: state.text() == "30%")
    with qtbot.waitSignal(desk.runner.task_ended):
        QTest.mouseClick(found(row, "cancelTask"), LEFT)

    assert state.text() == "已取消"


def test_bars_of_tasks_stand_below_each_other_in_either_language(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    release = threading.Event()
    for lane, title in ((Lane.IMPORT, "price_desk.opening"), (Lane.EXPORT, "welcome.demo_task")):
        desk.runner.start(Task(lambda _progress, _token: release.wait(10), title), lane)
    bars = [bar for row in window.task_bar.rows for bar in row.findChildren(QProgressBar)]

    for language in Language:
        desk.texts.set_language(language)
        qtbot.waitUntil(lambda: bars[0].x() == bars[1].x() > 0)

    release.set()
    qtbot.waitUntil(lambda: not desk.runner.running)


def test_two_tasks_have_a_row_each_and_quick_questions_none(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    release = threading.Event()

    def work(_progress: Progress, _token: CancelToken) -> None:
        release.wait(10)

    for lane in (Lane.IMPORT, Lane.EXPORT):
        desk.runner.start(Task(work, "welcome.demo_task"), lane)
    desk.runner.start(Task(work), Lane.QUESTIONS)

    shown = len(window.task_bar.rows)
    release.set()
    qtbot.waitUntil(lambda: not desk.runner.running)

    assert shown == 2


def test_an_error_stays_until_it_is_closed_and_does_not_take_the_focus(window: MainWindow, desk: Desk) -> None:
    window.rail.button("data").setFocus()

    desk.notices.post_error(StoreError("store.too_new", path="/somewhere"))
    toast = window.notices.toasts[0]
    focused = QApplication.focusWidget()
    text = toast.text
    QTest.mouseClick(found(toast, "closeNotice"), LEFT)

    assert "请升级程序" in text
    assert focused is window.rail.button("data")
    assert window.notices.toasts == ()


def test_the_bell_counts_and_lists_what_was_told(window: MainWindow, desk: Desk) -> None:
    for number in range(120):
        desk.notices.post(Level.INFO, "command.view_saved", name=str(number))
    counted = window.task_bar.bell.text()

    QTest.mouseClick(window.task_bar.bell, LEFT)
    popup = QApplication.activePopupWidget()
    texts = [label.text() for label in popup.findChildren(QLabel)] if popup else []

    assert counted == "120"
    assert window.task_bar.bell.text() == ""
    assert sum("已保存视图" in text for text in texts) == 100


def test_a_notice_can_be_copied(window: MainWindow, desk: Desk) -> None:
    desk.notices.post(Level.WARNING, "command.view_saved", name="德国汽车")

    QTest.mouseClick(found(window.notices.toasts[0], "copyNotice"), LEFT)

    assert "德国汽车" in QApplication.clipboard().text()


def test_closing_asks_while_a_task_runs(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    def work(_progress: Progress, token: CancelToken) -> None:
        while True:
            token.check()

    desk.runner.start(Task(work, "welcome.demo_task"), Lane.IMPORT)

    window.close()
    stayed = window.isVisible()
    QTest.mouseClick(found(found(window, "question"), "yes"), LEFT)
    desk.runner.close()
    qtbot.waitUntil(lambda: not desk.runner.running)

    assert stayed
    assert not window.isVisible()


def test_the_question_goes_when_the_task_has_ended(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    is_over = threading.Event()
    desk.runner.start(Task(lambda _progress, _token: is_over.wait(20), "welcome.demo_task"), Lane.IMPORT)
    window.close()
    question = found(window, "question")
    was_asked = question.isVisible()

    is_over.set()
    qtbot.waitUntil(lambda: not question.isVisible())

    assert was_asked
    assert window.isVisible()


def test_f6_walks_through_the_parts_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.rail.button("dashboard").setFocus()

    QTest.keyClick(window, Qt.Key.Key_F6)
    first = QApplication.focusWidget()
    QTest.keyClick(window, Qt.Key.Key_F6)

    assert first is window.task_bar.bell
    assert QApplication.focusWidget() is window.rail.button("dashboard")


def test_the_sheet_of_keys_names_every_page(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)

    words = [label.text() for label in found(window, "shortcuts").findChildren(QLabel)]

    assert {"总览", "Ctrl+1", "数据", "Ctrl+2", "Ctrl+K"} <= set(words)


def test_the_sheet_of_keys_names_those_of_the_page_that_is_shown(desk: Desk, qtbot: QtBot) -> None:
    window, _made = make_shell(desk, keys=(("Ctrl+C", "keys.copy_rows"),))
    qtbot.addWidget(window)
    qtbot.waitUntil(window.isActiveWindow)

    QTest.keyClick(window, Qt.Key.Key_F1)

    words = [label.text() for label in found(window, "shortcuts").findChildren(QLabel)]
    assert words[-2:] == ["Ctrl+C", "复制选中的行"]


def test_digits_lead_to_the_pages_in_the_order_of_the_rail() -> None:
    assert [entry.shortcut for entry in PAGES] == [*(f"Ctrl+{digit}" for digit in range(1, 9)), "Ctrl+,"]


def test_keys_of_every_page_have_words_in_both_languages() -> None:
    words = catalogue()

    assert all(set(words[code]) == {"zh", "en"} for entry in PAGES for _keys, code in entry.keys)


def test_every_button_of_the_frame_has_a_name_for_screen_readers(window: MainWindow) -> None:
    nameless = [
        button.objectName()
        for button in window.findChildren(QPushButton)
        if not (button.text() or button.accessibleName())
    ]

    assert nameless == []


def test_a_window_that_the_processor_draws_is_not_made_for_a_card(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QUICK_BACKEND", "software")

    window.prepare_for_charts()

    assert not window.findChildren(QRhiWidget)
