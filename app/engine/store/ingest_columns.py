"""SQL expressions from raw text cells (c0…cN) to typed columns; columns a source lacks are constants or NULL."""

from __future__ import annotations

import enum

from app.engine.store.ingest_plan import IngestPlan, Vocabulary

DIMENSIONS = ("country", "province", "mode", "unit", "unit_2")
DIRECTION_IDS = {"import": 1, "export": 2}
VALUATION_IDS = {"": 0, "CIF": 1, "FOB": 2}
_VALUE = "DECIMAL(18,3)"
_QUANTITY = "DECIMAL(24,4)"
_KEY_TYPES = {
    "country": "SMALLINT",
    "province": "UTINYINT",
    "mode": "UTINYINT",
    "unit": "UTINYINT",
    "unit_2": "UTINYINT",
}
# Texts that only rules read
_TEXT_FIELDS = (*DIMENSIONS, "customs_procedure", "transport", "partner_2", "is_leaf", "quantity", "value")
# Packing: twelve bits for each of five dimensions' keys and remembered spellings; flags take the lowest sixteen bits
_MEMBER_BITS = 12
_MEMBER_MASK = (1 << _MEMBER_BITS) - 1
_FLAG_BITS = 16
_COMTRADE_EDITIONS = (1992, 1996, 2002, 2007, 2012, 2017, 2022)
_BLANKS = "' \t\u3000\u00a0'"


class Reading(enum.Enum):
    """EXACT takes texts as vocabularies spell them; TOLERANT also trims, ungroups, reduces and repairs."""

    EXACT = "exact"
    TOLERANT = "tolerant"


def enum_name(vocabulary: Vocabulary) -> str:
    """Name of the ENUM type that holds a vocabulary's texts."""
    return f"spelling_{vocabulary.name}"


def looked_up_dimensions(plan: IngestPlan) -> list[str]:
    """Dimensions whose texts are looked up in a vocabulary, in packing order."""
    given = plan.fields.keys() | ({"country"} if has_two_ends(plan) else set())
    return [name for name in DIMENSIONS if name in given and name in plan.vocabularies]


def has_two_ends(plan: IngestPlan) -> bool:
    """True where rows name exporter and importer, so that direction and partner follow from which one reports."""
    return {"exporter", "importer"} <= plan.fields.keys()


def varying_columns(plan: IngestPlan) -> list[str]:
    """Columns that differ from row to row besides the packed ones; few and narrow, because they are sorted."""
    columns = ["hs", "members", "oddities", "quantity", "value"]
    columns += [] if plan.hs_digits else ["hs_level"]
    columns += ["direction"] if has_direction_column(plan) else []
    columns += [name for name in ("quantity_2", "currency", "reporter", "edition") if name in plan.fields]
    return columns + (["year", "month"] if has_period_column(plan) else [])


def has_direction_column(plan: IngestPlan) -> bool:
    """True where the direction comes from the rows and not from a constant."""
    return "direction" in plan.fields or has_two_ends(plan)


def has_period_column(plan: IngestPlan) -> bool:
    """True where the year comes from the rows and not from a constant."""
    return bool(plan.fields.keys() & {"period", "year", "month"})


def unpacked_columns(plan: IngestPlan) -> list[str]:
    """Columns of the stored table: the packed ones taken apart again."""
    looked_up = looked_up_dimensions(plan)
    columns = ["hs", "quantity", "value"]
    for position, name in enumerate(looked_up):
        key = f"nullif((members >> {_MEMBER_BITS * position}) & {_MEMBER_MASK}, 0)"
        columns.append(f"{key}::{_KEY_TYPES[name]} AS {name}")
    columns.append(f"oddities >> {_FLAG_BITS} AS spellings")
    columns.append(f"(oddities & {(1 << _FLAG_BITS) - 1})::USMALLINT AS flags")
    return columns + [
        name for name in varying_columns(plan) if name not in {"hs", "members", "oddities", "quantity", "value"}
    ]


def stored_columns(plan: IngestPlan) -> set[str]:
    """Names of the columns of the stored table."""
    packed = {"members", "oddities"}
    return set(varying_columns(plan)) - packed | {"spellings", "flags", *looked_up_dimensions(plan)}


def spelling_of(plan: IngestPlan, dimension: str) -> str:
    """SQL for the remembered spelling id of a dimension (0 where the text was canonical)."""
    position = looked_up_dimensions(plan).index(dimension)
    return f"((spellings >> {_MEMBER_BITS * position}) & {_MEMBER_MASK})"


