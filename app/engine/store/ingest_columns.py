"""SQL expressions from raw text cells (c0…cN) to typed columns; columns a source lacks are constants or NULL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.engine.store.coding import CODE_BITS, CODE_MASK, Coding
from app.engine.store.ingest_cells import (
    QUANTITY_TYPE,
    Reading,
    cell,
    currency,
    iso_code,
    literal,
    money,
    number,
    period_columns,
    tidy,
    tidy_columns,
    trimmed,
    typed_constant,
)
from app.engine.store.ingest_hs import hs_columns, hs_key, hs_packed
from app.engine.store.ingest_plan import IngestPlan

DIMENSIONS = ("country", "province", "mode", "unit", "unit_2")
DIRECTION_IDS = {"import": 1, "export": 2}
OTHER_CELLS = "other_cells"
"""Stage column with a hash of the cells that no field uses, where there are any."""
NO_HS_LEVEL = 0
"""Level of records whose source has no products at all; no HS dimension can be asked of them."""
VALUATION_IDS = {"": 0, "CIF": 1, "FOB": 2}
KEY_TYPES = {
    "country": "SMALLINT",
    "province": "UTINYINT",
    "mode": "UTINYINT",
    "unit": "UTINYINT",
    "unit_2": "UTINYINT",
}
# Texts that only rules read
_TEXT_FIELDS = (*DIMENSIONS, "customs_procedure", "transport", "partner_2", "is_leaf", "quantity", "value")
# Fields of which tolerant reading looks at trimmed texts more than once
_NUMBER_FIELDS = ("quantity", "quantity_2", "value", "unit_price")
_TIDY_FIELDS = ("hs", *DIMENSIONS, "exporter", "importer", "reporter", *_NUMBER_FIELDS)
_COMTRADE_EDITIONS = (1992, 1996, 2002, 2007, 2012, 2017, 2022)


def looked_up_dimensions(plan: IngestPlan) -> list[str]:
    """Dimensions whose texts are looked up in a vocabulary, in packing order."""
    given = plan.fields.keys() | ({"country"} if has_two_ends(plan) else set())
    return [name for name in DIMENSIONS if name in given and name in plan.vocabularies]


def has_two_ends(plan: IngestPlan) -> bool:
    """True where rows name exporter and importer, so that direction and partner follow from which one reports."""
    return {"exporter", "importer"} <= plan.fields.keys()


def varying_columns(plan: IngestPlan) -> list[str]:
    """Columns of the stage that differ from row to row; few and narrow, because they are sorted."""
    columns = ["members", "flags", "quantity", "value"]
    if "hs" in plan.fields:
        columns += ["hs"] if plan.hs_digits else ["hs", "hs_level"]
    columns += ["direction"] if has_direction_column(plan) else []
    columns += [name for name in ("quantity_2", "currency", "reporter", "edition") if name in plan.fields]
    return columns + (["year", "month"] if has_period_column(plan) else [])


def unmapped_cells(plan: IngestPlan) -> list[str]:
    """Cells that no canonical field uses; rows that differ in them are no duplicates."""
    used = {*plan.fields.values()}
    return [f"c{position}" for position in range(len(plan.columns)) if position not in used and plan.columns[position]]


def has_direction_column(plan: IngestPlan) -> bool:
    """True where the direction comes from the rows and not from a constant."""
    return "direction" in plan.fields or has_two_ends(plan)


def has_period_column(plan: IngestPlan) -> bool:
    """True where the year comes from the rows and not from a constant."""
    return bool(plan.fields.keys() & {"period", "year", "month"})


def stored_columns(plan: IngestPlan) -> dict[str, str]:
    """Columns of the stored table as expressions over `unpacked_members`, by name."""
    columns = {name: name for name in varying_columns(plan) if name != "members"}
    spellings = ["0::UBIGINT"]
    for position, name in enumerate(looked_up_dimensions(plan)):
        columns[name] = f"nullif({name}_member & {CODE_MASK}, 0)::{KEY_TYPES[name]}"
        spellings.append(f"(coalesce({name}_member >> {CODE_BITS}, 0)::UBIGINT << {CODE_BITS * position})")
    return columns | {"spellings": " | ".join(spellings)}


def unpacked_members(plan: IngestPlan) -> list[str]:
    """What the one-row table `lists` says of each code in `members`: see `pack_member`."""
    return [
        f"lists.{name}[((members >> {CODE_BITS * position}) & {CODE_MASK})::BIGINT] AS {name}_member"
        for position, name in enumerate(looked_up_dimensions(plan))
    ]


def pack_member(key: int, remembered: int) -> int:
    """Key of a text's member and, above it, the code by which the text is remembered (0 where canonical)."""
    return key | remembered << CODE_BITS


