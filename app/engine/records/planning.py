"""From a table's layout to the plan by which the store loads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from pathlib import Path

from app.engine.errors import InputError
from app.engine.records.layout import DIRECTION_WORDS, Field, Layout, SourceFormat, TextTable
from app.engine.records.lookups import hs_vocabulary, vocabularies
from app.engine.records.rules import Profile, for_store, rule_book
from app.engine.reference import countries, currencies, hs_codes, provinces, trade_modes, units
from app.engine.store.ingest_plan import IngestPlan

YEARS = range(1980, 2101)
"""Years that a record can have; the rule `period_unreadable` rejects others."""
# The store's name of a canonical field, where it differs
_STORE_NAMES = {Field.PARTNER: "country"}
_DEFAULT_PROFILES = {SourceFormat.SEED: Profile.SOURCE_SYSTEM}
_STATED_VALUATIONS = {"CIF", "FOB"}
# Several HS levels of one period in these files are sums of each other
_NESTED_FORMATS = {SourceFormat.COMTRADE}
_PERIOD = re.compile(r"(\d{4})(?:[-/.年]?(\d{1,2})月?)?")
_CURRENCY_WORDS = {"元": "CNY", "人民币元": "CNY", "rmb": "CNY", "usd$": "USD", "us$": "USD", "$": "USD"}


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
        currency_words=_currency_words(),
        rules=for_store(chosen),
        drops_duplicates=drops_duplicates,
        keeps_deepest_level=layout.format in _NESTED_FORMATS,
        malformed=malformed,
    )


def _present(fields: dict[str, int]) -> set[str]:
    ends = {"country", "direction"} if {"exporter", "importer"} <= fields.keys() else set()
    return {*fields, *ends}


def unstated(layout: Layout) -> tuple[Field, ...]:
    """Of direction, year and currency those that neither a column nor a constant gives, and a person has to."""
    return tuple(_missing({field.value for field in (*layout.fields, *layout.constants)}))


def _constants(layout: Layout, file_name: str) -> dict[str, int | str]:
    constants: dict[str, int | str] = {"reporter": countries.CHINA}
    for field, text in _split_period(layout.constants).items():
        value = _constant(field, text)
        if value is None:
            raise InputError("import.constant_unknown", file=file_name, field=field.value, value=text)
        constants[_STORE_NAMES.get(field, field.value)] = value
    return constants


def _split_period(constants: Mapping[Field, str]) -> dict[Field, str]:
    """The constants with a stated period taken apart into year and month."""
    split = dict(constants)
    found = _PERIOD.fullmatch(split.get(Field.PERIOD, ""))
    if found is not None:
        del split[Field.PERIOD]
        split |= {Field.YEAR: found[1]} | ({Field.MONTH: found[2]} if found[2] else {})
    return split


def _constant(field: Field, text: str) -> int | str | None:
    """The typed value of a stated constant; None where it is not known."""
    if field in _NUMBER_RANGES:
        return int(text) if text.isdigit() and int(text) in _NUMBER_RANGES[field] else None
    if field in _FINDERS:
        return _FINDERS[field](text)
    return None if field is Field.PERIOD else text


def _country(text: str) -> int | None:
    country = countries.table().find(text)
    return country.code if country else None


def _province(text: str) -> int | None:
    province = provinces.table().find(text)
    return province.code if province else None


def _mode(text: str) -> int | None:
    mode = trade_modes.table().find(text)
    return mode.code if mode else None


def _unit(text: str) -> int | None:
    unit = units.table().find(text)
    return unit.id if unit else None


def _currency(text: str) -> str | None:
    currency = currencies.table().find(text)
    return currency.code if currency else None


def _direction(text: str) -> str | None:
    return DIRECTION_WORDS.get(text.strip().lower())


_UNSTATED = {
    Field.DIRECTION: "import.direction_unknown",
    Field.YEAR: "import.year_unknown",
    Field.CURRENCY: "import.currency_unknown",
}
_NUMBER_RANGES = {Field.YEAR: YEARS, Field.MONTH: range(1, 13), Field.EDITION: range(1988, YEARS.stop)}
_FINDERS: Mapping[Field, Callable[[str], int | str | None]] = {
    Field.REPORTER: _country,
    Field.PARTNER: _country,
    Field.PROVINCE: _province,
    Field.MODE: _mode,
    Field.UNIT: _unit,
    Field.UNIT_2: _unit,
    Field.CURRENCY: _currency,
    Field.DIRECTION: _direction,
}


def _currency_words() -> dict[str, str]:
    """Lower-case texts of a currency column and what they mean."""
    named = {
        text.lower(): currency.code
        for currency in currencies.table().currencies
        for text in (currency.code, currency.name_zh, currency.name_en, currency.declaration_code)
    }
    return _CURRENCY_WORDS | named


def _require_fields(fields: dict[str, int], constants: dict[str, int | str], file_name: str) -> None:
    for field in _missing(fields.keys() | constants.keys()):
        raise InputError(_UNSTATED[field], file=file_name)


def _missing(given: Set[str]) -> Iterator[Field]:
    """Of what every record needs, that which is not given."""
    if not ({"exporter", "importer"} <= given or "direction" in given):
        yield Field.DIRECTION
    if not {"year", "period"} & given:
        yield Field.YEAR
    if "currency" not in given:
        yield Field.CURRENCY


def _valuations(layout: Layout) -> dict[str, str]:
    """Imports CIF and exports FOB in customs statistics; a mapping may state one or leave it unknown."""
    stated = layout.constants.get(Field.VALUATION, "").upper()
    if stated in _STATED_VALUATIONS:
        return {"import": stated, "export": stated}
    if layout.format is SourceFormat.MAPPING:
        return {"import": "", "export": ""}
    return {"import": "CIF", "export": "FOB"}
