"""The queue of a run: all of its lines in any order, filtered and searched, handed out in pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.budget_plans import Picked, Plan, current_plan
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import Run
from app.engine.screening.case_steps import CaseState
from app.engine.screening.findings import REMARKABLE, Component
from app.engine.screening.queue_filters import TEXTS, QueueFilter, QueueOrder, column_mask, sorted_places
from app.engine.store.cases.case_rows import states_of_run
from app.engine.store.cases.journal import head_of
from app.engine.store.cases.run_file import LineText
from app.engine.store.selection import Direction

_KEPT_RESULTS = 4
_FEWEST = 30  # checked lines of which a share is told


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What the queue shows of a line; tails are in the order of `Component`, None for what was not checked."""

    line: int
    row: int
    number: str
    hs: str
    name: str
    trader: str
    direction: Direction
    risk: float
    value: float | None
    recovery: float
    tails: tuple[float | None, ...]
    rules: int
    state: CaseState
    picked: Picked | None
    entry: int  # the newest of the log when it was read


class RunQueue:
    """The lines of one run with their columns in memory as they are needed; for one asker at a time."""

    def __init__(self, desk: CaseDesk, run: Run) -> None:
        self.desk = desk
        self.run = run
        self._file = desk.run_file(run.id)
        self._columns: dict[str, NDArray[Any]] = {}
        self._orders: dict[QueueOrder, NDArray[np.int32]] = {}
        self._results: dict[tuple[object, ...], NDArray[np.int32]] = {}
        self._states: dict[int, CaseState] = {}
        self._plan: Plan | None = None
        self._seen_entries = -1

    def count(self, wanted: QueueFilter) -> int:
        """How many lines there are."""
        return len(self.lines(wanted, QueueOrder.RECOVERY))

    def page(
        self, wanted: QueueFilter, order: QueueOrder, offset: int, limit: int, *, reverse: bool = False
    ) -> list[QueueRow]:
        """Some lines in order; money and risk come largest first, tails smallest first, the unknown last."""
        return self.rows(self.lines(wanted, order, reverse=reverse)[offset : offset + limit])

    @property
    def entry(self) -> int:
        """The newest of the log when what officers do was last looked at."""
        return self._seen_entries

    def lines(self, wanted: QueueFilter, order: QueueOrder, *, reverse: bool = False) -> NDArray[np.int32]:
        """Numbers of all lines, for what is done to all of them."""
        self._refresh()
        # Only these filters look at what officers do
        version = self._seen_entries if wanted.states or wanted.proposed else 0
        key = (wanted, order, reverse, version)
        found = self._results.pop(key, None)
        if found is None:
            found = self._found(wanted, order, reverse=reverse)
        self._results[key] = found
        while len(self._results) > _KEPT_RESULTS:
            self._results.pop(next(iter(self._results)))
        return found

    def rows(self, lines: Sequence[int] | NDArray[np.int32]) -> list[QueueRow]:
        """What is shown of some lines, in the order asked for."""
        self._refresh()
        return [self._row(text) for text in self._file.texts([int(line) for line in lines])]

    def column(self, name: str) -> NDArray[Any]:
        """A numeric column in file order: risk, value, recovery, tails, rules, is_import."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = self._file.column(name)
        return found

    def remarkable_share(self, component: Component) -> float | None:
        """Of the lines of which it was checked; None where these are too few to tell."""
        tails = self.column("tails")[:, list(Component).index(component)]
        checked = tails[~np.isnan(tails)]
        return None if len(checked) < _FEWEST else float((checked <= REMARKABLE).mean())

    def _found(self, wanted: QueueFilter, order: QueueOrder, *, reverse: bool) -> NDArray[np.int32]:
        ordered = self._reversed(order) if reverse else self._ordered(order)
        if wanted == QueueFilter():
            return ordered
        mask = self._mask(wanted)
        return ordered[mask[ordered - 1]]

    def _ordered(self, order: QueueOrder) -> NDArray[np.int32]:
        found = self._orders.get(order)
        if found is None:
            if order in TEXTS:
                found = self._file.order_by_text(order.value)
            elif order is QueueOrder.ROW:
                found = np.arange(1, len(self.column("risk")) + 1, dtype=np.int32)
            else:
                found = (sorted_places(order, self.column, reverse=False) + 1).astype(np.int32)
            self._orders[order] = found
        return found

    def _reversed(self, order: QueueOrder) -> NDArray[np.int32]:
        if order in TEXTS or order is QueueOrder.ROW:
            return self._ordered(order)[::-1]
        return (sorted_places(order, self.column, reverse=True) + 1).astype(np.int32)

    def _mask(self, wanted: QueueFilter) -> NDArray[np.bool_]:
        mask = column_mask(wanted, self.column)
        if wanted.hs_prefix.strip():
            mask &= self._listed(self._file.lines_of_code(wanted.hs_prefix.strip()))
        if wanted.text.strip():
            mask &= self._listed(self._file.lines_with(wanted.text.strip()))
        if wanted.states:
            mask &= self._in_states(wanted.states)
        if wanted.proposed:
            mask &= self._listed(np.empty(0, np.int32) if self._plan is None else self._plan.lines)
        return mask

    def _in_states(self, states: frozenset[CaseState]) -> NDArray[np.bool_]:
        """Lines that nobody has looked at have no case, and are open."""
        mask = np.full(len(self.column("risk")), CaseState.OPEN in states, np.bool_)
        for line, state in self._states.items():
            mask[line - 1] = state in states
        return mask

    def _listed(self, lines: NDArray[np.int32]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self.column("risk")), np.bool_)
        mask[lines - 1] = True
        return mask

    def _refresh(self) -> None:
        """Take in what officers have done since, here or in another program."""
        with self.desk.cases.reading() as connection:
            entries = head_of(connection).entries
            if entries == self._seen_entries:
                return
            self._states = {line: CaseState(state) for line, state in states_of_run(connection, self.run.id)}
        self._plan = current_plan(self.desk, self.run)
        self._seen_entries = entries

    def _row(self, text: LineText) -> QueueRow:
        place = text.id - 1
        value = float(self.column("value")[place])
        return QueueRow(
            line=text.id,
            row=text.row,
            number=text.number,
            hs=text.hs,
            name=text.name,
            trader=text.trader,
            direction=Direction.IMPORT if self.column("is_import")[place] else Direction.EXPORT,
            risk=float(self.column("risk")[place]),
            value=None if math.isnan(value) else value,
            recovery=float(self.column("recovery")[place]),
            tails=tuple(None if math.isnan(tail) else tail for tail in self.column("tails")[place].tolist()),
            rules=int(self.column("rules")[place]),
            state=self._states.get(text.id, CaseState.OPEN),
            picked=None if self._plan is None else self._plan.picked(text.id),
            entry=self._seen_entries,
        )


def open_queue(desk: CaseDesk, run: Run) -> RunQueue:
    """The queue with its first order ready; under a second for a million lines, on a worker."""
    queue = RunQueue(desk, run)
    queue.lines(QueueFilter(), QueueOrder.RECOVERY)
    return queue