def spelling_of(plan: IngestPlan, dimension: str) -> str:
    """SQL for the remembered code of a dimension's text (0 where it was canonical)."""
    position = looked_up_dimensions(plan).index(dimension)
    return f"((spellings >> {CODE_BITS * position}) & {CODE_MASK})"


def constant_columns(plan: IngestPlan) -> dict[str, str]:
    """The other columns of `records`: constants of this source, as expressions by name."""
    looked_up = looked_up_dimensions(plan)
    constants = {name: typed_constant(plan, name, KEY_TYPES[name]) for name in DIMENSIONS if name not in looked_up}
    if "hs" not in plan.fields:
        constants |= {"hs": "0::UINTEGER", "hs_level": f"{NO_HS_LEVEL}::UTINYINT"}
    elif plan.hs_digits:
        constants["hs_level"] = f"{plan.hs_digits}::UTINYINT"
    if "quantity_2" not in plan.fields:
        constants["quantity_2"] = f"NULL::{QUANTITY_TYPE}"
    if not has_direction_column(plan):
        constants["direction"] = _constant_direction(plan)
    if "currency" not in plan.fields:
        constants["currency"] = f"'{iso_code(str(plan.constants['currency']))}'"
    if "reporter" not in plan.fields:
        constants["reporter"] = typed_constant(plan, "reporter", "SMALLINT")
    if not has_period_column(plan):
        month = f"coalesce({typed_constant(plan, 'month', 'UTINYINT')}, 0)::UTINYINT"
        constants |= {"year": typed_constant(plan, "year", "USMALLINT"), "month": month}
    if "edition" not in plan.fields:
        constants["edition"] = _edition_in_force(plan)
    return constants | {"valuation": _valuation(plan)}


@dataclass(frozen=True, slots=True)
class Lookups:
    """Codings by dimension, and the tables and ENUM types (`prefix`_dimension…) that hold them.

    Reading exactly, `by_enum` dimensions are cast to their ENUM, which is fastest; since a cast that fails is slow
    in DuckDB 2.0 (it looks for similar texts), the others are joined, as all are when reading tolerantly.
    """

    prefix: str
    codings: Mapping[str, Coding]
    by_enum: frozenset[str]

    @property
    def lists(self) -> str:
        """One-row table of lists: by dimension, `pack_member` of each code."""
        return f"{self.prefix}_lists"

    def enum_name(self, dimension: str) -> str:
        """ENUM type of a dimension's texts."""
        return f"{self.prefix}_{dimension}_texts"


