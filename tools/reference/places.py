"""Provinces as registration places, and their spellings."""

from __future__ import annotations

from pathlib import Path

from tools.reference.tables import Row, Table, read_facts, read_rows, table

_COLUMNS = "code name_zh short_zh name_en map_name is_registration_place note".split()


def provinces_table(codes: Path) -> Table:
    """provinces.csv; ValueError where the statistics' own list of registration places differs."""
    facts = read_facts("province_facts")
    places = {row["code"]: row["name_zh"] for row in facts if row["is_registration_place"] == "1"}
    published = {row["注册地编码"]: row["注册地名称"] for row in read_rows(codes / "stat_reg_places.csv")}
    if places != published:
        raise ValueError(f"registration places differ: {places.items() ^ published.items()}")
    return table("provinces", _COLUMNS, ([row[column] for column in _COLUMNS] for row in facts))


def province_aliases_table() -> Table:
    """province_aliases.csv: short and English names, six-digit codes, spellings seen in files."""
    rows = [row for province in read_facts("province_facts") for row in _regular_aliases(province)]
    rows += [(row["spelling"], row["code"], row["kind"], row["note"]) for row in read_facts("province_alias_facts")]
    rows.sort(key=lambda row: (row[1], row[2], row[0]))
    return table("province_aliases", ("spelling", "code", "kind", "note"), rows)


def _regular_aliases(province: Row) -> list[tuple[str, str, str, str]]:
    code = province["code"]
    aliases = [(province["short_zh"], code, "short", ""), (f"{code}0000", code, "gb6", "")]
    if province["name_zh"].endswith("市"):
        aliases.append((f"{province['short_zh']}直辖市", code, "alias", ""))
    return aliases
