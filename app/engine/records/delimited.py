"""Records of a delimited text sample: the delimiter that fits and the rows it gives."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_DELIMITERS = (",", "\t", ";", "|")
_RECORDS = 300
_WIDE = 12


@dataclass(frozen=True, slots=True)
class SplitText:
    """A sample cut into records; blank lines are empty records, so that positions are the file's."""

    delimiter: str
    records: tuple[tuple[str, ...], ...]


def split(text: str, delimiter: str | None = None) -> SplitText:
    """Cut `text` by `delimiter`, or by the one whose records are most alike and widest."""
    candidates = [SplitText(one, _records(text, one)) for one in ([delimiter] if delimiter else _DELIMITERS)]
    return max(candidates, key=lambda candidate: _fit(candidate.records))


def usual_width(records: Sequence[Sequence[str]], *, near: int = 0) -> int:
    """The commonest number of fields of the records that are not blank, of equals the one next to `near`; else 0."""
    widths = Counter(len(record) for record in records if any(cell.strip() for cell in record))
    return max(widths, key=lambda width: (widths[width], -abs(width - near)), default=0)


def _records(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(tuple(row))
            if len(rows) == _RECORDS:
                break
    except csv.Error:
        # a field beyond the csv module's limit: what came before it is sample enough
        pass
    return tuple(rows)


def _fit(records: tuple[tuple[str, ...], ...]) -> float:
    filled = [record for record in records if any(cell.strip() for cell in record)]
    width = usual_width(filled, near=_WIDE)
    if width < 2:
        return 0.0
    alike = sum(1 for record in filled if abs(len(record) - width) <= 1) / len(filled)
    return alike * alike * min(width, _WIDE)
