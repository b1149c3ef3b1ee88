"""Steps of a case, like cases and rows that could not be read as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.bridge.texts import Texts
from app.engine.reports.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from app.engine.screening.case_outcomes import KnownCase
    from app.engine.screening.case_runs import UnreadLine
    from app.engine.screening.case_steps import Step


def steps_table(steps: Sequence[Step], texts: Texts) -> Table:
    """What was done with a case, the newest first."""
    rows: list[Sequence[Cell]] = [
        (f"{step.at.astimezone():%Y-%m-%d %H:%M}", step.officer, step_text(step, texts), step.note)
        for step in reversed(steps)
    ]
    return _table("steps_title", ("at", "officer", "step", "note"), rows, texts)


def step_text(step: Step, texts: Texts) -> str:
    """One step in words."""
    said = texts.say(f"screening_desk.step_{step.kind.value}")
    if step.decision is not None:
        said = f"{said} · {texts.say(f'screening_desk.decide_{step.decision.value}')}"
    if step.is_hit is not None:
        said = f"{said} · {_found(step.is_hit, texts)}"
    if step.recovered is not None:
        said = f"{said} · {step.recovered:,f} {step.currency}".strip()
    return said


def likes_table(likes: Sequence[KnownCase], texts: Texts) -> Table:
    """Earlier cases that were decided."""
    rows: list[Sequence[Cell]] = [
        (
            "" if like.decided_at is None else f"{like.decided_at.astimezone():%Y-%m-%d}",
            like.declaration.number,
            like.declaration.hs,
            like.declaration.trader,
            texts.say(f"screening_desk.state_{like.state.value}"),
            _found(like.is_hit, texts),
            like.officer,
            like.note,
        )
        for like in likes
    ]
    keys = ("at", "number", "hs", "trader", "state", "found", "officer", "note")
    return _table("likes_title", keys, rows, texts)


def _found(is_hit: bool | None, texts: Texts) -> str:
    if is_hit is None:
        return ""
    return texts.say("screening_desk.outcome_hit" if is_hit else "screening_desk.outcome_clean")


def unread_table(rows: Sequence[UnreadLine], texts: Texts) -> Table:
    """Rows of a file of which no declaration could be made."""
    cells: list[Sequence[Cell]] = [(row.row, row.text(texts.language)) for row in rows]
    return _table("unread_title", ("row", "reason"), cells, texts)


def _table(title: str, keys: Sequence[str], rows: Sequence[Sequence[Cell]], texts: Texts) -> Table:
    kinds = {"row": Kind.INTEGER}
    columns = tuple(Column(texts.say(f"screening_desk.column_{key}"), kinds.get(key, Kind.TEXT)) for key in keys)
    return Table(texts.say(f"screening_desk.{title}"), columns, list(rows))
