from __future__ import annotations

import threading

import pytest

from app.bridge.desk import Desk
from app.bridge.early_answers import EarlyAnswers


def test_an_early_answer_is_given_once() -> None:
    early = EarlyAnswers()
    early.prepare("totals", lambda: 1)

    answers = [early.take("totals", lambda: 2), early.take("totals", lambda: 2)]

    assert answers == [1, 2]


def test_another_question_is_asked_anew() -> None:
    early = EarlyAnswers()
    early.prepare("totals", lambda: 1)

    assert early.take("series", lambda: 2) == 2


def test_an_answer_under_way_is_waited_for() -> None:
    early, has_begun, may_end = EarlyAnswers(), threading.Event(), threading.Event()

    def slow() -> int:
        has_begun.set()
        may_end.wait(10)
        return 1

    worker = threading.Thread(target=early.prepare, args=("totals", slow))
    worker.start()
    has_begun.wait(10)
    threading.Timer(0.05, may_end.set).start()
    answer = early.take("totals", lambda: 2)
    worker.join()

    assert answer == 1


def test_what_failed_early_is_asked_again() -> None:
    early = EarlyAnswers()
    with pytest.raises(ZeroDivisionError):
        early.prepare("totals", lambda: 1 // 0)

    assert early.take("totals", lambda: 2) == 2


def test_answers_of_former_data_are_forgotten(desk: Desk) -> None:
    desk.session.early.prepare("totals", lambda: 1)

    desk.session.early.forget()

    assert desk.session.early.take("totals", lambda: 2) == 2