def constant_columns(plan: IngestPlan) -> dict[str, str]:
    """The other columns of `records`: constants of this source, as expressions by name."""
    looked_up = looked_up_dimensions(plan)
    constants = {name: _constant(plan, name, _KEY_TYPES[name]) for name in DIMENSIONS if name not in looked_up}
    if plan.hs_digits:
        constants["hs_level"] = f"{plan.hs_digits}::UTINYINT"
    if "quantity_2" not in plan.fields:
        constants["quantity_2"] = f"NULL::{_QUANTITY}"
    if not has_direction_column(plan):
        constants["direction"] = _constant_direction(plan)
    if "currency" not in plan.fields:
        constants["currency"] = f"'{_iso_code(str(plan.constants['currency']))}'"
    if "reporter" not in plan.fields:
        constants["reporter"] = _constant(plan, "reporter", "SMALLINT")
    if not has_period_column(plan):
        constants |= {"year": _constant(plan, "year", "USMALLINT"), "month": "0::UTINYINT"}
    if "edition" not in plan.fields:
        constants["edition"] = _edition_in_force(plan)
    return constants | {"valuation": _valuation(plan)}


def typed_columns(plan: IngestPlan, source: str, *, lookup: str, reading: Reading) -> str:
    """SELECT of the raw cells with everything typed; what rules may read is documented in resources/rules/README.md."""
    looked_up = looked_up_dimensions(plan)
    matched = ["raw_cells.*", _hs_packed(plan, reading), *(_packed(plan, name, reading) for name in looked_up)]
    typed = [
        "*",
        *_hs_columns(plan, reading),
        *(column for name in DIMENSIONS for column in _dimension_columns(plan, name)),
        *_packed_columns(plan, reading),
        *_period_columns(plan),
        f"{_number(plan, 'quantity', _QUANTITY, reading)} AS quantity",
        f"{_number(plan, 'quantity_2', _QUANTITY, Reading.TOLERANT)} AS quantity_2",
        f"{_value(plan, reading)} AS value",
        *(f"{_text(plan, name)} AS {name}_text" for name in _TEXT_FIELDS),
        f"{_direction(plan)} AS direction",
        f"{_reporter(plan)} AS reporter",
        f"{_edition_given(plan)} AS edition",
        f"upper(trim({_text(plan, 'currency')})) AS currency",
    ]
    matches = f"SELECT {', '.join(matched)} FROM ({source}) AS raw_cells CROSS JOIN {lookup} AS lookup"
    return f"SELECT {', '.join(typed)} FROM ({matches})"


def _text(plan: IngestPlan, name: str) -> str:
    position = plan.fields.get(name)
    return "NULL::VARCHAR" if position is None else f"c{position}"


def _constant(plan: IngestPlan, name: str, type_name: str) -> str:
    constant = plan.constants.get(name)
    return f"NULL::{type_name}" if constant is None else f"{int(constant)}::{type_name}"


def _packed(plan: IngestPlan, dimension: str, reading: Reading) -> str:
    """Key, spelling and rule of the text, packed in one number by `pack_spelling`."""
    vocabulary = plan.vocabularies[dimension]
    if dimension == "country" and has_two_ends(plan):
        ends = [_looked_up(vocabulary, _text(plan, end), Reading.TOLERANT) for end in ("exporter", "importer")]
        home = [f"({end} & {_MEMBER_MASK}) = {int(plan.constants['reporter'])}" for end in ends]
        partner = f"CASE WHEN {home[0]} THEN {ends[1]} WHEN {home[1]} THEN {ends[0]} END"
        direction = (
            f"CASE WHEN {home[0]} THEN {DIRECTION_IDS['export']} WHEN {home[1]} THEN {DIRECTION_IDS['import']} END"
        )
        return f"{partner} AS country_packed, ({direction})::UTINYINT AS direction_by_ends"
    return f"{_looked_up(vocabulary, _text(plan, dimension), reading)} AS {dimension}_packed"


def _looked_up(vocabulary: Vocabulary, text: str, reading: Reading) -> str:
    given = text if reading is Reading.EXACT else f"trim({text}, {_BLANKS})"
    return f"lookup.{vocabulary.name}[enum_code(try_cast({given} AS {enum_name(vocabulary)})) + 1]::UBIGINT"


def pack_spelling(*, key: int, spelling: int, rule: int) -> int:
    """Twelve bits of key, then twelve of spelling id (0 where canonical), then the rejecting rule (0 for none)."""
    if max(key, spelling) > _MEMBER_MASK:
        raise ValueError(key, spelling)
    return key | spelling << _MEMBER_BITS | rule << 2 * _MEMBER_BITS


