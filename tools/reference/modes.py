"""Statistical trade modes, their spellings, and the declaration codes that roll up to them."""

from __future__ import annotations

from pathlib import Path

from tools.reference.tables import Table, read_facts, read_rows, table

_BASIS = {"data": "seen in an export", "seed": "name seen in the seed files", "general": "general knowledge"}


def trade_modes_table(codes: Path) -> Table:
    """trade_modes.csv; `basis` says how sure the pairing of code and name is."""
    english = {row["code"]: row["name_en"] for row in read_facts("trade_mode_facts")}
    rows = [
        (row["code"], row["name_zh"], english[row["code"]], _BASIS[row["name_basis"]])
        for row in read_rows(codes / "stat_trade_methods.csv")
    ]
    return table("trade_modes", ("code", "name_zh", "name_en", "basis"), rows)


def trade_mode_aliases_table(codes: Path) -> Table:
    """trade_mode_aliases.csv: label changes with their year, older and shortened labels."""
    names = {row["name_zh"] for row in read_rows(codes / "stat_trade_methods.csv")}
    rows = [
        (row["spelling"], row["code"], row["kind"], row["year"], row["note"])
        for row in read_facts("trade_mode_alias_facts")
        if row["spelling"] not in names
    ]
    columns = ("spelling", "code", "kind", "year", "note")
    return table("trade_mode_aliases", columns, sorted(rows, key=lambda r: (r[1], r[2], r[0])))


def declaration_modes_table(codes: Path) -> Table:
    """declaration_modes.csv: four-digit code, name, and the statistical mode where it is certain."""
    facts = {row["code"]: row for row in read_facts("declaration_mode_facts")}
    rows = []
    for row in read_rows(codes / "decl_trade_modes_2018.csv"):
        fact = facts.get(row["代码"], {})
        rows.append((row["代码"], row["中文名称"], fact.get("mode", ""), fact.get("basis", "")))
    return table("declaration_modes", ("code", "name_zh", "mode", "basis"), rows)
