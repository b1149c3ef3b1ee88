"""What the cells of one field of a file mean: each text is understood once, whichever block it stands in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from itertools import repeat
from typing import Any, Generic, TypeVar

import numpy as np

from app.engine.errors import EngineError
from app.engine.records.byte_columns import ByteColumn
from app.engine.screening.coded import Coded
from app.engine.screening.known_cells import KnownCells
from app.engine.screening.meanings import Codes, Meanings

_Value = TypeVar("_Value")
_Field = TypeVar("_Field", bound=Hashable)
_Read = Callable[[str], _Value]
_Wrong = Callable[[int, EngineError], None]
_MOST_KNOWN = 50_000


class Vocabulary(Generic[_Value]):
    """Whatever blanks stand at the ends of a text; "" means None, or what it is told. Callable from several threads."""

    def __init__(self, nothing: _Value | None = None) -> None:
        self._lock = threading.Lock()
        self._places: dict[str, int] = {"": 0}
        self._values: Meanings[_Value | None] = Meanings([nothing])
        self._cells = KnownCells()

    def __len__(self) -> int:
        return len(self._values)

    def nothing(self, lines: int) -> Coded[_Value | None]:
        """What lines without a text say."""
        return Coded(np.zeros(lines, dtype=np.int32), self._values)

    def read(self, texts: Sequence[str], read: _Read[_Value], wrong: _Wrong) -> Coded[_Value | None]:
        """The meaning of each text; `wrong` is told the place of each that `read` raises for, which then means None."""
        if isinstance(texts, ByteColumn):
            codes = self._codes_of_cells(texts, read, wrong)
        elif texts and texts[0] == texts[-1] and texts.count(texts[0]) == len(texts):
            # Many columns say the same in every row of a file
            codes = np.repeat(self._codes(texts[:1], read, wrong), len(texts))
            if not codes[0] and texts[0]:
                codes = self._codes(texts, read, wrong)
        else:
            codes = self._codes(texts, read, wrong)
        return Coded(codes, self._values)

    def _codes(self, texts: Sequence[str], read: _Read[_Value], wrong: _Wrong) -> Codes:
        codes = np.fromiter(map(self._places.get, texts, repeat(-1)), dtype=np.int32, count=len(texts))
        new = np.flatnonzero(codes < 0).tolist()
        if new:
            with self._lock:
                for place in new:
                    codes[place] = self._learn(place, texts[place], read, wrong)
        return codes

    def _codes_of_cells(self, cells: ByteColumn, read: _Read[_Value], wrong: _Wrong) -> Codes:
        codes = self._cells.codes(cells)
        new = np.flatnonzero(codes < 0)
        if not len(new):
            return codes
        texts = list(cells.take(new))
        with self._lock:
            codes[new] = [
                self._learn(place, text, read, wrong) for place, text in zip(new.tolist(), texts, strict=True)
            ]
            self._cells.add((text, self._places[text]) for text in texts if text in self._places)
        return codes

    def _learn(self, place: int, text: str, read: _Read[_Value], wrong: _Wrong) -> int:
        known = self._places.get(text)
        if known is not None:
            return known
        bare = text.strip()
        if bare != text:
            code = self._learn(place, bare, read, wrong)
            # What cannot be understood is to be told of wherever it stands
            if code or not bare:
                self._places[text] = code
            return code
        try:
            value = read(text)
        except EngineError as error:
            wrong(place, error)
            return 0
        self._values.append(value)
        self._places[text] = len(self._values) - 1
        return self._places[text]


class Vocabularies(Generic[_Field]):
    """Those of the fields of a file, begun anew where they grow too long. Callable from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[_Field, Vocabulary[Any]] = {}

    def of(self, field: _Field, nothing: Any = None) -> Vocabulary[Any]:
        """That of a field, in which no text means `nothing`."""
        with self._lock:
            known = self._known.get(field)
            if known is None or len(known) > _MOST_KNOWN:
                known = self._known[field] = Vocabulary(nothing)
            return known
