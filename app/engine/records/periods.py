"""Years and directions that a table states itself, or that its file name hints at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from app.engine.errors import InputError
from app.engine.records.layout import DIRECTION_WORDS, Evidence, Field
from app.engine.records.sample import Sample, Stated

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?)?(?!\d)")
_DIRECTIONS = (
    ("import", re.compile(r"进口|(?<![a-z])imports?(?![a-z])", re.IGNORECASE)),
    ("export", re.compile(r"出口|(?<![a-z])exports?(?![a-z])", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and which way: what columns hold row by row is not repeated in `constants`."""

    years: tuple[int, ...]
    direction: str | None
    constants: Mapping[Field, str]
    evidence: tuple[Evidence, ...]


def stamp(sample: Sample, stated: Stated, fields: Mapping[Field, int], *, trusts_name: bool) -> Stamp:
    """Settle year and direction from columns, then the caller, then (where trusted) the file name."""
    years, year_evidence = _years(sample, stated, fields, trusts_name=trusts_name)
    direction, direction_evidence = _direction(sample, stated, fields, trusts_name=trusts_name)
    constants: dict[Field, str] = {}
    if not {Field.YEAR, Field.PERIOD} & fields.keys() and years:
        constants[Field.YEAR] = str(years[0])
    if Field.DIRECTION not in fields and direction is not None:
        constants[Field.DIRECTION] = direction
    return Stamp(years, direction, constants, (year_evidence, direction_evidence))


def years_in(texts: Iterable[str]) -> tuple[int, ...]:
    """Distinct years that the texts contain, ascending."""
    return tuple(sorted({int(year) for text in texts for year in _YEAR.findall(text)}))


def direction_in_name(file_name: str) -> str | None:
    """Direction named by a file name; None when it names none or both."""
    stem = PurePath(file_name).stem.replace("进出口", "")
    named = [direction for direction, pattern in _DIRECTIONS if pattern.search(stem.replace("_", " "))]
    return named[0] if len(named) == 1 else None


def _years(
    sample: Sample, stated: Stated, fields: Mapping[Field, int], *, trusts_name: bool
) -> tuple[tuple[int, ...], Evidence]:
    column = fields.get(Field.YEAR, fields.get(Field.PERIOD))
    if column is not None:
        years = years_in(sample.values(column))
        if stated.year is not None and years and stated.year not in years:
            raise InputError("records.year_conflict", file=sample.file_name, stated=stated.year, found=_listed(years))
        return years, Evidence("evidence.years_in_column", {"column": sample.columns[column], "years": _listed(years)})
    if stated.year is not None:
        return (stated.year,), Evidence("evidence.year_stated", {"year": stated.year})
    named = years_in([PurePath(sample.file_name).stem]) if trusts_name else ()
    if len(named) == 1:
        return named, Evidence("evidence.year_in_name", {"year": named[0], "file": sample.file_name})
    return (), Evidence("evidence.year_unknown", {})


def _direction(
    sample: Sample, stated: Stated, fields: Mapping[Field, int], *, trusts_name: bool
) -> tuple[str | None, Evidence]:
    column = fields.get(Field.DIRECTION)
    if column is not None:
        found = {meaning for cell in sample.values(column) if (meaning := DIRECTION_WORDS.get(cell.casefold()))}
        if stated.direction is not None and found and stated.direction not in found:
            raise InputError("records.direction_conflict", file=sample.file_name, stated=stated.direction)
        only = next(iter(found)) if len(found) == 1 else None
        return only, Evidence("evidence.direction_in_column", {"column": sample.columns[column]})
    named = direction_in_name(sample.file_name) if trusts_name else None
    if stated.direction is not None:
        code = (
            "evidence.direction_against_name" if named not in {None, stated.direction} else "evidence.direction_stated"
        )
        return stated.direction, Evidence(code, {"direction": stated.direction, "file": sample.file_name})
    if named is not None:
        return named, Evidence("evidence.direction_in_name", {"direction": named, "file": sample.file_name})
    return None, Evidence("evidence.direction_unknown", {})


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years)) or "?"
