"""kill -9 and a full disk while a desk screens and decides: what was acknowledged is kept, and nothing is half kept."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine.errors import StoreError
from app.engine.messages import Language, sentence
from app.engine.screening.audit import log_entries, verify_log
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import Run, keep_blocks, run_of, start_run
from app.engine.screening.case_steps import CaseState, Decision
from app.engine.screening.cases import case_of, decide
from app.engine.screening.officers import sign_in_os_user
from app.engine.screening.queue import open_queue
from app.engine.screening.queue_filters import QueueFilter
from tests.conftest import ROOT
from tests.engine.screening.case_desks import BASIS, blocks_of, desk_in, numbered, run_of_lines
from tests.faults.desk_child import BLOCK
from tests.faults.test_full_disk import fill, small_disk

without_kill = pytest.mark.skipif(os.name == "nt", reason="kill -9 is the harshest end there is, and Windows lacks it")


def killed(verb: str, desk: CaseDesk, run: Run, *, after: int, delay_s: float) -> int:
    """Let a child work, kill it some time after it has said a number; the last number that it said."""
    command = [sys.executable, "-m", "tests.faults.desk_child", verb, str(desk.folder.parent), str(run.id)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = [int(child.stdout.readline()) for _ in range(after + 1)]
    time.sleep(delay_s)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    return [*said, *map(int, rest.split())][-1]


@without_kill
def test_a_run_that_is_killed_keeps_every_block_that_it_acknowledged(
    tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    desk, chance = desk_in(tmp_path), random.Random(11)
    run = start_run(desk, sign_in_os_user(desk), BASIS)

    for _ in range(case_count(3, 40)):
        last = killed("run", desk, run, after=2, delay_s=chance.uniform(0.0, 0.02))

        kept = run_of(desk, run.id)
        assert kept.next_block in {last + 1, last + 2}
        assert kept.lines == kept.next_block * BLOCK
        assert open_queue(desk, kept).count(QueueFilter()) == kept.lines
        assert case_of(desk, kept, kept.lines).scored == numbered(BLOCK)[-1]


@without_kill
def test_decisions_that_were_acknowledged_outlive_a_kill_and_the_log_stays_whole(
    tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    desk, chance = desk_in(tmp_path), random.Random(12)
    run = run_of_lines(desk, sign_in_os_user(desk), numbered(40))
    acknowledged = 0

    for _ in range(case_count(3, 40)):
        last = killed("decide", desk, run, after=3, delay_s=chance.uniform(0.0, 0.02))

        acknowledged += 2 * (last + 1)
        decided = [entry for entry in log_entries(desk, offset=0, limit=100_000) if entry.action == "case_decided"]
        assert len(decided) - acknowledged in {0, 2}
        acknowledged = len(decided)
        assert verify_log(desk).problems == ()
    assert case_of(desk, run, 1).state is CaseState.TO_INSPECT


def test_a_full_disk_stops_a_run_with_a_sentence_and_the_queue_goes_on_afterwards(tmp_path: Path) -> None:
    blocks = blocks_of(numbered(8_000), 500)
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_in(disk)
        session = sign_in_os_user(desk)
        run = start_run(desk, session, BASIS)
        keep_blocks(desk, run, blocks[:2])
        ballast = fill(disk, left_kb=700)

        with pytest.raises(StoreError) as caught:
            keep_blocks(desk, run, blocks[2:])
        stopped = run_of(desk, run.id)
        shown = open_queue(desk, stopped).count(QueueFilter())
        ballast.unlink()
        done = keep_blocks(desk, stopped, blocks[stopped.next_block :])

        assert "No space left" in sentence(caught.value, Language.EN)
        assert 1_000 <= stopped.lines == shown < 8_000
        assert (done.lines, open_queue(desk, done).count(QueueFilter())) == (8_000, 8_000)


def test_a_full_disk_refuses_a_decision_whole(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        desk = desk_in(disk)
        session = sign_in_os_user(desk)
        run = run_of_lines(desk, session, numbered(2_000))
        decide(desk, session, run, [1], Decision.RELEASE)
        ballast = fill(disk, left_kb=100)

        with pytest.raises(StoreError) as caught:
            decide(desk, session, run, range(2, 2_000), Decision.INSPECT)
        queue = open_queue(desk, run)
        decided = queue.count(QueueFilter(states=frozenset({CaseState.TO_INSPECT})))
        check = verify_log(desk)
        ballast.unlink()

        assert "No space left" in sentence(caught.value, Language.EN)
        assert (decided, case_of(desk, run, 1).state, check.is_whole) == (0, CaseState.RELEASED, True)
        assert decide(desk, session, run, range(2, 2_000), Decision.INSPECT) == 1_998
        assert verify_log(desk).is_whole
