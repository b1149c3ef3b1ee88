"""What was done to a table before it reached us: destroyed text, lost zeros, shifted columns; mended where certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.records.domains import NAMED, NUMERIC, are_listed_codes, share
from app.engine.records.layout import Evidence, Field, Layout
from app.engine.records.sample import Match, Sample

_DESTROYED = re.compile(r"\?{2,}|\ufffd|锟斤拷")
_CODE = re.compile(r"\d{6}|\d{8}|\d{10}")
_FLOAT_CODE = re.compile(r"\d+\.0+")
_EXPONENT_CODE = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_SHOWN = 5
_WRONG_BELOW, _RIGHT_FROM = 0.2, 0.9
_MIN_DISTINCT = 2


def require_readable_header(columns: tuple[str, ...], *, file_name: str) -> None:
    """InputError when the header's own letters have been turned into question marks."""
    named = [name for name in columns if not name.startswith("column_")]
    if named and sum(1 for name in named if set(name) <= set("?_0123456789") or "锟斤拷" in name) * 2 >= len(named):
        raise InputError("records.header_destroyed", file=file_name, header=" ".join(named[:4]))


def require_no_rows_above(records: Sequence[Sequence[str]], layout: Layout, *, file_name: str) -> None:
    """InputError where full rows stand above the header: it was repeated, and the first one is unreadable."""
    position = layout.fields.get(Field.HS)
    if position is None:
        return
    wide = [record for record in records if len(record) == len(layout.columns)]
    if any(_CODE.fullmatch(record[position].strip()) for record in wide):
        raise InputError("records.rows_above_header", file=file_name, row=len(records) + 1)


def inspect(sample: Sample, match: Match) -> Match:
    """The match with its columns put right and flags set; InputError where the damage cannot be undone."""
    _require_readable_codes(sample, match.layout)
    damaged = list(_damaged_text(sample, match.layout))
    layout, shifted = _straightened(sample, match.layout)
    lost = _lost_zeros(sample, layout)
    if lost is not None:
        layout = replace(layout, has_lost_zeros=True)
    found = [*damaged, *([shifted] if shifted else []), *([lost] if lost else [])]
    return replace(match, layout=layout, evidence=(*match.evidence, *found))


def _damaged_text(sample: Sample, layout: Layout) -> Iterator[Evidence]:
    for field in NAMED:
        position = layout.fields.get(field)
        if position is None:
            continue
        cells = sample.numbered(position)
        broken = [number for number, cell in cells if _DESTROYED.search(cell)]
        told = {"column": sample.columns[position], "rows": _listed(broken), "count": len(broken)}
        if len(broken) * 2 >= max(len(cells), 1):
            raise InputError("records.text_destroyed", file=sample.file_name, **told)
        if broken:
            yield Evidence("evidence.text_damaged", told)


def _require_readable_codes(sample: Sample, layout: Layout) -> None:
    position = layout.fields.get(Field.HS)
    if position is None:
        return
    cells = sample.numbered(position)
    broken = [number for number, cell in cells if _EXPONENT_CODE.fullmatch(cell)]
    if broken:
        column = sample.columns[position]
        raise InputError("records.codes_destroyed", file=sample.file_name, column=column, rows=_listed(broken))


def _lost_zeros(sample: Sample, layout: Layout) -> Evidence | None:
    position = layout.fields.get(Field.HS)
    if position is None:
        return None
    lost = [cell for cell in sample.values(position) if _has_lost_zero(cell)]
    if not lost:
        return None
    told = {"column": sample.columns[position], "count": len(lost), "examples": ", ".join(lost[:3])}
    return Evidence("evidence.codes_lost_zeros", told)


def _has_lost_zero(cell: str) -> bool:
    # every level of the nomenclature has an even number of digits, and only one leading zero can be lost
    return _FLOAT_CODE.fullmatch(cell) is not None or (cell.isdigit() and len(cell) % 2 == 1)


def _straightened(sample: Sample, layout: Layout) -> tuple[Layout, Evidence | None]:
    wrong = _wrong_fields(sample, layout, layout.fields)
    if not wrong or not _stands_elsewhere(sample, layout, wrong[0]):
        return layout, None
    options = {tuple(sorted(fields.values())): fields for fields in _shifts(sample, layout)}
    column = sample.columns[layout.fields[wrong[0]]]
    if len(options) != 1:
        example = next(iter(sample.values(layout.fields[wrong[0]])), "")
        rows = _listed([number for number, _ in sample.numbered(layout.fields[wrong[0]])])
        raise InputError("records.columns_shifted", file=sample.file_name, column=column, example=example, rows=rows)
    fields = next(iter(options.values()))
    mended = replace(layout, fields=MappingProxyType(fields))
    return mended, Evidence("evidence.columns_straightened", {"column": column})


def _shifts(sample: Sample, layout: Layout) -> Iterator[dict[Field, int]]:
    """Assignments in which all columns from some place on stand one or two further left or right, and all fit."""
    ordered = sorted(layout.fields.values())
    for distance in (1, -1, 2, -2):
        for pivot in ordered:
            fields = {field: at + (distance if at >= pivot else 0) for field, at in layout.fields.items()}
            taken = set(fields.values())
            is_inside = min(taken) >= 0 and max(taken) < len(layout.columns) and len(taken) == len(fields)
            if is_inside and _all_fit(sample, layout, fields):
                yield fields


def _all_fit(sample: Sample, layout: Layout, fields: Mapping[Field, int]) -> bool:
    checked = [field for field in fields if field in NAMED or field in NUMERIC]
    has_codes = Field.HS not in fields or are_listed_codes(sample.values(fields[Field.HS]))
    return has_codes and all(
        share(field, sample.values(fields[field]), layout.partner_coding) >= _RIGHT_FROM for field in checked
    )


def _wrong_fields(sample: Sample, layout: Layout, fields: Mapping[Field, int]) -> list[Field]:
    return [
        field
        for field in NAMED
        if field in fields
        and len(set(cells := sample.values(fields[field]))) >= _MIN_DISTINCT
        and share(field, cells, layout.partner_coding) < _WRONG_BELOW
    ]


def _stands_elsewhere(sample: Sample, layout: Layout, field: Field) -> bool:
    """True when another column holds what this one should: without that, its names are merely unknown."""
    own = layout.fields[field]
    others = (sample.values(position) for position in range(len(layout.columns)) if position != own)
    return any(cells and share(field, cells, layout.partner_coding) >= _RIGHT_FROM for cells in others)


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    return f"{shown} …" if len(numbers) > _SHOWN else shown
