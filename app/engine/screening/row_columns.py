"""Rows of a table read by column: every text is understood once, every figure without a detour where it is plain."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError, InputError, UsageError, as_finding
from app.engine.price.asking import find_unit
from app.engine.price.batch_cells import read_code, read_direction, read_number
from app.engine.records.byte_columns import ByteColumn
from app.engine.records.row_batches import RowBatch
from app.engine.screening.cells import find_province, read_charge, read_currency, read_date, read_mode, read_term
from app.engine.screening.coded import Coded
from app.engine.screening.columns import Part
from app.engine.screening.figure_columns import read_figures, stripped
from app.engine.screening.lines import Lines, Written
from app.engine.screening.vocabulary import Vocabularies
from app.engine.store.dimensions import Dimension
from app.engine.store.members import find_member
from app.engine.store.selection import Direction

Floats = NDArray[np.float64]
_MOST_TAKEN_OUT = 500  # of some thousands; beyond, to move what follows takes longer than to pick the others
_UNITS = ((Part.QUANTITY, Part.UNIT), (Part.FIRST_QUANTITY, Part.FIRST_UNIT), (Part.SECOND_QUANTITY, Part.SECOND_UNIT))
_UNIT_PARTS = tuple(unit for _, unit in _UNITS)
_FIGURES = (Part.GROSS, Part.QUANTITY, Part.FIRST_QUANTITY, Part.SECOND_QUANTITY, Part.UNIT_PRICE, Part.TOTAL)
_COUNTRY = functools.partial(find_member, Dimension.COUNTRY)
_AS_TEXTS = frozenset({Part.NUMBER, Part.PLACE})
_REPEATED = (Part.NAME, Part.TRADER)
_MEANINGS: Mapping[Part, Callable[[str], Any]] = {
    Part.DIRECTION: read_direction,
    Part.HS: read_code,
    Part.DECLARED_ON: read_date,
    Part.PLACE: find_province,
    Part.ORIGIN: _COUNTRY,
    Part.DESTINATION: _COUNTRY,
    Part.MODE: read_mode,
    Part.TERM: read_term,
    Part.FREIGHT: read_charge,
    Part.INSURANCE: read_charge,
    Part.OTHER: read_charge,
    Part.CURRENCY: read_currency,
}


class RowColumns:
    """Some rows by column; `wrong` holds, by place, the first thing that cannot be understood."""

    def __init__(
        self,
        rows: RowBatch,
        places: Mapping[Part, int],
        known: Vocabularies[Part],
        direction: Direction | None,
    ) -> None:
        self.wrong: dict[int, EngineError] = dict(rows.damage)
        for place in rows.ragged - self.wrong.keys():
            self.wrong[place] = InputError("price.batch_ragged")
        self._rows, self._known = rows, known
        self._texts = {part: rows.columns[place] for part, place in places.items() if len(rows)}
        for part in _AS_TEXTS & self._texts.keys():
            self._texts[part] = stripped(self._texts[part])
        self._told = {part: self._tell(part, read) for part, read in _MEANINGS.items()}
        for part in _REPEATED:
            self._told[part] = self._tell(part, str, nothing="")
        if direction is not None:
            self._told[Part.DIRECTION] = self._told[Part.DIRECTION].mapped(lambda each: each or direction)
        self._figures: dict[Part, Floats] = {}
        for part in _FIGURES:
            self._figures[part] = self._numbers(part)
        for quantity, unit in _UNITS:
            self._told[unit] = self._units(quantity, unit)
        self._require(Part.DIRECTION, lambda: InputError("price.batch_direction", given=""))
        self._require(Part.HS, lambda: UsageError("price.hs_unknown", given=""))

    def lines(self) -> Lines:
        """The columns, without the rows that are wrong."""
        text, told, figure = self._kept_text, self._kept_told, self._kept_figure
        return Lines(
            row=self._kept(self._rows.numbers),
            number=text(Part.NUMBER),
            declared_on=told(Part.DECLARED_ON),
            direction=told(Part.DIRECTION),
            hs=told(Part.HS),
            name=told(Part.NAME),
            trader=told(Part.TRADER),
            province=told(Part.PLACE),
            origin=told(Part.ORIGIN),
            destination=told(Part.DESTINATION),
            mode=told(Part.MODE),
            term=told(Part.TERM),
            freight=told(Part.FREIGHT),
            insurance=told(Part.INSURANCE),
            other=told(Part.OTHER),
            declared_quantity=figure(Part.QUANTITY),
            declared_unit=told(Part.UNIT),
            first_quantity=figure(Part.FIRST_QUANTITY),
            first_unit=told(Part.FIRST_UNIT),
            second_unit=told(Part.SECOND_UNIT),
            unit_price=figure(Part.UNIT_PRICE),
            total=figure(Part.TOTAL),
            currency=told(Part.CURRENCY),
            written=Written(
                place=text(Part.PLACE),
                gross_kg=text(Part.GROSS),
                declared=text(Part.QUANTITY),
                first=text(Part.FIRST_QUANTITY),
                second=text(Part.SECOND_QUANTITY),
                unit_price=text(Part.UNIT_PRICE),
                total=text(Part.TOTAL),
            ),
        )

    @functools.cached_property
    def _sound(self) -> NDArray[np.int64]:
        return np.delete(np.arange(len(self._rows)), list(self.wrong))

    def _kept(self, column: Sequence[Any]) -> Sequence[Any]:
        if not self.wrong:
            return column
        if isinstance(column, ByteColumn):
            return column.take(self._sound)
        if len(self.wrong) > _MOST_TAKEN_OUT:
            return [column[place] for place in self._sound.tolist()]
        left = list(column)
        for place in sorted(self.wrong, reverse=True):
            del left[place]
        return left

    def _kept_text(self, part: Part) -> Sequence[str]:
        return self._kept(self._text(part))

    def _kept_told(self, part: Part) -> Coded[Any]:
        return self._told[part].take(self._sound) if self.wrong else self._told[part]

    def _kept_figure(self, part: Part) -> Floats:
        return self._figures[part][self._sound] if self.wrong else self._figures[part]

    def _text(self, part: Part) -> Sequence[str]:
        return self._texts.get(part) or [""] * len(self._rows)

    def _tell(self, part: Part, read: Callable[[str], Any], nothing: str | None = None) -> Coded[Any]:
        """What the cells of a field say; `nothing` for an empty one and where there is no such column."""
        known, texts = self._known.of(part, nothing), self._texts.get(part)
        return known.nothing(len(self._rows)) if texts is None else known.read(texts, read, self._note)

    def _note(self, place: int, problem: EngineError) -> None:
        self.wrong.setdefault(place, as_finding(problem))

    def _numbers(self, part: Part) -> Floats:
        texts = self._texts.get(part)
        if texts is None:
            return np.full(len(self._rows), np.nan)
        # Quantities are often stated twice in one unit
        for other, figures in self._figures.items():
            if self._texts.get(other) == texts and np.isfinite(figures).all():
                return figures.copy()
        found, self._texts[part] = read_figures(texts, self._number)
        return found

    def _number(self, place: int, text: str) -> float:
        try:
            return float(read_number(text))
        except EngineError as error:
            self.wrong.setdefault(place, as_finding(error))
            return math.nan

    def _units(self, quantity: Part, unit: Part) -> Coded[Any]:
        """A unit without a quantity says nothing and is not read."""
        texts = self._texts.get(unit)
        if texts is None:
            return self._tell(unit, find_unit)
        is_told = np.isfinite(self._figures[quantity])
        if not is_told.all():
            self._texts[unit] = _where(texts, is_told)
            return self._tell(unit, find_unit)
        same = next((other for other in _UNIT_PARTS if self._told.get(other) and self._texts.get(other) == texts), None)
        return self._told[same] if same else self._tell(unit, find_unit)

    def _require(self, part: Part, problem: Callable[[], EngineError]) -> None:
        for place in np.flatnonzero(self._told[part].is_(None)).tolist():
            self.wrong.setdefault(place, problem())


def _where(texts: Sequence[str], is_kept: NDArray[np.bool_]) -> Sequence[str]:
    """With nothing in the place of the others."""
    if isinstance(texts, ByteColumn):
        return texts.where(is_kept)
    return [text if kept else "" for text, kept in zip(texts, is_kept.tolist(), strict=True)]
