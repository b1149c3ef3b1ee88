"""One declaration as a person types it: each field checked alone, and the whole as soon as it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, no_progress
from app.engine.records.row_batches import NumberedRow
from app.engine.records.whole_tables import WholeTable
from app.engine.screening.columns import HEADINGS, Part
from app.engine.screening.declaration import Declaration
from app.engine.screening.reading import read_declarations
from app.engine.store.selection import Direction

# A unit says nothing without its quantity
_WITH_UNIT = {Part.UNIT: Part.QUANTITY, Part.FIRST_UNIT: Part.FIRST_QUANTITY, Part.SECOND_UNIT: Part.SECOND_QUANTITY}
_ANY_CODE = "27090000"


@dataclass(frozen=True, slots=True)
class FormReading:
    """`declaration` is None while a field cannot be read; `problems` says which and why."""

    declaration: Declaration | None
    problems: Mapping[Part, EngineError]


def read_form(texts: Mapping[Part, str]) -> FormReading:
    """What was typed so far, by field; fields that are missing or empty are not declared."""
    told = {part: text for part, text in texts.items() if text.strip()}
    problems: dict[Part, EngineError] = {}
    for part, text in told.items():
        problem = part_problem(part, text)
        if problem is not None:
            problems[part] = problem
    read = None if problems else _read(told)
    return FormReading(read if isinstance(read, Declaration) else None, MappingProxyType(problems))


def part_problem(part: Part, text: str) -> EngineError | None:
    """Why the text cannot stand in a field; None where it can."""
    others = {Part.HS: _ANY_CODE, Part.DIRECTION: Direction.IMPORT.value}
    if part in _WITH_UNIT:
        others[_WITH_UNIT[part]] = "1"
    read = _read(others | {part: text})
    return read if isinstance(read, EngineError) else None


def _read(texts: Mapping[Part, str]) -> Declaration | EngineError:
    columns = tuple(HEADINGS[part] for part in texts)
    table = WholeTable(columns, (NumberedRow(1, tuple(texts.values())),), MappingProxyType({}))
    try:
        file = read_declarations(table, direction=None, progress=no_progress, token=CancelToken())
    except EngineError as error:
        return error
    return file.unread[0].problem if file.unread else file.declarations[0]
