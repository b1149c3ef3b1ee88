"""What the log says of officers, keys, runs and plans, and whether the tables beside it still say the same."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from app.engine.errors import EngineError
from app.engine.screening.budget_plans import Plan, lines_hash
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.desk_keys import fingerprint_of
from app.engine.screening.findings import Reason
from app.engine.screening.log_chain import LogProblem
from app.engine.screening.pins import pin_hash
from app.engine.store.cases.known_keys import all_known_keys
from app.engine.store.cases.officer_rows import OfficerRow, officer_rows
from app.engine.store.cases.plan_rows import all_plans
from app.engine.store.cases.run_rows import RunRow, run_rows
from app.engine.store.sqlite_file import Connection

_SAME_MOMENT = timedelta(minutes=1)  # an entry and its row are written in one transaction
_UNTOLD = object()  # what entries of earlier versions do not say


@dataclass(frozen=True, slots=True)
class _Officer:
    name: Any
    os_user: Any = _UNTOLD
    pin: Any = _UNTOLD
    wrong_pins: Any = 0
    is_active: bool = True


@dataclass(slots=True)
class _Run:
    basis: Any
    officer: Any
    started_at: Any
    is_finished: bool = False
    is_deleted: bool = False
    lines: Any = _UNTOLD


@dataclass(slots=True)
class ToldTables:
    """Takes the entries of a log in their order; `problems` compares what they lead to with the tables."""

    _officers: dict[Any, _Officer] = field(default_factory=dict)
    _keys: dict[Any, Any] = field(default_factory=dict)
    _runs: dict[Any, _Run] = field(default_factory=dict)
    _plans: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def take(self, told: Mapping[str, Any]) -> None:
        """What one entry changes; what nobody could have written changes nothing."""
        action, details = told["action"], told["details"]
        try:
            if action in _OF_OFFICERS:
                number = told["officer"]["id"] if "officer" not in details else details["officer"]
                self._officers[number] = _OF_OFFICERS[action](self._officers.get(number, _Officer("")), told)
            elif action in {"key_made", "key_accepted"}:
                self._keys[details["fingerprint"]] = details.get("name", "")
            elif action in {"run_started", "run_finished", "run_deleted"}:
                self._take_run(action, details, told)
            elif action == "plan_made":
                told_of_plan = ("run", "seed", "exploration", "by_rank", "lines_sha256")
                self._plans[tuple(details[name] for name in told_of_plan)] += 1
        except (KeyError, TypeError):
            return

    def basis_of(self, run: object) -> object:
        """What the log says that a run was made from."""
        known = self._runs.get(run)
        return None if known is None else known.basis

    def problems(self, desk: CaseDesk) -> Iterator[LogProblem]:
        """What the tables say otherwise than the log."""
        with desk.cases.reading() as connection:
            runs = run_rows(connection)
            yield from self._officer_problems(officer_rows(connection))
            yield from self._key_problems(connection)
            if Counter(map(_plan_told, all_plans(connection))) != self._plans:
                yield _problem("cases.plans_changed")
        yield from self._run_problems(desk, {row.id: row for row in runs})

    def _take_run(self, action: str, details: Mapping[str, Any], told: Mapping[str, Any]) -> None:
        number = details["run"]
        if action == "run_started":
            self._runs[number] = _Run(details["basis"], told["officer"]["name"], told["at"])
        elif action == "run_finished":
            self._runs[number].is_finished = True
            self._runs[number].lines = details.get("lines_sha256", _UNTOLD)
        else:
            self._runs[number].is_deleted = True

    def _officer_problems(self, rows: list[OfficerRow]) -> Iterator[LogProblem]:
        left = dict(self._officers)
        for row in rows:
            if not _is_officer(row, left.pop(row.id, None)):
                yield _problem("cases.officer_changed", name=row.name)
        for known in left.values():
            yield _problem("cases.officer_missing", name=str(known.name))

    def _key_problems(self, connection: Connection) -> Iterator[LogProblem]:
        left = dict(self._keys)
        for key in all_known_keys(connection):
            if left.pop(key.fingerprint, _UNTOLD) != key.name or fingerprint_of(str(key.public_key)) != key.fingerprint:
                yield _problem("cases.key_changed", fingerprint=str(key.fingerprint))
        for fingerprint in left:
            yield _problem("cases.key_changed", fingerprint=str(fingerprint))

    def _run_problems(self, desk: CaseDesk, rows: dict[int, RunRow]) -> Iterator[LogProblem]:
        for number, known in self._runs.items():
            row = rows.pop(number, None)
            if row is None and not known.is_deleted:
                yield _problem("cases.run_missing", run=number)
            elif row is not None and not _is_run(row, known):
                yield _problem("cases.run_changed", run=number)
            elif row is not None and known.lines is not _UNTOLD and known.lines != _lines_of(desk, number):
                yield _problem("cases.run_lines_changed", run=number)
        for number in rows:
            yield _problem("cases.run_changed", run=number)


def _added(_before: _Officer, told: Mapping[str, Any]) -> _Officer:
    details = told["details"]
    return _Officer(details["name"], details.get("os_user", _UNTOLD), details.get("pin", _UNTOLD))


def _with_pin(before: _Officer, told: Mapping[str, Any]) -> _Officer:
    return replace(before, pin=told["details"].get("pin", _UNTOLD), wrong_pins=0)


def _signed_in(before: _Officer, told: Mapping[str, Any]) -> _Officer:
    return before if told["details"]["by"] == "os_user" else replace(before, wrong_pins=0)


_OF_OFFICERS: Mapping[str, Callable[[_Officer, Mapping[str, Any]], _Officer]] = {
    "officer_added": _added,
    "signed_in": _signed_in,
    "pin_change_refused": lambda before, told: replace(before, wrong_pins=told["details"]["wrong_pins"]),
    "sign_in_refused": lambda before, told: replace(before, wrong_pins=told["details"]["wrong_pins"]),
    "pin_changed": _with_pin,
    "pin_reset": _with_pin,
    "officer_renamed": lambda before, told: replace(before, name=told["details"]["name"]),
    "officer_retired": lambda before, _: replace(before, is_active=False),
    "officer_reinstated": lambda before, _: replace(before, is_active=True, wrong_pins=0),
}


def _is_officer(row: OfficerRow, known: _Officer | None) -> bool:
    if known is None:
        return False
    told = ((row.os_user, known.os_user), (pin_hash(row.pin), known.pin))
    same = (row.name, row.wrong_pins, row.is_active) == (known.name, known.wrong_pins, known.is_active)
    return same and all(there == said for there, said in told if said is not _UNTOLD)


def _is_run(row: RunRow, known: _Run) -> bool:
    try:
        basis, started_at = json.loads(row.basis), datetime.fromisoformat(known.started_at)
        is_then = abs(row.started_at - started_at) < _SAME_MOMENT
    except (ValueError, TypeError, RecursionError):
        return False
    is_finished = row.finished_at is not None
    return is_then and (basis, row.officer, is_finished) == (known.basis, known.officer, known.is_finished)


def _lines_of(desk: CaseDesk, run: int) -> str | None:
    """The hash of the scored lines as they are kept now; None where they cannot be read."""
    file = desk.run_file(run)
    try:
        return file.digest() if file.path.exists() else None
    except EngineError:
        return None


def _plan_told(row: Any) -> tuple[Any, ...]:
    plan = Plan(row.run, row.seed, row.exploration, row.by_rank, row.explored)
    return plan.run, plan.seed, plan.exploration, len(plan.by_rank), lines_hash(plan)


def _problem(code: str, **values: int | str) -> LogProblem:
    return LogProblem(0, Reason(code, tuple(values.items())))
