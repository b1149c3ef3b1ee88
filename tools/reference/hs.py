"""Sections, chapters, headings, subheadings and the eight-digit lists of two editions."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from tools.reference.hs_facts import EXTRA_CHAPTERS, LAST_SECTION_ZH, NOT_PHOTOGRAPHABLE, SECTIONS_EN
from tools.reference.tables import Row, Table, read_facts, read_rows, table

_RESERVED_CHAPTER = "77"


def sections_table(hs: Path) -> Table:
    """sections.csv: 22 sections in order, each with the chapters it holds."""
    chinese = {row["section"]: row["section_zh"] for row in read_rows(hs / "hs_chapters_zh_en.csv")}
    chinese["XXII"] = LAST_SECTION_ZH
    rows = [(number, name, chinese[name], english) for number, (name, english) in enumerate(SECTIONS_EN.items(), 1)]
    return table("sections", ("number", "section", "name_zh", "name_en"), rows)


def chapters_table(hs: Path) -> Table:
    """chapters.csv: 01-97 without the reserved 77, then 98 and 99 in section XXII."""
    rows = [
        (row["chapter"], row["section"], row["chapter_zh"], row["chapter_en"])
        for row in read_rows(hs / "hs_chapters_zh_en.csv")
        if row["chapter"] not in EXTRA_CHAPTERS and row["chapter"] != _RESERVED_CHAPTER
    ]
    rows += [(chapter, "XXII", zh, en) for chapter, (zh, en) in EXTRA_CHAPTERS.items()]
    columns = ("chapter", "section", "name_zh", "name_en", "photographable", "reason")
    return table("chapters", columns, ((*row, *_photo_columns(row[0])) for row in rows))


def _photo_columns(chapter: str) -> tuple[str, str]:
    reason = NOT_PHOTOGRAPHABLE.get(chapter, "")
    return ("no" if reason else "yes"), reason


def hs4_table(hs: Path) -> Table:
    """hs4.csv: headings of the current edition and those that only the eight-digit lists still use, short titles."""
    english = _english(hs, level="4") | {row["code"]: row["name_en"] for row in read_facts("hs4_titles_en")}
    chinese = {row["code"]: row["name_zh"] for row in read_facts("hs4_titles_zh")}
    codes = sorted(english.keys() | {code[:4] for code in _names(hs)})
    return table("hs4", ("code", "name_zh", "name_en"), ((c, chinese.get(c, ""), english.get(c, "")) for c in codes))


def hs6_table(hs: Path) -> Table:
    """hs6.csv: Chinese titles only where one eight-digit code ending in 00 stands for the whole subheading."""
    only_2017 = {row["code"]: row for row in read_facts("hs6_2017_facts")}
    english = _english(hs, level="6") | {code: row["name_en"] for code, row in only_2017.items()}
    names = _names(hs)
    children: dict[str, list[str]] = defaultdict(list)
    for code in names:
        children[code[:6]].append(code)
    rows = []
    for code in sorted(english.keys() | children.keys()):
        only = children[code][0] if len(children[code]) == 1 else ""
        chinese = names[only] if only.endswith("00") else only_2017.get(code, {}).get("name_zh", "")
        rows.append((code, chinese, english.get(code, "")))
    return table("hs6", ("code", "name_zh", "name_en"), rows)


def _english(hs: Path, *, level: str) -> dict[str, str]:
    rows = read_rows(hs / "harmonized-system_en.csv")
    return {row["hscode"]: row["description"] for row in rows if row["level"] == level}


def _names(hs: Path) -> dict[str, str]:
    names = {row["hs8"]: row["name"] for row in read_rows(hs / "hs8_2014_cn.csv")}
    return names | {row["hs8"]: row["name"] for row in _listed_2022(hs)}


def _listed_2022(hs: Path) -> list[Row]:
    repaired = {row["code"]: row["name_zh"] for row in read_facts("hs8_name_repairs")}
    rows = read_rows(hs / "hs8_2022_cn.csv")
    return [{**row, "name": repaired.get(row["hs8"], row["name"])} for row in rows]


def hs8_table(hs: Path, units: Table) -> Table:
    """hs8.csv: both editions side by side; the units are those of the 2022 list."""
    unit_ids = {row[1]: row[0] for row in units.rows}
    old = {row["hs8"]: row["name"] for row in read_rows(hs / "hs8_2014_cn.csv")}
    new = {row["hs8"]: row for row in _listed_2022(hs)}
    rows = []
    for code in sorted(old.keys() | new.keys()):
        row = new.get(code, {})
        units_of = [unit_ids.get(row.get(column, ""), "") for column in ("unit1_name", "unit2_name")]
        in_lists = [int(code in old), int(code in new)]
        rows.append((code, old.get(code, ""), row.get("name", ""), *in_lists, *units_of))
    columns = ("code", "name_zh_2012", "name_zh_2022", "in_2012", "in_2022", "unit1", "unit2")
    return table("hs8", columns, rows)