def typed_columns(plan: IngestPlan, source: str, *, lookups: Lookups, reading: Reading) -> str:
    """SELECT of the raw cells with everything typed; resources/rules/README.md says what rules may read."""
    codes = [_code(plan, name, lookups, reading) for name in looked_up_dimensions(plan)]
    matched = ["raw_cells.*", f"{hs_packed(plan, lookups.prefix, reading)} AS hs_packed", *codes]
    if "reporter" in _joined_tables(plan, lookups, reading):
        matched.append("known_reporter.key AS reporter_key")
    if reading is Reading.TOLERANT:
        matched.append("known_parent.code IS NOT NULL AS hs_parent_is_known")
    typed = [
        "*",
        *hs_columns(plan, reading),
        f"{_has_stray_blanks(plan, reading)} AS has_stray_blanks",
        *(dimension_column(plan, name, lookups) for name in DIMENSIONS),
        f"{_members(plan, reading)} AS members",
        *period_columns(plan),
        f"{number(plan, 'quantity', QUANTITY_TYPE, reading)} AS quantity",
        f"{number(plan, 'quantity_2', QUANTITY_TYPE, Reading.TOLERANT)} AS quantity_2",
        f"{money(plan, reading)} AS value",
        *(f"{cell(plan, name)} AS {name}_text" for name in _TEXT_FIELDS),
        f"{direction_column(plan)} AS direction",
        f"{reporter_column(plan)} AS reporter",
        f"{edition_given(plan)} AS edition",
        f"{currency(plan)} AS currency",
    ]
    joins = " ".join(_joins(plan, lookups, reading))
    source = f"SELECT {', '.join(['*', *tidy_columns(plan, _TIDY_FIELDS)])} FROM ({source})"
    if reading is Reading.TOLERANT:
        source = f"SELECT *, {hs_key(plan)} AS hs_key FROM ({source})"
    return f"SELECT {', '.join(typed)} FROM (SELECT {', '.join(matched)} FROM ({source}) AS raw_cells {joins})"


def _joined_tables(plan: IngestPlan, lookups: Lookups, reading: Reading) -> dict[str, str]:
    """Which lookup table answers each alias that the typed columns join."""
    ends = {"exporter": "country", "importer": "country"} if has_two_ends(plan) else {}
    by_enum = lookups.by_enum if reading is Reading.EXACT else frozenset()
    plain = [name for name in looked_up_dimensions(plan) if name not in by_enum and not (name == "country" and ends)]
    reporter = {"reporter": "reporter"} if "reporter" in plan.fields and "reporter" in plan.vocabularies else {}
    hs = {"hs": "hs"} if reading is Reading.TOLERANT else {}
    return {**hs, **{name: name for name in plain}, **ends, **reporter}


def _joins(plan: IngestPlan, lookups: Lookups, reading: Reading) -> list[str]:
    joins = []
    for alias, table in _joined_tables(plan, lookups, reading).items():
        key = "hs_key" if alias == "hs" else cell(plan, alias) if reading is Reading.EXACT else tidy(plan, alias)
        joins.append(f"LEFT JOIN {lookups.prefix}_{table} AS known_{alias} ON known_{alias}.text = {key}")
    if reading is Reading.TOLERANT:
        parent = "left(hs_key, CASE WHEN length(hs_key) <= 6 THEN 4 ELSE 6 END)"
        joins.append(f"LEFT JOIN {lookups.prefix}_hs AS known_parent ON known_parent.text = {parent}")
    return joins


def _code(plan: IngestPlan, dimension: str, lookups: Lookups, reading: Reading) -> str:
    """Code of the text in its coding; NULL for an unknown text."""
    if dimension == "country" and has_two_ends(plan):
        home = [f"known_{end}.key = {int(plan.constants['reporter'])}" for end in ("exporter", "importer")]
        partner = f"CASE WHEN {home[0]} THEN known_importer.code WHEN {home[1]} THEN known_exporter.code END"
        export, imported = DIRECTION_IDS["export"], DIRECTION_IDS["import"]
        direction = f"CASE WHEN {home[0]} THEN {export} WHEN {home[1]} THEN {imported} END"
        return f"{partner} AS country_code, ({direction})::UTINYINT AS direction_by_ends"
    if reading is Reading.EXACT and dimension in lookups.by_enum:
        text = cell(plan, dimension)
        return f"enum_code(try_cast({text} AS {lookups.enum_name(dimension)}))::UBIGINT + 1 AS {dimension}_code"
    return f"known_{dimension}.code AS {dimension}_code"


