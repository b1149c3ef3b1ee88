"""First looks at the blocks of a file, set aside in a temporary one, so that memory hardly grows with the lines.

Columns of figures wait on the disk; in memory stay the few objects that many lines share.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, InputError
from app.engine.screening.first_look import FirstLook

_IN_MEMORY = 8_000_000  # bytes; a short file touches no disk
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column lies in the temporary file."""

    start: int
    dtype: np.dtype[Any]
    length: int


class LookFile:
    """Obtained in a `with` statement; InputError where the disk is full."""

    def __init__(self) -> None:
        self._stream = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed by __exit__
        self._looks: list[FirstLook] = []  # with places instead of columns
        self._end = 0
        self._forgotten: dict[int, list[tuple[int, EngineError]]] = {}
        self.sizes: list[int] = []

    def __enter__(self) -> LookFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def __len__(self) -> int:
        return len(self._looks)

    def __iter__(self) -> Iterator[FirstLook]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> FirstLook:
        """The look at one block."""
        look: FirstLook = self._filled(self._looks[number])
        for place, problem in self._forgotten.get(number, ()):
            look.forget_price(place, problem)
        return look

    @property
    def lines(self) -> int:
        """Of all blocks."""
        return sum(self.sizes)

    def add(self, look: FirstLook) -> None:
        """Set the look at the next block aside."""
        try:
            self._looks.append(self._emptied(look))
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError("screening.no_space", folder=tempfile.gettempdir(), reason=reason) from error
        self.sizes.append(len(look))

    def forget_price(self, number: int, place: int, problem: EngineError) -> None:
        """Take back what was said of the price of one line of a block."""
        self._forgotten.setdefault(number, []).append((place, problem))

    @property
    def forgotten(self) -> list[int]:
        """Places, among all lines, of those whose price was taken back."""
        starts = np.cumsum([0, *self.sizes])
        return [int(starts[number]) + place for number, lines in self._forgotten.items() for place, _ in lines]

    def column(self, *names: str) -> Array:
        """One column over all lines, by the names that lead to it."""
        parts = [self._read(_part(look, names)) for look in self._looks]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _emptied(self, value: Any) -> Any:
        if isinstance(value, np.ndarray):
            place = _Place(self._end, value.dtype, len(value))
            self._stream.seek(self._end)
            self._end += self._stream.write(np.ascontiguousarray(value).tobytes())
            return place
        if is_dataclass(value) and not isinstance(value, type):
            return type(value)(*(self._emptied(getattr(value, each.name)) for each in fields(value)))
        return value

    def _filled(self, value: Any) -> Any:
        if isinstance(value, _Place):
            return self._read(value)
        if is_dataclass(value) and not isinstance(value, type):
            return type(value)(*(self._filled(getattr(value, each.name)) for each in fields(value)))
        return value

    def _read(self, place: _Place) -> Array:
        self._stream.seek(place.start)
        return np.frombuffer(bytearray(self._stream.read(place.length * place.dtype.itemsize)), dtype=place.dtype)


def _part(look: FirstLook, names: Sequence[str]) -> _Place:
    found: Any = look
    for name in names:
        found = getattr(found, name)
    assert isinstance(found, _Place)
    return found
