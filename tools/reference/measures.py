"""Units of quantity with exact factors, and currencies."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tools.reference.tables import Row, Table, read_facts, read_rows, table

_COLUMNS = "id name_zh name_en family numerator denominator stat_code declaration_code".split()
# older labels of the same statistical codes, as in the seed files
_GROUP_LABELS = {"个/套": "01", "百个/百套": "21", "千个/千套": "31"}
_CURRENCY_ENGLISH = {"Philippine Piso": "Philippine Peso"}


def units_table(codes: Path) -> Table:
    """units.csv; ValueError where a code table names a unit that has no row here."""
    statistical = {row["name"]: row["code"] for row in read_rows(codes / "stat_units_2022.csv")} | _GROUP_LABELS
    declared = {row["中文名称"]: row["代码"] for row in read_rows(codes / "decl_units_2018.csv")}
    facts = read_facts("unit_facts")
    missing = (statistical.keys() | declared.keys()) - {row["name_zh"] for row in facts}
    if missing:
        raise ValueError(f"units without a row: {sorted(missing)}")
    return table("units", _COLUMNS, (_unit_row(row, statistical, declared) for row in facts))


def _unit_row(fact: Row, statistical: dict[str, str], declared: dict[str, str]) -> list[object]:
    factor = Fraction(fact["numerator"]) / Fraction(fact["denominator"])
    name = fact["name_zh"]
    codes = [statistical.get(name, ""), declared.get(name, "")]
    return [fact["id"], name, fact["name_en"], fact["family"], factor.numerator, factor.denominator, *codes]


def unit_aliases_table() -> Table:
    """unit_aliases.csv: international symbols and the names that UN Comtrade prints."""
    facts = sorted(read_facts("unit_alias_facts"), key=lambda row: (int(row["unit_id"]), row["spelling"]))
    columns = ("spelling", "unit_id", "note")
    return table("unit_aliases", columns, ([row[column] for column in columns] for row in facts))


def currencies_table(codes: Path) -> Table:
    """currencies.csv; the numeric code is the one used in declarations before 2018."""
    rows = [
        (row["代码"], row["中文名称"], _CURRENCY_ENGLISH.get(row["英文名称"], row["英文名称"]), row["原报关代码"])
        for row in read_rows(codes / "decl_currencies_2018.csv")
    ]
    return table("currencies", ("code", "name_zh", "name_en", "declaration_code"), sorted(rows))