def dimension_column(plan: IngestPlan, dimension: str, lookups: Lookups) -> str:
    """What rules see of a dimension: not NULL exactly where its text is known and is no word for "not given"."""
    if dimension not in looked_up_dimensions(plan):
        return f"{typed_constant(plan, dimension, KEY_TYPES[dimension])} AS {dimension}"
    absent = lookups.codings[dimension].absent
    code = f"{dimension}_code"
    return f"{f'CASE WHEN {code} > {absent} THEN {code} END' if absent else code} AS {dimension}"


def _has_stray_blanks(plan: IngestPlan, reading: Reading) -> str:
    """Texts that are known exactly have none."""
    if reading is Reading.EXACT:
        return "false"
    names = ["hs", *looked_up_dimensions(plan)]
    return f"coalesce({' OR '.join(f'{cell(plan, name)} <> {tidy(plan, name)}' for name in names)}, false)"


def _members(plan: IngestPlan, reading: Reading) -> str:
    """All codes in one number; unknown texts make it NULL, or read tolerantly count as 0."""
    codes = ["0::UBIGINT"]
    for position, name in enumerate(looked_up_dimensions(plan)):
        code = f"{name}_code" if reading is Reading.EXACT else f"coalesce({name}_code, 0)"
        codes.append(f"({code} << {CODE_BITS * position})")
    return " | ".join(codes)


def direction_column(plan: IngestPlan) -> str:
    """The direction of a row by its words, by its two ends, or by the source."""
    if has_two_ends(plan):
        return "direction_by_ends"
    if "direction" not in plan.fields:
        return _constant_direction(plan)
    text = f"lower({trimmed(cell(plan, 'direction'))})"
    words = {
        name: [literal(word) for word in plan.direction_words if plan.direction_words[word] == name]
        for name in DIRECTION_IDS
    }
    branches = " ".join(
        f"WHEN {text} IN ({', '.join(words[name])}) THEN {number}" for name, number in DIRECTION_IDS.items()
    )
    return f"(CASE {branches} END)::UTINYINT"


def _constant_direction(plan: IngestPlan) -> str:
    return f"{DIRECTION_IDS[str(plan.constants['direction'])]}::UTINYINT"


def reporter_column(plan: IngestPlan) -> str:
    """The reporter of a row, by its text or by the source."""
    if not {"reporter"} <= plan.fields.keys() & plan.vocabularies.keys():
        return typed_constant(plan, "reporter", "SMALLINT")
    return "reporter_key::SMALLINT"


def _edition_in_force(plan: IngestPlan) -> str:
    """The edition a source states for all its rows, else the one in force in the row's year."""
    if "edition" in plan.constants:
        return f"{int(plan.constants['edition'])}::USMALLINT"
    year = "year" if has_period_column(plan) else typed_constant(plan, "year", "USMALLINT")
    branches = " ".join(f"WHEN {year} >= {first} THEN {first}" for first in sorted(plan.editions, reverse=True))
    return f"(CASE {branches} END)::USMALLINT"


def edition_given(plan: IngestPlan) -> str:
    """UN Comtrade names editions H0 to H6."""
    text = f"upper(trim({cell(plan, 'edition')}))"
    branches = " ".join(f"WHEN 'H{number}' THEN {year}" for number, year in enumerate(_COMTRADE_EDITIONS))
    return f"(CASE {text} {branches} END)::USMALLINT"


def _valuation(plan: IngestPlan) -> str:
    ids = {name: VALUATION_IDS[value] for name, value in plan.valuations.items()}
    direction = "direction" if has_direction_column(plan) else _constant_direction(plan)
    return f"(CASE {direction} WHEN 1 THEN {ids['import']} ELSE {ids['export']} END)::UTINYINT"
