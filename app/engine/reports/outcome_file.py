"""What inspections found as a table for training: what was declared, what screening said of it, and what was true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.reports.csv import write_csv
from app.engine.reports.list_file import write_head
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.screening.budget_plans import explored_lines
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_outcomes import KnownCase, inspected_cases
from app.engine.screening.case_steps import Step
from app.engine.screening.findings import Component
from app.engine.screening.officers import Session, require_session

# Names as programs read them, in no language
_COLUMNS = (
    *(("run", Kind.INTEGER), ("line", Kind.INTEGER), ("number", Kind.TEXT), ("row", Kind.INTEGER)),
    *(
        (name, Kind.TEXT)
        for name in ("direction", "declared_on", "hs", "name", "trader", "origin", "destination", "mode")
    ),
    *(("first_quantity", Kind.NUMBER), ("first_unit", Kind.TEXT), ("total", Kind.NUMBER), ("currency", Kind.TEXT)),
    *(("value", Kind.NUMBER), ("risk", Kind.NUMBER)),
    *((f"tail_{component.value}", Kind.NUMBER) for component in Component),
    *(("drawn_at_random", Kind.INTEGER), ("is_hit", Kind.INTEGER)),
    *(("recovered", Kind.NUMBER), ("recovered_currency", Kind.TEXT), ("note", Kind.TEXT)),
    *(("officer", Kind.TEXT), ("found_at", Kind.TEXT)),
)


@dataclass(frozen=True, slots=True)
class ExportedOutcomes:
    """A written table and the head beside it."""

    path: Path
    head_path: Path
    rows: int


def write_outcomes(
    desk: CaseDesk,
    session: Session,
    target: Path,
    *,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> ExportedOutcomes:
    """Write every case with an outcome as CSV, and the signed head of the log beside it; the log tells of it first."""
    found = inspected_cases(desk)
    drawn = {run: explored_lines(desk, run) for run in {known.run for known, _ in found}}
    details = {"target": target.name, "rows": len(found), "key": desk.key.fingerprint}
    with desk.cases.writing() as (connection, journal):
        journal.add(require_session(connection, session), "outcomes_exported", details)
    rows = [_row(known, step, is_drawn=known.line in drawn[known.run]) for known, step in found]
    table = Table("outcomes", tuple(Column(name, kind) for name, kind in _COLUMNS), rows)
    write_csv(target, table, progress=progress, token=token)
    return ExportedOutcomes(target, write_head(desk, target), len(rows))


def _row(known: KnownCase, step: Step, *, is_drawn: bool) -> tuple[Cell, ...]:
    told, scored = known.declaration, known.scored
    declared_on = "" if told.declared_on is None else told.declared_on.isoformat()
    first = told.first
    return (
        *(known.run, known.line, told.number, told.row, told.direction.value, declared_on, told.hs, told.name),
        *(told.trader, _code(told.origin), _code(told.destination), _code(told.mode)),
        *(None if first is None else first.quantity, "" if first is None else _code(first.unit)),
        *(told.total, told.currency or "", scored.value, scored.risk, *(each.tail for each in scored.findings)),
        *(int(is_drawn), int(bool(step.is_hit)), step.recovered, step.currency, step.note),
        *(step.officer, step.at.astimezone(UTC).isoformat(timespec="seconds")),
    )


def _code(code: int | None) -> str:
    return "" if code is None else str(code)
