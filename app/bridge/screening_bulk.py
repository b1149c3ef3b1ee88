"""One decision about many lines of the queue, and what is said of those that others decided about meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.bridge.screening_pages import RunPages
from app.bridge.texts import Texts
from app.engine.jobs import CancelToken, Progress
from app.engine.screening.case_steps import Decision

if TYPE_CHECKING:
    from app.engine.screening.bulk_decisions import BulkDecision
    from app.engine.screening.case_desk import CaseDesk
    from app.engine.screening.case_runs import Run
    from app.engine.screening.officers import Session

Act = Callable[["CaseDesk", "Session", "Run", Progress, CancelToken], object]
_NAMED = 5


def bulk_act(pages: RunPages, entries: Mapping[int, int], lines: Sequence[int], decision: Decision, note: str) -> Act:
    """What decides about lines of a list, of which `entries` tells how far the log of some was read since it began."""
    from app.engine.screening.bulk_decisions import SeenLines, decide_many  # noqa: PLC0415  # arrays, on a worker

    seen = SeenLines(pages.entry, entries)

    def act(desk: CaseDesk, session: Session, run: Run, progress: Progress, token: CancelToken) -> BulkDecision:
        return decide_many(desk, session, run, lines, decision, note, seen=seen, progress=progress, token=token)

    return act


def left_words(told: BulkDecision, texts: Texts) -> tuple[str, dict[str, object]]:
    """The sentence, and its values, that names what was left as others decided."""
    named = [
        texts.say(
            "screening_desk.bulk_left_one",
            row=f"{each.row:,}",
            officer=each.officer,
            state=texts.say(f"cases.state_{each.state.value}"),
        )
        for each in told.left[:_NAMED]
    ]
    code = "screening_desk.bulk_left_more" if len(told.left) > _NAMED else "screening_desk.bulk_left"
    values = {"decided": f"{told.decided:,}", "left": f"{len(told.left):,}"}
    return code, {**values, "named": texts.say("screening_desk.bulk_left_join").join(named)}
