"""Files in the seed schema: one year and direction each, eight-digit codes, Chinese names, a unit on every row."""

from __future__ import annotations

from types import MappingProxyType

from app.engine.records.layout import Evidence, Field, Layout, PartnerCoding, SourceFormat
from app.engine.records.periods import stamp
from app.engine.records.sample import Match, Sample, Stated, name_key
from app.engine.records.vocabulary import read_headings

HS_DIGITS = 8
_SIGNATURE = {"商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "金额", "单价"}
_CURRENCY = "USD"
"""The seed names no currency; its yearly totals are of the size of the official ones in US dollars."""


def match(sample: Sample, stated: Stated) -> Match | None:
    """Recognise the seed's own column names in any order; a wished-for format accepts their synonyms too."""
    headings = read_headings(sample.columns)
    if not _is_seed(sample, set(headings), is_wished=stated.format is SourceFormat.SEED):
        return None
    fields = {field: position for field, (position, _) in headings.items()}
    when = stamp(sample, stated, fields, trusts_name=True)
    constants: dict[Field, str] = {**when.constants, Field.REPORTER: "CHN"}
    evidence = [*when.evidence]
    money = headings.get(Field.VALUE) or headings[Field.UNIT_PRICE]
    if Field.CURRENCY not in fields:
        constants[Field.CURRENCY] = money[1].currency or _CURRENCY
        told = "currency_in_header" if money[1].currency else "currency_assumed"
        evidence.append(Evidence(f"evidence.{told}", {"currency": constants[Field.CURRENCY]}))
    unit = headings[Field.QUANTITY][1].unit if Field.QUANTITY in headings else None
    if Field.UNIT not in fields and unit:
        constants[Field.UNIT] = unit
    if Field.VALUE not in fields:
        evidence.append(Evidence("evidence.value_from_unit_price", {}))
    layout = Layout(
        format=SourceFormat.SEED,
        columns=sample.columns,
        fields=MappingProxyType(fields),
        constants=MappingProxyType(constants),
        partner_coding=PartnerCoding.CUSTOMS,
        hs_digits=HS_DIGITS,
        has_units=True,
        value_scale=money[1].scale,
    )
    return Match(layout, when.years, when.direction, tuple(evidence))


def _is_seed(sample: Sample, fields: set[Field], *, is_wished: bool) -> bool:
    has_core = Field.HS in fields and bool({Field.PARTNER, Field.PROVINCE, Field.MODE} & fields)
    has_money = Field.VALUE in fields or {Field.UNIT_PRICE, Field.QUANTITY} <= fields
    keys = {name_key(name).split("(")[0] for name in sample.columns}
    return has_core and has_money and (is_wished or len(keys & _SIGNATURE) >= 4)
