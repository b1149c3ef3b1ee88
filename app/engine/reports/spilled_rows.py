"""Rows of a table that wait in a temporary file, so that a list of a million lines takes little memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import overload

import numpy as np
from numpy.typing import NDArray

from app.engine.reports.tables import Cell

Row = Sequence[Cell]
_IN_MEMORY = 8_000_000  # bytes; a short list touches no disk


class SpilledRows(Sequence[Row]):
    """Cells are text, int, float or None. Rows come out in the order in which they were added, or that of `sort`."""

    def __init__(self) -> None:
        self._stream = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed by __exit__
        self._starts = [0]
        self._order: NDArray[np.int64] | None = None

    def __enter__(self) -> SpilledRows:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def add(self, row: Row) -> None:
        """Put a row behind the others."""
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        self._starts.append(self._starts[-1] + self._stream.write(text))

    def sort(self, order: NDArray[np.int64]) -> None:
        """From now on, the rows of these places in this order; rows that were added behind them follow."""
        self._order = order

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        at = int(self._order[place]) if self._order is not None and place < len(self._order) else place
        self._stream.seek(self._starts[at])
        row: list[Cell] = json.loads(self._stream.read(self._starts[at + 1] - self._starts[at]))
        return row

    def __iter__(self) -> Iterator[Row]:
        return (self[place] for place in range(len(self)))
