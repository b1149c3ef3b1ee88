from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.desk import Desk
from app.bridge.failure_report import FailureReport, failure_report
from app.widgets.error_dialog import ErrorDialog, FailureDesk
from app.widgets.main_window import MainWindow
from app.widgets.standing import Standing
from tests.ui.shell import make_shell

FIRST = failure_report(TypeError("one"))
OTHER = failure_report(AttributeError("another"))


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> MainWindow:
    window, _ = make_shell(desk)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def failures(desk: Desk, window: MainWindow) -> FailureDesk:
    return FailureDesk(desk, window)


def opened(failures: FailureDesk) -> ErrorDialog:
    assert failures.dialog is not None
    return failures.dialog


def press(dialog: ErrorDialog, name: str) -> None:
    button = dialog.findChild(QWidget, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def show(failures: FailureDesk, *reports: FailureReport) -> None:
    for report in reports:
        failures.show_report(report)


def test_one_dialog_counts_what_is_repeated_and_adds_what_is_new(failures: FailureDesk, window: MainWindow) -> None:
    show(failures, FIRST, FIRST, OTHER, FIRST)

    count = opened(failures).findChild(QLabel, "failureCount")
    assert count is not None
    assert count.text() == "已发生 4 次。"
    assert opened(failures).report == f"{FIRST.text}\n\n{OTHER.text}"
    assert len(window.findChildren(ErrorDialog)) == 1


def test_enter_goes_on_and_the_button_shows_that_it_will(failures: FailureDesk) -> None:
    show(failures, FIRST)
    dialog = opened(failures)
    go_on = dialog.findChild(QPushButton, "continue")

    assert dialog.focusWidget() is go_on

    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert dialog.result() == QDialog.DialogCode.Accepted


def test_the_report_is_copied_as_it_is_shown(failures: FailureDesk) -> None:
    show(failures, FIRST)

    press(opened(failures), "copyReport")

    assert QApplication.clipboard().text() == FIRST.text


def test_what_was_continued_with_is_only_noticed_again(failures: FailureDesk, window: MainWindow) -> None:
    show(failures, FIRST)
    press(opened(failures), "continue")

    show(failures, FIRST)
    is_only_noticed = failures.dialog is None
    show(failures, OTHER)

    assert is_only_noticed
    assert "再次发生" in window.notices.toasts[0].text
    assert opened(failures).report == OTHER.text


def test_an_audience_is_not_told_and_the_operator_is_once_the_display_is_left(
    desk: Desk, failures: FailureDesk, window: MainWindow
) -> None:
    display = QWidget()
    standing = Standing(window, lambda _standing: display)
    standing.stands.connect(desk.navigation.audience_changed)
    standing.show()

    show(failures, FIRST, FIRST, OTHER)
    was_told = failures.dialog is not None
    standing.leave()
    display.close()

    assert not was_told
    assert opened(failures).report == f"{FIRST.text}\n\n{OTHER.text}"
