"""A first guess at the columns of an unknown table, for a person to confirm; nothing is imported on its strength."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.records import domains
from app.engine.records.layout import Evidence, Field, PartnerCoding
from app.engine.records.mapping import FORMAT
from app.engine.records.mapping_file import field_key, quoted
from app.engine.records.periods import years_in
from app.engine.records.sample import Sample
from app.engine.records.vocabulary import Heading, read_headings

_BY_NAME, _BY_CONTENT, _BOTH = 0.6, 0.5, 0.95
_MIN_SHARE = 0.8
STATED_SOMEWHERE = (Field.DIRECTION, Field.REPORTER, Field.CURRENCY, Field.UNIT, Field.VALUATION)
"""Fields that a constant can state where no column does."""
_CODINGS = (PartnerCoding.CUSTOMS, PartnerCoding.ISO3)


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """A column that may be a field; the confidence is 0.95 where name and content agree, lower for one of them."""

    field: Field
    column: str
    confidence: float


def propose(sample: Sample) -> tuple[ColumnProposal, ...]:
    """The likeliest column of each field, surest first; a column serves one field only."""
    best = sorted(_candidates(sample), key=lambda candidate: -candidate.confidence)
    chosen: dict[Field, ColumnProposal] = {}
    taken: set[str] = set()
    for candidate in best:
        if candidate.field not in chosen and candidate.column not in taken:
            chosen[candidate.field] = candidate
            taken.add(candidate.column)
    return tuple(chosen.values())


def as_evidence(proposals: tuple[ColumnProposal, ...]) -> list[Evidence]:
    """The proposal as observations, with the fields that the table does not state."""
    told = [
        Evidence(
            "evidence.proposed_column",
            {"field": one.field.value, "column": one.column, "percent": round(100 * one.confidence)},
        )
        for one in proposals
    ]
    known = {one.field for one in proposals}
    missing = [field.value for field in STATED_SOMEWHERE if field not in known]
    return [*told, Evidence("evidence.not_stated", {"fields": ", ".join(missing)})] if missing else told


def mapping_text(proposals: tuple[ColumnProposal, ...]) -> str:
    """A mapping file to complete: proposed columns, and constants left empty for what no column says."""
    known = {one.field for one in proposals}
    columns = [f"{field_key(one.field)} = {quoted(one.column)}  # {one.confidence:.0%}" for one in proposals]
    constants = [f'{field.value} = ""' for field in STATED_SOMEWHERE if field not in known]
    return "\n".join([f'format = "{FORMAT}"', "[columns]", *columns, "[constants]", *constants, ""])


def _candidates(sample: Sample) -> Iterator[ColumnProposal]:
    headings = read_headings(sample.columns)
    for field, (position, heading) in headings.items():
        cells = sample.values(position)
        fits = not cells or _fits(heading, cells)
        yield ColumnProposal(field, sample.columns[position], _BOTH if fits and cells else _BY_NAME if fits else 0.3)
    for position, column in enumerate(sample.columns):
        for field in _by_content(sample.values(position)):
            yield ColumnProposal(field, column, _BY_CONTENT)


def _fits(heading: Heading, cells: list[str]) -> bool:
    if heading.field in {Field.PERIOD, Field.YEAR}:
        return bool(years_in(cells))
    return any(domains.share(heading.field, cells, coding) >= _MIN_SHARE for coding in _CODINGS)


def _by_content(cells: list[str]) -> Iterator[Field]:
    if not cells:
        return
    if all(not cell.isdigit() for cell in cells):
        for field in domains.NAMED:
            if domains.share(field, cells, PartnerCoding.CUSTOMS) >= _MIN_SHARE:
                yield field
    elif domains.are_listed_codes(cells):
        yield Field.HS
