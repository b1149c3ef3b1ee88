"""What a preview of a file consists of; nothing here needs the database."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal

from app.engine.records.layout import Field
from app.engine.records.propose import ColumnProposal
from app.engine.records.sample import Sample


class CellState(enum.Enum):
    """What became of a cell."""

    AS_WRITTEN = "as written"
    CHANGED = "changed"  # another spelling, a shortened code, a scaled amount
    UNKNOWN = "unknown"
    NOT_STATED = "not stated"  # nothing says it; the user has to


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """`text` stands in the file, "" where a constant says it; `value` is a key (0: not given), an amount or a code.

    What is stated for all rows is its text: a name or code of the reference tables.
    """

    text: str
    value: int | str | Decimal | tuple[int, int] | None
    state: CellState


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """Cells in the order of the preview's fields; `rule` names the rule that would reject the row."""

    cells: tuple[PreviewCell, ...]
    rule: str | None


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The first rows of one table; `misshapen` of them have no columns and are left out here."""

    label: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]  # names in the file of what each field is read from; "" for a constant
    rows: tuple[PreviewRow, ...]
    misshapen: int
    unstated: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class UnknownTable:
    """A table that no format describes, with a first guess at its columns."""

    sample: Sample
    proposals: tuple[ColumnProposal, ...]
