"""What an import would make of the first rows of a file: each cell beside what it becomes, and what is not known."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from app.engine.begun_files import scratch_folder
from app.engine.records.layout import Field, Layout, Part, Recognition, TextTable
from app.engine.records.mapping import SourceHints
from app.engine.records.planning import default_profile, make_plan, unstated
from app.engine.records.preview_cells import CellState, PreviewCell, PreviewRow, TablePreview, UnknownTable
from app.engine.records.propose import propose
from app.engine.records.raw_tables import raw_tables
from app.engine.records.recognition import sample_to_map
from app.engine.records.rows import Shape, without_returns
from app.engine.records.rules import Profile
from app.engine.store.ingest_preview import TypedRow, typed_rows

ROWS = 100
_STAND_INS = {Field.DIRECTION: "import", Field.YEAR: "2020", Field.CURRENCY: "CNY"}
"""Let the other cells be read while these are not stated; none of them is ever shown."""
_ORDER = (
    Field.PERIOD,
    Field.DIRECTION,
    Field.HS,
    Field.PARTNER,
    Field.PROVINCE,
    Field.MODE,
    Field.QUANTITY,
    Field.UNIT,
    Field.QUANTITY_2,
    Field.UNIT_2,
    Field.VALUE,
    Field.CURRENCY,
)
_SOURCES: Mapping[Field, tuple[Field, ...]] = MappingProxyType(
    {
        Field.PERIOD: (Field.PERIOD, Field.YEAR, Field.MONTH),
        Field.DIRECTION: (Field.DIRECTION, Field.EXPORTER, Field.IMPORTER),
        Field.PARTNER: (Field.PARTNER, Field.EXPORTER, Field.IMPORTER),
        Field.VALUE: (Field.VALUE, Field.UNIT_PRICE),
    }
)
_DIMENSIONS = {
    Field.PARTNER: "country",
    Field.PROVINCE: "province",
    Field.MODE: "mode",
    Field.UNIT: "unit",
    Field.UNIT_2: "unit_2",
}


def preview(
    found: Recognition, *, profile: Profile | None = None, hints: SourceHints | None = None, rows: int = ROWS
) -> TablePreview:
    """The first table of a recognised file; `hints` are those of the mapping that it was recognised by."""
    part = found.parts[0]
    missing = unstated(part.layout)
    stand_ins = {field: _STAND_INS[field] for field in missing}
    layout = replace(part.layout, constants=MappingProxyType({**part.layout.constants, **stand_ins}))
    label, head = _head(found.path, part, hints or SourceHints())
    fitting = [cells for record in head if (cells := Shape.of(layout).fit(record)) is not None]
    typed = _typed(fitting[:rows], layout, file_name=found.path.name, profile=profile or default_profile(layout))
    fields = tuple(_shown(layout))
    return TablePreview(
        label=label,
        fields=fields,
        columns=tuple(" + ".join(layout.columns[at] for at in _positions(layout, field)) for field in fields),
        rows=tuple(
            PreviewRow(tuple(_cell(row, field, layout, missing) for field in fields), row.rule) for row in typed
        ),
        misshapen=len(head) - len(fitting),
        unstated=missing,
    )


def unknown_table(path: Path) -> UnknownTable:
    """The head of a file to be mapped by a person; InputError where there is no table at all."""
    sample = sample_to_map(path)
    return UnknownTable(sample, propose(sample))


def _head(path: Path, part: Part, hints: SourceHints) -> tuple[str, list[tuple[str, ...]]]:
    """Label and first data rows of the table, without blank ones."""
    for table in raw_tables(path, hints):
        if (table.member.name, table.sheet) == (part.member, part.sheet):
            rows = table.records[part.header_row + 1 :]
            return table.label, [row for row in rows if any(cell.strip() for cell in row)]
    return path.name, []


def _typed(rows: list[list[str]], layout: Layout, *, file_name: str, profile: Profile) -> list[TypedRow]:
    with scratch_folder() as folder:
        source = folder / "head.csv"
        with source.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(map(without_returns, rows))
        table = TextTable(source, skip_lines=0, encoding="utf-8")
        plan = make_plan(table, layout, file_name=file_name, profile=profile, drops_duplicates=False)
        return typed_rows(plan, limit=len(rows)) if rows else []


def _shown(layout: Layout) -> Iterator[Field]:
    given = {*layout.fields, *layout.constants}
    return (field for field in _ORDER if given & {field, *_SOURCES.get(field, ())})


def _positions(layout: Layout, field: Field) -> list[int]:
    sources = _SOURCES.get(field, (field,))
    return [layout.fields[source] for source in sources if source in layout.fields]


def _cell(row: TypedRow, field: Field, layout: Layout, missing: tuple[Field, ...]) -> PreviewCell:
    text = " ".join(filter(None, (row.cells[at].strip() for at in _positions(layout, field))))
    if field in missing or (field is Field.PERIOD and Field.YEAR in missing):
        return PreviewCell(text, None, CellState.NOT_STATED)
    if field in _DIMENSIONS:
        return _member_cell(row, field, layout, text)
    value = _figure(row, field)
    if value is None and field in layout.constants:
        value = layout.constants[field]
    is_known = value is not None and (field is not Field.HS or row.hs_is_known)
    is_blank = not text and field in {Field.QUANTITY, Field.QUANTITY_2}
    if not is_known and not is_blank:
        return PreviewCell(text, value, CellState.UNKNOWN)
    is_changed = (field is Field.HS and text != value) or (field is Field.VALUE and layout.value_scale != 1)
    return PreviewCell(text, value, CellState.CHANGED if is_changed else CellState.AS_WRITTEN)


def _member_cell(row: TypedRow, field: Field, layout: Layout, text: str) -> PreviewCell:
    dimension = _DIMENSIONS[field]
    if dimension not in row.members:  # stated for all rows
        return PreviewCell(text, layout.constants.get(field), CellState.AS_WRITTEN)
    spelling = row.members[dimension]
    if spelling is None:
        return PreviewCell(text, None, CellState.UNKNOWN if text else CellState.AS_WRITTEN)
    is_unified = spelling.rule not in {None, row.rule}
    return PreviewCell(text, spelling.key, CellState.CHANGED if is_unified else CellState.AS_WRITTEN)


def _figure(row: TypedRow, field: Field) -> int | str | Decimal | tuple[int, int] | None:
    match field:
        case Field.PERIOD:
            return None if row.year is None else (row.year, row.month or 0)
        case Field.DIRECTION:
            return row.direction
        case Field.HS:
            return row.hs
        case Field.QUANTITY:
            return row.quantity
        case Field.QUANTITY_2:
            return row.quantity_2
        case Field.VALUE:
            return row.value
        case _:
            return row.currency
