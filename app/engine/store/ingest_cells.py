"""SQL expressions that read one cell: numbers, periods, currencies; NULL for what cannot be read for certain."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from app.engine.store.ingest_plan import IngestPlan

VALUE_TYPE = "DECIMAL(18,3)"
QUANTITY_TYPE = "DECIMAL(24,4)"
BLANKS = "' \t\u3000\u00a0'"
# A month that no rule lets pass: written, yet not one of twelve
_NO_MONTH = 99
_GROUPED = "[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?"
# 2023, 2023年, 202301, 20230115, 2023-1, 2023/01/15, 2023年1月, 2023.01 (2023.1 may be January or October)
_PERIOD = (
    "([0-9]{4})(?:年|([0-9]{2})(?:[0-9]{2})?(?:[.]0+)?|[.]0+"
    r"|\s*(?:[-/年]\s*([0-9]{1,2})|[.]([0-9]{2}))(?:\s*[-/.月日 T].*)?)?"
)
_YEAR = r"([0-9]{4})\s*(?:年|年度)?(?:[.]0+)?"
_MONTH = r"0?([0-9]{1,2})\s*(?:月|月份)?(?:[.]0+)?"


class Reading(enum.Enum):
    """EXACT takes texts as vocabularies spell them; TOLERANT also trims, ungroups, reduces and repairs."""

    EXACT = "exact"
    TOLERANT = "tolerant"


def cell(plan: IngestPlan, name: str) -> str:
    """The raw text of a field."""
    position = plan.fields.get(name)
    return "NULL::VARCHAR" if position is None else f"c{position}"


def trimmed(text: str) -> str:
    """Without outer blanks, wide ones included."""
    return f"trim({text}, {BLANKS})"


def tidy(plan: IngestPlan, name: str) -> str:
    """The text of a field without outer blanks, as `tidy_columns` gives it."""
    position = plan.fields.get(name)
    return "NULL::VARCHAR" if position is None else f"t{position}"


def tidy_columns(plan: IngestPlan, names: Iterable[str]) -> list[str]:
    """Trimmed cells of fields under names of their own, so that each is trimmed once."""
    positions = sorted({plan.fields[name] for name in names if name in plan.fields})
    return [f"{trimmed(f'c{position}')} AS t{position}" for position in positions]


def literal(word: str) -> str:
    """A word of our own tables as an SQL text."""
    return "'" + word.replace("'", "''") + "'"


def typed_constant(plan: IngestPlan, name: str, type_name: str) -> str:
    """What the source states for all its rows; NULL where it does not."""
    constant = plan.constants.get(name)
    return f"NULL::{type_name}" if constant is None else f"{int(constant)}::{type_name}"


def number(plan: IngestPlan, name: str, type_name: str, reading: Reading) -> str:
    """A decimal; read tolerantly also in wide digits and with thousands separators, if they stand where they should."""
    if name not in plan.fields:
        return f"NULL::{type_name}"
    if reading is Reading.EXACT and not plan.has_grouped_numbers:
        return f"try_cast({cell(plan, name)} AS {type_name})"
    text = tidy(plan, name)
    narrow = f"translate({text}, '０１２３４５６７８９．，－＋', '0123456789.,-+')"
    grouped = f"CASE WHEN regexp_full_match({narrow}, '{_GROUPED}') THEN replace({narrow}, ',', '') END"
    tolerant = f"try_cast(CASE WHEN contains({narrow}, ',') THEN {grouped} ELSE {narrow} END AS {type_name})"
    return f"coalesce(try_cast({text} AS {type_name}), {tolerant})"


def money(plan: IngestPlan, reading: Reading) -> str:
    """The value, or quantity × unit price; NULL beyond what the store can hold."""
    scale = f" * {plan.value_scale}" if plan.value_scale != 1 else ""
    if "value" not in plan.fields:
        quantity = number(plan, "quantity", QUANTITY_TYPE, reading)
        price = number(plan, "unit_price", "DECIMAL(18,6)", reading)
        return f"try_cast(TRY({quantity} * {price}{scale}) AS {VALUE_TYPE})"
    if not scale:
        return number(plan, "value", VALUE_TYPE, reading)
    return f"try_cast(TRY({number(plan, 'value', 'DECIMAL(24,6)', reading)}{scale}) AS {VALUE_TYPE})"


def period_columns(plan: IngestPlan) -> list[str]:
    """Year and month; a month of 0 means that none is given."""
    if "period" not in plan.fields:
        return [f"{_year(plan)} AS year", f"{_month(plan)} AS month"]
    text = trimmed(cell(plan, "period"))
    groups = [f"nullif(regexp_extract({text}, '^{_PERIOD}$', {group}), '')" for group in (1, 2, 3, 4)]
    month = f"coalesce({', '.join(groups[1:])}, '0')"
    return [f"try_cast({groups[0]} AS USMALLINT) AS year", f"try_cast({month} AS UTINYINT) AS month"]


def currency(plan: IngestPlan) -> str:
    """ISO code of a currency column by any name of the currency."""
    if "currency" not in plan.fields:
        return "NULL::VARCHAR"
    words: dict[str, list[str]] = {}
    for word, code in plan.currency_words.items():
        words.setdefault(code, []).append(literal(word))
    text = f"lower({trimmed(cell(plan, 'currency'))})"
    branches = " ".join(f"WHEN {text} IN ({', '.join(names)}) THEN '{iso_code(code)}'" for code, names in words.items())
    return f"CASE {branches} END"


def iso_code(text: str) -> str:
    """A currency code, checked because it becomes part of a statement."""
    if not (len(text) == 3 and text.isascii() and text.isalpha()):
        raise ValueError(text)
    return text.upper()


def _year(plan: IngestPlan) -> str:
    if "year" not in plan.fields:
        return typed_constant(plan, "year", "USMALLINT")
    return f"try_cast(regexp_extract({trimmed(cell(plan, 'year'))}, '^{_YEAR}$', 1) AS USMALLINT)"


def _month(plan: IngestPlan) -> str:
    if "month" not in plan.fields:
        return f"coalesce({typed_constant(plan, 'month', 'UTINYINT')}, 0)::UTINYINT"
    text = trimmed(cell(plan, "month"))
    written = f"coalesce(try_cast(regexp_extract({text}, '^{_MONTH}$', 1) AS UTINYINT), {_NO_MONTH})"
    return f"(CASE WHEN coalesce({text}, '') = '' THEN 0 ELSE {written} END)::UTINYINT"
