"""A mapping file: which column of an unknown table is which field, and what no column says."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.records import domains
from app.engine.records.layout import Evidence, Field, Layout, PartnerCoding, SourceFormat
from app.engine.records.periods import stamp
from app.engine.records.sample import Match, Sample, Stated, name_key, positions
from app.engine.records.vocabulary import read_heading
from app.engine.reference import countries, currencies, units

FORMAT = "mapping/1"
_FIELDS: Mapping[str, Field] = MappingProxyType({field.value: field for field in Field} | {"country": Field.PARTNER})
_NEVER_CONSTANT = frozenset({Field.HS, Field.VALUE, Field.UNIT_PRICE, Field.QUANTITY, Field.QUANTITY_2})
_SOURCE_KEYS = frozenset({"encoding", "delimiter", "sheet", "header_row", "country_codes"})
_NEEDED = (Field.DIRECTION, Field.REPORTER, Field.CURRENCY)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class SourceHints:
    """How to read the file where detection is not wanted; `header_row` counts from 1."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    country_codes: PartnerCoding | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A mapping file that was found sound."""

    file: str
    source: SourceHints
    columns: Mapping[Field, str]
    constants: Mapping[Field, str]


def read_mapping(path: Path) -> ColumnMapping:
    """Read and check a mapping file; InputError with one sentence for the first mistake."""
    try:
        return parse_mapping(path.read_text(encoding="utf-8-sig"), file=path.name)
    except OSError as error:
        raise InputError("records.unreadable", path=str(path), reason=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise InputError("records.mapping_syntax", file=path.name, reason=str(error)) from error


def parse_mapping(text: str, *, file: str) -> ColumnMapping:
    """Check the text of a mapping file; `file` is what its sentences call it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError("records.mapping_syntax", file=file, reason=str(error)) from error
    if document.get("format") != FORMAT:
        raise InputError("records.mapping_format", file=file, expected=FORMAT, found=str(document.get("format")))
    _refuse_unknown(document, {"format", "source", "columns", "constants"}, file, "")
    columns = _entries(document, "columns", file)
    constants = _entries(document, "constants", file)
    _check_complete(columns, constants, file)
    for field, stated in constants.items():
        _check_constant(field, stated, file)
    return ColumnMapping(file, _hints(document.get("source", {}), file), columns, constants)


def match(sample: Sample, stated: Stated, mapping: ColumnMapping) -> Match | None:
    """The layout that the mapping gives this header; None unless every mapped column is there."""
    at = positions(sample.columns)
    if missing_columns(sample.columns, mapping):
        return None
    fields = {field: at[name_key(name)] for field, name in mapping.columns.items()}
    own_direction = mapping.constants.get(Field.DIRECTION)
    if stated.direction and own_direction and stated.direction != own_direction:
        raise InputError("records.direction_conflict", file=mapping.file, stated=stated.direction)
    told = Stated(direction=stated.direction or own_direction, year=stated.year or _own_year(mapping))
    when = stamp(sample, told, fields, trusts_name=False)
    constants = {**mapping.constants, **when.constants}
    if Field.DIRECTION not in {*fields, *constants}:
        raise InputError("records.mapping_missing", file=mapping.file, field=Field.DIRECTION.value)
    scale, scale_evidence = _scale(sample.columns, fields)
    layout = Layout(
        format=SourceFormat.MAPPING,
        columns=sample.columns,
        fields=MappingProxyType(fields),
        constants=MappingProxyType(constants),
        partner_coding=_coding(sample, fields, mapping),
        has_units=False,
        has_grouped_numbers=_has_grouped_numbers(sample, fields),
        value_scale=scale,
    )
    used = Evidence("evidence.mapping_used", {"file": mapping.file})
    return Match(layout, when.years, when.direction, (used, *when.evidence, *scale_evidence))


def missing_columns(columns: tuple[str, ...], mapping: ColumnMapping) -> list[str]:
    """Mapped columns that the header does not have."""
    at = positions(columns)
    return [name for name in mapping.columns.values() if name_key(name) not in at]


def _entries(document: dict[str, object], section: str, file: str) -> dict[Field, str]:
    table = document.get(section, {})
    if not isinstance(table, dict):
        raise InputError("records.mapping_section", file=file, section=section)
    _refuse_unknown(table, set(_FIELDS), file, section)
    entries: dict[Field, str] = {}
    for name, text in table.items():
        is_text = isinstance(text, str) or (isinstance(text, int) and not isinstance(text, bool))
        if not is_text or not str(text).strip():
            raise InputError("records.mapping_value", file=file, key=f"{section}.{name}", value=str(text))
        if _FIELDS[name] in entries:
            raise InputError("records.mapping_twice", file=file, field=name)
        entries[_FIELDS[name]] = str(text).strip()
    return entries


def _check_complete(columns: Mapping[Field, str], constants: Mapping[Field, str], file: str) -> None:
    both = [field.value for field in constants if field in columns]
    if both:
        raise InputError("records.mapping_twice", file=file, field=both[0])
    names = list(columns.values())
    if len({name_key(name) for name in names}) < len(names):
        raise InputError("records.mapping_same_column", file=file)
    if Field.HS not in columns:
        raise InputError("records.mapping_missing", file=file, field=Field.HS.value)
    if Field.VALUE not in columns and not {Field.UNIT_PRICE, Field.QUANTITY} <= columns.keys():
        raise InputError("records.mapping_missing", file=file, field=Field.VALUE.value)
    stated = columns.keys() | constants.keys()
    for field in (Field.REPORTER, Field.CURRENCY):
        if field not in stated:
            raise InputError("records.mapping_missing", file=file, field=field.value)
    for quantity, unit in ((Field.QUANTITY, Field.UNIT), (Field.QUANTITY_2, Field.UNIT_2)):
        if quantity in columns and unit not in stated:
            raise InputError("records.mapping_missing", file=file, field=unit.value)


def _check_constant(field: Field, text: str, file: str) -> None:
    is_sound = (
        field not in _NEVER_CONSTANT
        and {
            Field.DIRECTION: lambda: text in {"import", "export"},
            Field.CURRENCY: lambda: text in {entry.code for entry in currencies.table().currencies},
            Field.REPORTER: lambda: text in countries.table().spellings("iso3") and text.isupper() and len(text) == 3,
            Field.VALUATION: lambda: text in {"CIF", "FOB"},
            Field.UNIT: lambda: units.table().find(text) is not None,
            Field.UNIT_2: lambda: units.table().find(text) is not None,
            Field.YEAR: lambda: re.fullmatch(r"(19|20)\d\d", text) is not None,
            Field.PERIOD: lambda: re.match(r"(19|20)\d\d", text) is not None,
            Field.MONTH: lambda: text.isdigit() and 1 <= int(text) <= 12,
        }.get(field, lambda: True)()
    )
    if not is_sound:
        raise InputError("records.mapping_value", file=file, key=f"constants.{field.value}", value=text)


def _hints(table: object, file: str) -> SourceHints:
    if not isinstance(table, dict):
        raise InputError("records.mapping_section", file=file, section="source")
    _refuse_unknown(table, set(_SOURCE_KEYS), file, "source")
    for key, value in table.items():
        if not _is_sound_hint(key, value):
            raise InputError("records.mapping_value", file=file, key=f"source.{key}", value=str(value))
    coding = table.get("country_codes")
    return SourceHints(
        encoding=codecs.lookup(table["encoding"]).name if "encoding" in table else None,
        delimiter=table.get("delimiter"),
        sheet=table.get("sheet"),
        header_row=table.get("header_row"),
        country_codes=PartnerCoding(coding) if coding else None,
    )


def _is_sound_hint(key: str, value: object) -> bool:
    if key == "header_row":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if not isinstance(value, str) or not value:
        return False
    if key == "delimiter":
        return value in {",", ";", "\t", "|"}
    if key == "country_codes":
        return value in {coding.value for coding in PartnerCoding}
    return key == "sheet" or _is_text_codec(value)


def _is_text_codec(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


def _refuse_unknown(table: Mapping[str, object], known: set[str], file: str, section: str) -> None:
    unknown = sorted(table.keys() - known)
    if unknown:
        key = f"{section}.{unknown[0]}".lstrip(".")
        raise InputError("records.mapping_unknown", file=file, key=key, known=", ".join(sorted(known)))


def _own_year(mapping: ColumnMapping) -> int | None:
    text = mapping.constants.get(Field.YEAR)
    return int(text) if text else None


def _scale(columns: tuple[str, ...], fields: Mapping[Field, int]) -> tuple[int, list[Evidence]]:
    position = fields.get(Field.VALUE, fields.get(Field.UNIT_PRICE, 0))
    heading = read_heading(columns[position])
    if heading is None or heading.scale == 1:
        return 1, []
    return heading.scale, [Evidence("evidence.value_scale", {"column": columns[position], "scale": heading.scale})]


def _coding(sample: Sample, fields: Mapping[Field, int], mapping: ColumnMapping) -> PartnerCoding:
    if mapping.source.country_codes is not None:
        return mapping.source.country_codes
    cells = sample.values(fields[Field.PARTNER]) if Field.PARTNER in fields else []
    if cells and all(cell.isdigit() for cell in cells):
        raise InputError("records.mapping_country_codes", file=mapping.file, example=cells[0])
    are_iso = bool(cells) and all(len(cell) in {2, 3} and cell.isupper() and cell.isascii() for cell in cells)
    return PartnerCoding.ISO3 if are_iso else PartnerCoding.CUSTOMS


def _has_grouped_numbers(sample: Sample, fields: Mapping[Field, int]) -> bool:
    numeric = [position for field, position in fields.items() if field in domains.NUMERIC]
    return any(_GROUPED.fullmatch(cell) for position in numeric for cell in sample.values(position))
