"""From a table's layout to the plan by which the store loads it."""

from __future__ import annotations

from pathlib import Path

from app.engine.errors import InputError
from app.engine.records.layout import DIRECTION_WORDS, Field, Layout, SourceFormat, TextTable
from app.engine.records.lookups import hs_vocabulary, vocabularies
from app.engine.records.rules import Profile, for_store, rule_book
from app.engine.reference import countries, currencies, hs_codes, units
from app.engine.store.ingest_plan import IngestPlan

# The store's name of a canonical field, where it differs
_STORE_NAMES = {Field.PARTNER: "country"}
_DEFAULT_PROFILES = {SourceFormat.SEED: Profile.SOURCE_SYSTEM}
_STATED_VALUATIONS = {"CIF", "FOB"}
# Several HS levels of one period in these files are sums of each other
_NESTED_FORMATS = {SourceFormat.COMTRADE}


def default_profile(layout: Layout) -> Profile:
    """The source system's deletions for its own schema, everything published for all other sources."""
    return _DEFAULT_PROFILES.get(layout.format, Profile.STATISTICS)


def make_plan(
    table: TextTable,
    layout: Layout,
    *,
    file_name: str,
    profile: Profile,
    drops_duplicates: bool,
    malformed: Path | None = None,
) -> IngestPlan:
    """The plan of one table; InputError where a field that every record needs is neither column nor constant."""
    fields = {_STORE_NAMES.get(field, field.value): position for field, position in layout.fields.items()}
    constants = _constants(layout, file_name)
    _require_fields(fields, constants, file_name)
    chosen = rule_book().chosen(profile, layout, _present(fields))
    return IngestPlan(
        source=table.path,
        delimiter=table.delimiter,
        skip_lines=table.skip_lines,
        columns=layout.columns,
        fields=fields,
        constants=constants,
        vocabularies=vocabularies(layout, chosen, fields),
        hs=hs_vocabulary(),
        editions=hs_codes.EDITIONS,
        valuations=_valuations(layout),
        hs_digits=layout.hs_digits,
        repairs_hs_zeros=layout.has_lost_zeros,
        has_grouped_numbers=layout.has_grouped_numbers,
        value_scale=layout.value_scale,
        direction_words=DIRECTION_WORDS,
        rules=for_store(chosen),
        drops_duplicates=drops_duplicates,
        keeps_deepest_level=layout.format in _NESTED_FORMATS,
        malformed=malformed,
    )


def _present(fields: dict[str, int]) -> set[str]:
    ends = {"country", "direction"} if {"exporter", "importer"} <= fields.keys() else set()
    return {*fields, *ends}


def _constants(layout: Layout, file_name: str) -> dict[str, int | str]:
    constants: dict[str, int | str] = {"reporter": countries.CHINA}
    for field, text in layout.constants.items():
        value = _constant(field, text)
        if value is None:
            raise InputError("import.constant_unknown", file=file_name, field=field.value, value=text)
        constants[_STORE_NAMES.get(field, field.value)] = value
    return constants


def _constant(field: Field, text: str) -> int | str | None:
    if field in {Field.YEAR, Field.MONTH, Field.EDITION}:
        return int(text) if text.isdigit() else None
    if field in {Field.REPORTER, Field.PARTNER}:
        country = countries.table().find(text)
        return country.code if country else None
    if field in {Field.UNIT, Field.UNIT_2}:
        unit = units.table().find(text)
        return unit.id if unit else None
    if field is Field.CURRENCY:
        currency = currencies.table().find(text)
        return currency.code if currency else None
    if field is Field.DIRECTION:
        return DIRECTION_WORDS.get(text.strip().lower())
    return text


def _require_fields(fields: dict[str, int], constants: dict[str, int | str], file_name: str) -> None:
    given = fields.keys() | constants.keys()
    if not ({"exporter", "importer"} <= fields.keys() or "direction" in given):
        raise InputError("import.direction_unknown", file=file_name)
    if not {"year", "period"} & given:
        raise InputError("import.year_unknown", file=file_name)
    if "currency" not in given:
        raise InputError("import.currency_unknown", file=file_name)


def _valuations(layout: Layout) -> dict[str, str]:
    """Imports CIF and exports FOB in customs statistics; a mapping may state one or leave it unknown."""
    stated = layout.constants.get(Field.VALUATION, "").upper()
    if stated in _STATED_VALUATIONS:
        return {"import": stated, "export": stated}
    if layout.format is SourceFormat.MAPPING:
        return {"import": "", "export": ""}
    return {"import": "CIF", "export": "FOB"}
