"""Exports of the customs statistics query site: monthly tables of trade, and its lists of codes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.records.encodings import detect, strip_bom
from app.engine.records.layout import Evidence, Field, Layout, PartnerCoding, SourceFormat
from app.engine.records.periods import stamp
from app.engine.records.sample import Match, Sample, Stated, name_key, positions

_CURRENCIES = MappingProxyType({"人民币": "CNY", "美元": "USD", "人民币(元)": "CNY", "美元(元)": "USD"})
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
_ABSENT = frozenset({"?", "-", "？"})
# the code column is preferred: names change their spelling over the years, codes do not
_COLUMNS: Mapping[Field, tuple[str, ...]] = {
    Field.PERIOD: ("数据年月",),
    Field.HS: ("商品编码",),
    Field.PARTNER: ("贸易伙伴编码", "贸易伙伴名称"),
    Field.MODE: ("贸易方式编码", "贸易方式名称"),
    Field.PROVINCE: ("注册地编码", "注册地名称", "收发货人注册地编码", "收发货人注册地名称"),
    Field.QUANTITY: ("第一数量",),
    Field.UNIT: ("第一计量单位", "第一计量单位名称", "第一计量单位编码"),
    Field.QUANTITY_2: ("第二数量",),
    Field.UNIT_2: ("第二计量单位", "第二计量单位名称", "第二计量单位编码"),
}
_OWN_WORDS = frozenset(name for names in _COLUMNS.values() for name in names) - {"商品编码"}


def match(sample: Sample, stated: Stated) -> Match | None:
    """Recognise by the site's own column names and a money column named after its currency; refuse code lists."""
    at = positions(sample.columns)
    currency = next((name for name in _CURRENCIES if name in at), None)
    if currency is None:
        _refuse_code_list(sample)
        return None
    if not at.keys() & _OWN_WORDS:
        return None
    fields = {field: at[name] for field, names in _COLUMNS.items() for name in reversed(names) if name in at}
    fields[Field.VALUE] = at[currency]
    when = stamp(sample, stated, fields, trusts_name=False)
    constants = {**when.constants, Field.CURRENCY: _CURRENCIES[currency], Field.REPORTER: "CHN"}
    layout = Layout(
        format=SourceFormat.GACC,
        columns=sample.columns,
        fields=MappingProxyType(fields),
        constants=MappingProxyType(constants),
        partner_coding=PartnerCoding.CUSTOMS,
        has_units=False,
        has_grouped_numbers=True,
        absent_words=_ABSENT,
    )
    told = Evidence("evidence.currency_in_header", {"currency": _CURRENCIES[currency]})
    return Match(layout, when.years, when.direction, (*when.evidence, told))


def is_code_list(columns: tuple[str, ...]) -> bool:
    """True for the header of a parameter export: codes, their names, perhaps a year, and nothing else."""
    keys = {name_key(name) for name in columns if name and not name.startswith("column_")}
    has_pair = any(key.endswith("编码") and f"{key[:-2]}名称" in keys for key in keys)
    return has_pair and all(key.endswith(("编码", "名称", "年份")) for key in keys)


def read_parameters(path: Path) -> list[tuple[str, str]]:
    """Code and name of each line of a parameter export; names may hold line breaks, cells end with a tab."""
    raw = path.read_bytes()
    text = strip_bom(raw).decode(detect([raw]).encoding)
    # the site writes `"name"<tab>,`: with the tab gone the quotes stand where a CSV expects them
    rows = list(csv.reader(io.StringIO(text.replace('"\t', '"').replace("\t,", ","), newline="")))
    header = tuple(cell.strip() for cell in rows[0]) if rows else ()
    if not is_code_list(header):
        raise InputError("records.not_a_code_list", file=path.name)
    at = positions(header)
    code = next(key for key in map(name_key, header) if key.endswith("编码") and f"{key[:-2]}名称" in at)
    name = at[f"{code[:-2]}名称"]
    return [(row[at[code]].strip(), _LINE_BREAK.sub("", row[name].strip())) for row in rows[1:] if len(row) > name]


def _refuse_code_list(sample: Sample) -> None:
    if is_code_list(sample.columns):
        raise InputError("records.code_list", file=sample.file_name, columns="、".join(sample.columns[:2]))
