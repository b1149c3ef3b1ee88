"""Records of a delimited text sample: the delimiter that fits and the rows it gives."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from app.engine.records.table_records import cells_of, text_records

_DELIMITERS = (",", "\t", ";", "|")
_RECORDS = 300
_WIDE = 12


@dataclass(frozen=True, slots=True)
class SplitText:
    """A sample cut into records; blank lines are empty records, so that positions are the file's."""

    delimiter: str
    width: int  # by which records were told from lines of one
    records: tuple[tuple[str, ...], ...]


def split(text: str, delimiter: str | None = None) -> SplitText:
    """Cut `text` by `delimiter`, or by the one whose records are most alike and widest."""
    candidates = [_split(text, one) for one in ([delimiter] if delimiter else _DELIMITERS)]
    return max(candidates, key=lambda candidate: _fit(candidate.records))


def usual_width(records: Sequence[Sequence[str]], *, near: int = 0) -> int:
    """The commonest number of fields of the records that are not blank, of equals the one next to `near`; else 0."""
    widths = Counter(len(record) for record in records if any(cell.strip() for cell in record))
    return max(widths, key=lambda width: (widths[width], -abs(width - near)), default=0)


def _split(text: str, delimiter: str) -> SplitText:
    lines = islice(io.StringIO(text, newline=""), _RECORDS)
    alone = [cells_of(record, delimiter) for line in lines for record in text_records(iter((line,)), delimiter)]
    width = usual_width(alone, near=_WIDE)
    records = islice(text_records(io.StringIO(text, newline=""), delimiter, width), _RECORDS)
    return SplitText(delimiter, width, tuple(tuple(cells_of(record, delimiter)) for record in records))


def _fit(records: tuple[tuple[str, ...], ...]) -> float:
    filled = [record for record in records if any(cell.strip() for cell in record)]
    width = usual_width(filled, near=_WIDE)
    if width < 2:
        return 0.0
    alike = sum(1 for record in filled if abs(len(record) - width) <= 1) / len(filled)
    return alike * alike * min(width, _WIDE)
