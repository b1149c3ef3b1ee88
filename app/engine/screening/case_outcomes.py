"""What inspections found, as screening learns from it, and earlier cases like a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_steps import CaseState, Decision, Step, StepKind, step_of
from app.engine.screening.declaration import Declaration
from app.engine.screening.documents import line_from
from app.engine.screening.findings import ScoredLine
from app.engine.screening.outcomes import Outcome, Outcomes
from app.engine.store.cases import case_rows as rows
from app.engine.store.cases.case_rows import CaseRow
from app.engine.store.cases.journal import entries_of_case

_GROUP_DIGITS = 6
_DECIDED = tuple(state.value for state in CaseState if state is not CaseState.OPEN)


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case that was decided; `decided_at` is None only where its entries are damaged."""

    run: int
    line: int
    scored: ScoredLine
    state: CaseState
    is_hit: bool | None
    decision: Decision | None
    officer: str
    decided_at: datetime | None
    note: str

    @property
    def declaration(self) -> Declaration:
        """What was declared."""
        return self.scored.declaration


def outcomes(desk: CaseDesk) -> Outcomes:
    """What inspections found, in the order in which it became known."""
    with desk.cases.reading() as connection:
        found = rows.cases_with_outcome(connection)
    return tuple(_outcome(_scored(row).declaration, is_hit=bool(row.is_hit)) for row in found)


def inspected_cases(desk: CaseDesk) -> list[tuple[KnownCase, Step]]:
    """Cases with an outcome, each with the step that told it: what models can learn from."""
    found = []
    with desk.cases.reading() as connection:
        for row in rows.cases_with_outcome(connection):
            steps = [step_of(entry) for entry in entries_of_case(connection, row.id)]
            told = next(step for step in reversed(steps) if step.kind is StepKind.OUTCOME)
            found.append((_known(row, steps), told))
    return found


def like_cases(
    desk: CaseDesk, declaration: Declaration, *, besides: tuple[int, int] | None = None, limit: int = 20
) -> list[KnownCase]:
    """Decided cases of the same trader or the same goods, those that share both first, then the newest.

    `besides` is the run and line of the case itself, which is not like itself.
    """
    prefix = declaration.hs[:_GROUP_DIGITS]
    with desk.cases.reading() as connection:
        like = rows.cases_like(connection, trader=declaration.trader, hs_prefix=prefix, states=_DECIDED)
        near = [row for row in like if (row.run, row.line) != besides]
        near.sort(key=lambda row: not (row.trader == declaration.trader and row.hs.startswith(prefix)))
        return [_known(row, [step_of(entry) for entry in entries_of_case(connection, row.id)]) for row in near[:limit]]


def _known(row: CaseRow, steps: list[Step]) -> KnownCase:
    last = next((step for step in reversed(steps) if step.decision is not None), None)
    return KnownCase(
        run=row.run,
        line=row.line,
        scored=_scored(row),
        state=CaseState(row.state),
        is_hit=row.is_hit,
        decision=None if last is None else last.decision,
        officer="" if last is None else last.officer,
        decided_at=None if last is None else last.at,
        note="" if last is None else last.note,
    )


def _scored(row: CaseRow) -> ScoredLine:
    return line_from(json.loads(row.document))


def _outcome(told: Declaration, *, is_hit: bool) -> Outcome:
    return Outcome(told.hs, told.direction, told.trader, told.origin, told.mode, is_hit)
