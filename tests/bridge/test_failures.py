from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bridge.failure_report import FailureReport, failure_report
from app.bridge.failures import Failures
from app.bridge.log import log_file, start_log
from app.bridge.notices import Notice, Notices
from app.engine.errors import InputError

ROW = "2024,德国,8703234110,王小明,1234567.89"


def caught(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as raised:
        return raised


@pytest.fixture
def failures(qapp: object) -> Iterator[tuple[Failures, list[FailureReport], list[Notice]]]:
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    notices = Notices()
    reports: list[FailureReport] = []
    told: list[Notice] = []
    made = Failures(notices)
    made.reported.connect(reports.append)
    notices.posted.connect(told.append)
    made.install()
    yield made, reports, told
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


@pytest.mark.parametrize(
    "error",
    [
        ValueError(ROW),
        KeyError(ROW),
        RuntimeError(f'Could not convert string "{ROW}" to DOUBLE'),
        TypeError(f"unsupported value '{ROW}' in /home/officer/申报/2024.csv"),
        AssertionError(ROW),
        FileNotFoundError(2, "No such file", "/home/officer/secret/2024.csv"),
    ],
)
def test_a_report_holds_nothing_of_the_data(error: BaseException) -> None:
    text = failure_report(caught(error)).text

    assert not any(part in text for part in ("德国", "王小明", "8703234110", "1234567", "officer", "申报"))
    assert type(error).__qualname__ in text


def test_a_report_tells_where_in_the_program_it_happened() -> None:
    text = failure_report(caught(AttributeError("'Store' object has no attribute 'totals'"))).text

    assert "tests/bridge/test_failures.py:" in text
    assert "'Store' object has no attribute 'totals'" in text
    assert str(Path.home()) not in text


def test_a_report_names_what_caused_the_failure() -> None:
    def fail() -> None:
        try:
            raise KeyError(ROW)
        except KeyError as error:
            raise RuntimeError("x") from error

    with pytest.raises(RuntimeError) as raised:
        fail()

    assert "KeyError" in failure_report(raised.value).text


def test_an_expected_failure_that_escaped_is_a_notice(
    failures: tuple[Failures, list[FailureReport], list[Notice]],
) -> None:
    _, reports, told = failures
    error = caught(InputError("map_folder.not_a_map", path="x.json"))

    sys.excepthook(type(error), error, error.__traceback__)

    assert [notice.code for notice in told] == ["map_folder.not_a_map"]
    assert reports == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_failure_of_a_thread_is_reported_on_the_main_thread(
    failures: tuple[Failures, list[FailureReport], list[Notice]], qtbot: QtBot
) -> None:
    made, reports, _ = failures
    threads: list[threading.Thread] = []
    made.reported.connect(lambda _report: threads.append(threading.current_thread()))
    arguments = threading.ExceptHookArgs((ValueError, caught(ValueError(ROW)), None, None))

    worker = threading.Thread(target=lambda: threading.excepthook(arguments))
    worker.start()
    qtbot.waitUntil(lambda: bool(reports))
    worker.join()

    assert threads == [threading.main_thread()]


def test_the_log_rotates_and_keeps_five_megabytes(tmp_path: Path) -> None:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    start_log(tmp_path)
    handler = next(each for each in root.handlers if each not in before)
    try:
        for _ in range(8_000):
            root.info("x" * 1_000)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()

    files = sorted(log_file(tmp_path).parent.iterdir())
    assert len(files) == 5
    assert all(file.stat().st_size <= 1_000_000 for file in files)


def test_a_folder_that_cannot_be_written_costs_only_the_log(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    before = list(logging.getLogger().handlers)

    start_log(tmp_path)

    assert logging.getLogger().handlers == before
