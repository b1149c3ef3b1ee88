"""The series of one product over HS editions: joined where its code means the same, a marked break where it may not.

A concordance table that the user imported tells which codes made up a product before; without one, the lists of 2012
and 2022 decide (see `reference.hs_editions`).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.engine.errors import UsageError
from app.engine.reference.concordances import Concordances
from app.engine.reference.hs_codes import edition_of
from app.engine.reference.hs_editions import Fate, fate_of
from app.engine.store.answers import NOTHING, Basis
from app.engine.store.open_store import Store
from app.engine.store.questions.yearly import yearly
from app.engine.store.selection import Selection

_SUBHEADING, _DIGITS = 6, (6, 8)


class Link(enum.Enum):
    """How the years of one edition follow on those of the one before."""

    SAME_CODE = "same_code"
    CONCORDANCE = "concordance"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class EditionStep:
    """From one edition to the next: what the product was made up of before, and whether both sides compare."""

    earlier: int
    later: int
    link: Link
    earlier_codes: tuple[str, ...]
    later_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One year; `growth` is None across a break, and `link` tells how the first year of an edition follows."""

    year: int
    edition: int
    codes: tuple[str, ...]
    value: Decimal
    growth: float | None
    link: Link | None


@dataclass(frozen=True, slots=True)
class EditionsAnswer:
    """Years in order; `code` is that of the newest edition held."""

    basis: Basis
    code: str
    rows: tuple[EditionRow, ...]
    steps: tuple[EditionStep, ...]


def across_editions(store: Store, selection: Selection, tables: Concordances) -> EditionsAnswer:
    """Of a selection with exactly one code of six or eight digits; UsageError for any other."""
    if len(selection.hs) != 1 or len(selection.hs[0]) not in _DIGITS:
        raise UsageError("query.one_code_needed")
    code = selection.hs[0]
    # Any product tells which years, and so which editions, are held
    whole = yearly(store, replace(selection, hs=()), [])
    editions = sorted({edition_of(year) for year in whole.years})
    if not editions:
        return EditionsAnswer(whole.basis, code, (), ())
    steps = edition_steps(code, editions, tables)
    codes_of = {editions[-1]: (code,)} | {step.earlier: step.earlier_codes for step in steps}
    basis, values = whole.basis, dict[int, Decimal]()
    for edition in editions:
        answer = yearly(store, replace(selection, hs=codes_of[edition]), [])
        basis = replace(answer.basis, selection=selection)
        values |= {
            year: found.get((), NOTHING).value for year, found in answer.years.items() if edition_of(year) == edition
        }
    return EditionsAnswer(basis, code, tuple(_rows(values, codes_of, steps)), tuple(steps))


def edition_steps(code: str, editions: Sequence[int], tables: Concordances) -> list[EditionStep]:
    """Back from the newest edition to the oldest, in the order of time."""
    steps: list[EditionStep] = []
    codes: tuple[str, ...] = (code,)
    for later, earlier in zip(reversed(editions), list(reversed(editions))[1:], strict=False):
        link, before = _step(codes, earlier, later, tables)
        steps.insert(0, EditionStep(earlier, later, link, before, codes))
        codes = before
    return steps


def _step(codes: tuple[str, ...], earlier: int, later: int, tables: Concordances) -> tuple[Link, tuple[str, ...]]:
    if (earlier, later) in tables.tables and all(len(code) == _SUBHEADING for code in codes):
        sources = tables.sources_of(codes, earlier, later)
        return (Link.BREAK, codes) if sources is None else (Link.CONCORDANCE, sources)
    is_same = all(fate_of(code) is Fate.SAME for code in codes)
    return (Link.SAME_CODE if is_same else Link.BREAK), codes


def _rows(
    values: Mapping[int, Decimal], codes_of: Mapping[int, tuple[str, ...]], steps: Sequence[EditionStep]
) -> list[EditionRow]:
    links = {step.later: step.link for step in steps}
    rows: list[EditionRow] = []
    for year in sorted(values):
        edition = edition_of(year)
        is_first = bool(rows) and rows[-1].edition != edition
        link = links.get(edition) if is_first else None
        before = values.get(year - 1)
        growth = float(values[year] / before - 1) if before and link is not Link.BREAK else None
        rows.append(EditionRow(year, edition, codes_of[edition], values[year], growth, link))
    return rows
