from __future__ import annotations

import threading

import pytest

from app.engine.errors import CancelledError
from app.engine.jobs import CancelToken


def test_a_cancelled_token_stops_at_the_next_check() -> None:
    token = CancelToken()
    token.check()

    token.cancel()

    with pytest.raises(CancelledError):
        token.check()


def test_cancelling_interrupts_what_runs() -> None:
    token, stopped = CancelToken(), threading.Event()

    with token.interrupting(stopped.set):
        token.cancel()

    assert stopped.is_set()


def test_nothing_is_interrupted_after_its_block() -> None:
    token, stopped = CancelToken(), threading.Event()

    with token.interrupting(stopped.set):
        pass
    token.cancel()

    assert not stopped.is_set()