def _dimension_columns(plan: IngestPlan, dimension: str) -> list[str]:
    key_type = _KEY_TYPES[dimension]
    if dimension not in looked_up_dimensions(plan):
        return [f"{_constant(plan, dimension, key_type)} AS {dimension}", f"0 AS {dimension}_rule"]
    packed = f"{dimension}_packed"
    return [
        f"({packed} & {_MEMBER_MASK})::{key_type} AS {dimension}",
        f"({packed} >> {2 * _MEMBER_BITS}) AS {dimension}_rule",
    ]


def _packed_columns(plan: IngestPlan, reading: Reading) -> list[str]:
    """All keys in one number, all spellings in another; unknown texts make it NULL, or read tolerantly count as 0."""
    keys, spellings = ["0::UBIGINT"], ["0::UBIGINT"]
    for position, name in enumerate(looked_up_dimensions(plan)):
        packed = f"{name}_packed" if reading is Reading.EXACT else f"coalesce({name}_packed, 0)"
        shift = _MEMBER_BITS * position
        keys.append(f"(({packed} & {_MEMBER_MASK}) << {shift})")
        spellings.append(f"((({packed} >> {_MEMBER_BITS}) & {_MEMBER_MASK}) << {shift})")
    return [f"{' | '.join(keys)} AS members", f"{' | '.join(spellings)} AS spellings"]


def _hs_packed(plan: IngestPlan, reading: Reading) -> str:
    text = _text(plan, "hs")
    if reading is Reading.EXACT:
        code = f"try_cast({text} AS hs_code)"
    else:
        given = f"trim({text}, {_BLANKS})"
        padded = f"WHEN length({given}) IN (5, 7) THEN try_cast('0' || {given} AS hs_code)"
        code = f"""(CASE WHEN length({given}) IN (2, 4, 6, 8) THEN try_cast({given} AS hs_code)
            WHEN length({given}) = 10 AND regexp_full_match({given}, '[0-9]+')
                THEN try_cast(left({given}, 8) AS hs_code)
            {padded if plan.repairs_hs_zeros else ""} END)"""
    return f"lookup.hs[enum_code({code}) + 1] AS hs_packed"


def pack_hs(code: str) -> int:
    """Number of the code and, in the lowest four bits, how many digits it has."""
    return int(code) << 4 | len(code)


def _hs_columns(plan: IngestPlan, reading: Reading) -> list[str]:
    known = ["(hs_packed >> 4)::UINTEGER", "(hs_packed & 15)::UTINYINT"]
    text = f"trim({_text(plan, 'hs')}, {_BLANKS})"
    if reading is Reading.EXACT:
        names = ["hs", "hs_level"]
        constants = [
            "true AS hs_is_known",
            "true AS hs_parent_is_known",
            "false AS hs_is_reduced",
            "false AS hs_is_padded",
        ]
        blanks = "false AS has_stray_blanks"
        return [*(f"{known[index]} AS {names[index]}" for index in (0, 1)), *constants, f"{text} AS hs_text", blanks]
    digits = (
        f"CASE WHEN regexp_full_match({text}, '[0-9]+') AND length({text}) IN (4, 6, 8, 10) THEN left({text}, 8) END"
    )
    texts = [_text(plan, name) for name in ("hs", *DIMENSIONS) if name == "hs" or name in looked_up_dimensions(plan)]
    blanks = " OR ".join(f"{cell} <> trim({cell}, {_BLANKS})" for cell in texts)
    return [
        f"coalesce({known[0]}, try_cast({digits} AS UINTEGER)) AS hs",
        f"coalesce({known[1]}, length({digits})::UTINYINT) AS hs_level",
        "hs_packed IS NOT NULL AS hs_is_known",
        f"try_cast(left({text}, CASE WHEN length({text}) <= 6 THEN 4 ELSE 6 END) AS hs_code) IS NOT NULL"
        " AS hs_parent_is_known",
        f"length({text}) = 10 AND {digits} IS NOT NULL AS hs_is_reduced",
        f"length({text}) IN (5, 7) AND hs_packed IS NOT NULL AS hs_is_padded",
        f"{text} AS hs_text",
        f"coalesce({blanks}, false) AS has_stray_blanks",
    ]


