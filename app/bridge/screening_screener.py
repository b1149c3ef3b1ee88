"""Screens a file as a task: every block is kept as soon as it is scored, and a stopped run goes on where it ended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.screening_request import request_facts
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.bridge.screening_runs import Work
    from app.engine.price.pricer import Pricer
    from app.engine.screening.case_runs import Run
    from app.engine.screening.declaration import Declaration
    from app.engine.screening.findings import ScoredLine


def screen_request(work: Work, progress: Progress, token: CancelToken) -> Run:
    """The finished run."""
    from app.bridge.screening_blocks import blocks_of  # noqa: PLC0415  # arrays, on a worker thread
    from app.engine.screening import case_runs  # noqa: PLC0415  # as above
    from app.engine.screening.rates import FILE_NAME, read_rates  # noqa: PLC0415  # as above

    request = work.request
    facts = dict(request_facts(request))
    if work.pricer is not None:
        facts["price_model"] = work.pricer.model_version
    basis = case_runs.run_basis(request.source, facts.items(), token=token)
    run = work.resumed
    if run is None:
        run = case_runs.start_run(work.desk, work.session, basis)
    else:
        case_runs.require_same_basis(run, basis)
    rates = read_rates(work.home / FILE_NAME)
    blocks = blocks_of(request.source, request.mapping, work.pricer, rates, first=run.next_block, token=token)
    run = case_runs.keep_blocks(work.desk, run, blocks, progress=progress, token=token)
    return case_runs.finish_run(work.desk, work.session, run)


def score_one(pricer: Pricer | None, declaration: Declaration, home: Path) -> ScoredLine:
    """One declaration by itself, as the form shows it."""
    from app.bridge.screening_blocks import score  # noqa: PLC0415  # arrays, on a worker thread
    from app.engine.screening.rates import FILE_NAME, read_rates  # noqa: PLC0415  # as above

    return score(pricer, [declaration], read_rates(home / FILE_NAME), token=CancelToken())[0]
