"""A screening desk at work in a process of its own, to be killed: each thing done is said only once it is kept."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from app.engine.screening.case_blocks import block_of_lines
from app.engine.screening.case_runs import keep_blocks, run_of
from app.engine.screening.case_steps import Decision
from app.engine.screening.cases import decide
from app.engine.screening.officers import sign_in_os_user
from tests.engine.screening.case_desks import desk_in, numbered

BLOCK = 50


def main(arguments: list[str]) -> int:
    """`desk_child.py decide|run FOLDER RUN`: goes on until it is killed."""
    verb, folder, run_id = arguments
    desk = desk_in(Path(folder))
    session, run = sign_in_os_user(desk), run_of(desk, int(run_id))
    lines = numbered(BLOCK)
    for number in count(run.next_block if verb == "run" else 0):
        if verb == "run":
            keep_blocks(desk, run, [block_of_lines(lines, number=number)])
        else:
            decide(desk, session, run, [number % run.lines + 1, (number + 7) % run.lines + 1], Decision.INSPECT, "看")
        print(number, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