def _number(plan: IngestPlan, name: str, type_name: str, reading: Reading) -> str:
    if name not in plan.fields:
        return f"NULL::{type_name}"
    text = _text(plan, name)
    is_exact = reading is Reading.EXACT and not plan.has_grouped_numbers
    return f"try_cast({text} AS {type_name})" if is_exact else f"try_cast(replace({text}, ',', '') AS {type_name})"


def _value(plan: IngestPlan, reading: Reading) -> str:
    if "value" not in plan.fields:
        quantity = _number(plan, "quantity", _QUANTITY, reading)
        return f"try_cast({quantity} * {_number(plan, 'unit_price', 'DECIMAL(18,6)', reading)} AS {_VALUE})"
    if plan.value_scale == 1:
        return _number(plan, "value", _VALUE, reading)
    return f"try_cast({_number(plan, 'value', 'DECIMAL(24,6)', reading)} * {plan.value_scale} AS {_VALUE})"


def _period_columns(plan: IngestPlan) -> list[str]:
    if "period" not in plan.fields:
        year = _whole_number(plan, "year", "USMALLINT")
        return [f"{year} AS year", f"coalesce({_whole_number(plan, 'month', 'UTINYINT')}, 0)::UTINYINT AS month"]
    digits = f"regexp_replace({_text(plan, 'period')}, '[^0-9]', '', 'g')"
    month = (
        f"CASE WHEN length({digits}) >= 6 THEN try_cast(substr({digits}, 5, 2) AS UTINYINT)"
        f" WHEN length({digits}) = 5 THEN try_cast(substr({digits}, 5, 1) AS UTINYINT) END"
    )
    return [f"try_cast(left({digits}, 4) AS USMALLINT) AS year", f"coalesce({month}, 0)::UTINYINT AS month"]


def _whole_number(plan: IngestPlan, name: str, type_name: str) -> str:
    if name in plan.fields:
        return f"try_cast(regexp_extract({_text(plan, name)}, '[0-9]+') AS {type_name})"
    return _constant(plan, name, type_name)


def _direction(plan: IngestPlan) -> str:
    if has_two_ends(plan):
        return "direction_by_ends"
    if "direction" not in plan.fields:
        return _constant_direction(plan)
    text = f"lower(trim({_text(plan, 'direction')}, {_BLANKS}))"
    words = {
        name: [_literal(word) for word in plan.direction_words if plan.direction_words[word] == name]
        for name in DIRECTION_IDS
    }
    branches = " ".join(
        f"WHEN {text} IN ({', '.join(words[name])}) THEN {number}" for name, number in DIRECTION_IDS.items()
    )
    return f"(CASE {branches} END)::UTINYINT"


def _literal(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _constant_direction(plan: IngestPlan) -> str:
    return f"{DIRECTION_IDS[str(plan.constants['direction'])]}::UTINYINT"


def _reporter(plan: IngestPlan) -> str:
    vocabulary = plan.vocabularies.get("reporter")
    if vocabulary is None or "reporter" not in plan.fields:
        return _constant(plan, "reporter", "SMALLINT")
    match = f"try_cast(trim({_text(plan, 'reporter')}) AS {enum_name(vocabulary)})"
    return f"(lookup.{vocabulary.name}[enum_code({match}) + 1] & {_MEMBER_MASK})::SMALLINT"


def _edition_in_force(plan: IngestPlan) -> str:
    """The edition a source states for all its rows, else the one in force in the row's year."""
    if "edition" in plan.constants:
        return f"{int(plan.constants['edition'])}::USMALLINT"
    year = "year" if has_period_column(plan) else _constant(plan, "year", "USMALLINT")
    branches = " ".join(f"WHEN {year} >= {first} THEN {first}" for first in sorted(plan.editions, reverse=True))
    return f"(CASE {branches} END)::USMALLINT"


def _edition_given(plan: IngestPlan) -> str:
    """UN Comtrade names editions H0 to H6."""
    text = f"upper(trim({_text(plan, 'edition')}))"
    branches = " ".join(f"WHEN 'H{number}' THEN {year}" for number, year in enumerate(_COMTRADE_EDITIONS))
    return f"(CASE {text} {branches} END)::USMALLINT"


def _valuation(plan: IngestPlan) -> str:
    ids = {name: VALUATION_IDS[value] for name, value in plan.valuations.items()}
    direction = "direction" if has_direction_column(plan) else _constant_direction(plan)
    return f"(CASE {direction} WHEN 1 THEN {ids['import']} ELSE {ids['export']} END)::UTINYINT"


def _iso_code(text: str) -> str:
    if not (len(text) == 3 and text.isascii() and text.isalpha()):
        raise ValueError(text)
    return text.upper()
