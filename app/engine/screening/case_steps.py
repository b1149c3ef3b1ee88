"""What was done about a case, read from its entries of the log, and where that leaves the case."""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.engine.store.cases.journal import Entry


class Decision(enum.Enum):
    """What an officer can decide about a line."""

    RELEASE = "release"
    INSPECT = "inspect"
    DOCUMENTS = "documents"
    ESCALATE = "escalate"


class CaseState(enum.Enum):
    """Where the handling of a line stands."""

    OPEN = "open"
    RELEASED = "released"
    TO_INSPECT = "to_inspect"
    DOCUMENTS = "documents"
    ESCALATED = "escalated"
    INSPECTED = "inspected"  # its outcome is known


class StepKind(enum.Enum):
    """Entries of the log that are about a case; values are the log's words."""

    VIEW = "case_viewed"
    DECISION = "case_decided"
    SECOND_LOOK = "second_look"
    OUTCOME = "outcome_recorded"
    EXPORT = "case_exported"


AFTER = {
    Decision.RELEASE: CaseState.RELEASED,
    Decision.INSPECT: CaseState.TO_INSPECT,
    Decision.DOCUMENTS: CaseState.DOCUMENTS,
    Decision.ESCALATE: CaseState.ESCALATED,
}
"""The state that a decision leads to."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done; what it does not say is None or empty."""

    seq: int  # of the entry in the log
    at: datetime
    officer_id: int | None
    officer: str
    kind: StepKind
    decision: Decision | None
    note: str
    is_hit: bool | None
    recovered: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands after its steps."""

    state: CaseState = CaseState.OPEN
    decided_by: int | None = None
    is_hit: bool | None = None
    outcome_entry: int | None = None


def step_of(entry: Entry) -> Step:
    """The step of an entry; ValueError, KeyError or TypeError for one that is none."""
    told = json.loads(entry.body)
    details: Mapping[str, Any] = told["details"]
    recovered = details.get("recovered")
    return Step(
        seq=int(told["seq"]),
        at=datetime.fromisoformat(told["at"]),
        officer_id=told["officer"]["id"],
        officer=str(told["officer"]["name"]),
        kind=StepKind(told["action"]),
        decision=Decision(details["decision"]) if "decision" in details else None,
        note=str(details.get("note", "")),
        is_hit=details.get("is_hit"),
        recovered=None if recovered is None else Decimal(recovered),
        currency=str(details.get("currency", "")),
    )


def standing_after(steps: Iterable[Step]) -> Standing:
    """Where steps in their order lead."""
    standing = Standing()
    for step in steps:
        standing = after_step(standing, step)
    return standing


def after_step(standing: Standing, step: Step) -> Standing:
    """Where one more step leads."""
    if step.kind is StepKind.OUTCOME:
        return Standing(CaseState.INSPECTED, standing.decided_by, step.is_hit, step.seq)
    if step.decision is None:
        return standing
    state = standing.state if standing.state is CaseState.INSPECTED else AFTER[step.decision]
    return Standing(state, step.officer_id, standing.is_hit, standing.outcome_entry)
