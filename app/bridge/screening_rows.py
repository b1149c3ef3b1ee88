"""One line of the queue as cells: text, tips, and what its bars show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.bridge.dashboard_amounts import amount
from app.bridge.texts import Texts
from app.engine.screening.case_steps import CaseState
from app.engine.screening.findings import REMARKABLE, Component, is_risk_of_file

if TYPE_CHECKING:
    from app.engine.screening.queue import QueueRow

COLUMNS = ("state", "bars", "risk", "recovery", "value", "hs", "name", "trader", "number")
RIGHT = frozenset({"risk", "recovery", "value"})
_STRONGEST = 4.0  # orders of magnitude at which a bar is full


@dataclass(frozen=True, slots=True)
class Bar:
    """One component: how far its bar reaches (0 to 1), None for what was not checked."""

    component: Component
    height: float | None
    is_remarkable: bool


def bars(row: QueueRow) -> list[Bar]:
    """Each component as a bar whose height counts the noughts of its tail probability."""
    return [
        Bar(component, bar_height(tail), tail is not None and tail <= REMARKABLE)
        for component, tail in zip(Component, row.tails, strict=True)
    ]


def bar_height(tail: float | None) -> float | None:
    """0 for what is usual, 1 from one in ten thousand on."""
    if tail is None:
        return None
    return min(max(-math.log10(max(tail, 1e-12)), 0.0) / _STRONGEST, 1.0)


def tail_text(tail: float | None, texts: Texts) -> str:
    """How rare it is, or that it was not checked."""
    if tail is None:
        return texts.say("screening_desk.not_checked")
    return texts.say("screening_desk.tail", share=share_text(tail))


def share_text(tail: float) -> str:
    """Per cent with two digits that count, and never "0%"."""
    percent = tail * 100
    if percent < 0.01:
        return "< 0.01%"
    return f"{percent:.2g}%" if percent < 10 else f"{percent:.0f}%"


def cell_text(row: QueueRow, column: str, texts: Texts) -> str:
    """What stands in a cell; the bars are drawn."""
    match column:
        case "state":
            return state_text(row, texts)
        case "bars":
            return ""
        case "risk":
            return f"{row.risk:.0%}"
        case "recovery":
            return "" if row.value is None else amount(row.recovery, texts.language)
        case "value":
            return "" if row.value is None else amount(row.value, texts.language)
    return str(getattr(row, column))


def state_text(row: QueueRow, texts: Texts) -> str:
    """What was decided; before that, why the line is in the plan."""
    if row.state is not CaseState.OPEN:
        return texts.say(f"screening_desk.state_{row.state.value}")
    return "" if row.picked is None else texts.say(f"screening_desk.picked_{row.picked.value}")


def cell_tip(row: QueueRow, column: str, texts: Texts) -> str:
    """The whole of what a cell shortens."""
    if column == "bars":
        return "\n".join(
            f"{texts.say(f'screening_desk.component_{component.value}')}  {tail_text(tail, texts)}"
            for component, tail in zip(Component, row.tails, strict=True)
        )
    if column == "risk" and is_risk_of_file(row.risk, row.tails):
        return texts.say("screening.risk_of_file", risk=row.risk)
    if column in {"recovery", "value"}:
        figure = getattr(row, column)
        return texts.say("screening_desk.value_unknown") if row.value is None else f"{figure:,.0f}"
    return cell_text(row, column, texts)
