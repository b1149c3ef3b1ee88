"""The columns of a priced file: the file's own, then price, intervals, place of the quote, reason and problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import numpy as np

from app.engine import messages
from app.engine.messages import Language
from app.engine.price.answers import LEVELS
from app.engine.price.batch import Batch, PricedRows
from app.engine.price.batch_rows import each_once
from app.engine.price.wording import percent_of, side_sentence
from app.engine.reference import units
from app.engine.reports.csv import cell_field, text_field
from app.engine.reports.tables import Cell, Column, Kind

_Entry = TypeVar("_Entry")
_PLAIN = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]+)?")  # written as it stands


def columns_of(batch: Batch, language: Language) -> tuple[Column, ...]:
    """Titles and kinds."""

    def said(code: str, **words: object) -> str:
        return messages.text(f"price.{code}", language, **words)

    own = (Column(title, Kind.NUMBER if at in batch.numeric else Kind.TEXT) for at, title in enumerate(batch.columns))
    bounds = (
        Column(said(code, level=level), Kind.NUMBER) for level in LEVELS for code in ("column_low", "column_high")
    )
    quote = [Column(said("column_percentile"), Kind.SHARE)] if batch.has_quotes else []
    return (
        *own,
        Column(said("column_price"), Kind.NUMBER),
        Column(said("column_currency")),
        Column(said("column_unit")),
        *bounds,
        *quote,
        Column(said("column_reason")),
        Column(said("column_problem")),
    )


def cell_columns(part: PricedRows, batch: Batch, language: Language) -> list[Sequence[Cell]]:
    """Cells of some rows, by column."""
    own = [each_once(column, figure_of) if at in batch.numeric else column for at, column in enumerate(part.cells)]
    return [*own, *_told(part, batch, language, float, lambda text: text, None)]


def text_columns(part: PricedRows, batch: Batch, language: Language) -> list[Sequence[str]]:
    """The same as they are written into a CSV file, quoted where that is needed."""
    own = [
        each_once(column, figure_field if at in batch.numeric else text_field) for at, column in enumerate(part.cells)
    ]
    return [*own, *_told(part, batch, language, _written, text_field, "")]


def _told(
    part: PricedRows,
    batch: Batch,
    language: Language,
    figure: Callable[[str], _Entry],
    text: Callable[[str], _Entry],
    empty: _Entry,
) -> list[list[_Entry]]:
    """What is told of each row: figures, given with the digits that count, and texts, each made once."""
    at = part.answered.tolist()

    def spread(found: Iterable[_Entry], unanswered: _Entry = empty) -> list[_Entry]:
        if len(at) == len(part):
            return list(found)
        column = [unanswered] * len(part)
        for place, entry in zip(at, found, strict=True):
            column[place] = entry
        return column

    def figures(values: Sequence[float]) -> list[_Entry]:
        # Six digits that count: more would pretend
        return spread(empty if value != value else figure(f"{value:.6g}") for value in values)

    def unit_text(unit: int | None) -> _Entry:
        return text("" if unit is None else units.table().by_id(unit).name(language))

    quote = [spread(empty if value != value else figure(repr(round(value, 4))) for value in part.percentile.tolist())]
    return [
        figures(part.price.tolist()),
        spread([text(batch.currency or "")] * len(at)),
        spread(each_once(part.units, unit_text)),
        *(figures(column.tolist()) for column in np.where(np.isnan(part.price)[:, None], np.nan, part.bounds).T),
        *(quote if batch.has_quotes else []),
        spread(_reasons(part, language, text), text("")),
        each_once(part.problems, lambda problem: text(messages.sentence(problem, language) if problem else "")),
    ]


def _reasons(part: PricedRows, language: Language, text: Callable[[str], _Entry]) -> list[_Entry]:
    sides = [
        None if side is None else (side, percent_of(share))
        for side, share in zip(part.sides, part.percentile.tolist(), strict=True)
    ]
    said = {key: f"{side_sentence(*key, language)} " if key else "" for key in set(sides)}
    reasons = {basis: basis.sentence(language) for basis in set(part.bases)}
    return [text(said[side] + reasons[basis]) for side, basis in zip(sides, part.bases, strict=True)]


def _written(digits: str) -> str:
    """As Python writes the number."""
    return digits if "." in digits and "e" not in digits else repr(float(digits))


def figure_field(cell: str) -> str:
    """A cell of a column of figures as a field of a CSV file."""
    return cell if _PLAIN.fullmatch(cell) else cell_field(figure_of(cell))


def figure_of(cell: str) -> Cell:
    """A cell of a column of figures as a figure; as it stands where it is none."""
    try:
        number = Decimal(cell.replace(",", "").strip())
    except InvalidOperation:
        return cell
    return number if number.is_finite() else cell
