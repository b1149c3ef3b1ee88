"""Screens a file as a task: every block is kept as soon as it is scored, and a stopped run goes on where it ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.screening_request import request_facts
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.bridge.screening_runs import Work
    from app.bridge.screening_tools import Toolbox
    from app.engine.price.pricer import Pricer
    from app.engine.screening.case_desk import CaseDesk
    from app.engine.screening.case_runs import Run
    from app.engine.screening.declaration import Declaration
    from app.engine.screening.findings import ScoredLine

_FORM_ROW = 1


def screen_request(work: Work, progress: Progress, token: CancelToken) -> Run:
    """The finished run."""
    from app.engine.screening import case_runs  # noqa: PLC0415  # arrays, on a worker thread
    from app.engine.screening.case_outcomes import outcomes  # noqa: PLC0415  # as above
    from app.engine.screening.running import screen_blocks  # noqa: PLC0415  # as above

    request = work.request
    known = outcomes(work.desk)
    with_photos = request.photos is not None or bool(request.mapping.photo)
    tools = work.tools.take(work.pricer, known, with_photos=with_photos, token=token)
    facts = {**request_facts(request), **work.tools.facts(tools, known)}
    basis = case_runs.run_basis(request.source, facts.items(), token=token)
    run = work.resumed
    if run is None:
        run = case_runs.start_run(work.desk, work.session, basis)
    else:
        case_runs.require_same_basis(run, basis)
    blocks = screen_blocks(
        request.source,
        tools,
        mapping=request.mapping,
        photo_folder=request.photos,
        first_block=run.next_block,
        progress=progress,
        token=token,
    )
    run = case_runs.keep_blocks(work.desk, run, (block.kept() for block in blocks), token=token)
    return case_runs.finish_run(work.desk, work.session, run)


def score_one(
    tools: Toolbox, desk: CaseDesk | None, pricer: Pricer | None, declaration: Declaration, photo: Path | None
) -> ScoredLine:
    """One declaration by itself, as the form shows it."""
    from app.engine.screening.case_outcomes import outcomes  # noqa: PLC0415  # as above
    from app.engine.screening.running import score_lines  # noqa: PLC0415  # as above

    known = () if desk is None else outcomes(desk)
    opened = tools.take(pricer, known, with_photos=photo is not None, token=CancelToken())
    line = replace(declaration, row=_FORM_ROW)
    return score_lines(opened, [line], {} if photo is None else {_FORM_ROW: photo})[0]
