"""Words that people put over the columns of a trade table, in Chinese and English, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from app.engine.records.layout import Field
from app.engine.records.sample import name_key

_WORDS = """
hs: 商品编码 商品编号 商品代码 税号 税则号列 海关编码 hs编码 hs代码 hs海关编码 hs hscode hs_code hs2 hs4 hs6 hs8 hs10
hs: cmdcode commoditycode commodity_code productcode product_code tariffcode tariff_code
partner: 贸易国家 贸易国 贸易国(地区) 贸易伙伴 贸易伙伴名称 贸易伙伴编码 国家 国别 国家(地区) 国别(地区)
partner: 原产国 原产国(地区) 目的国 最终目的国 最终目的国(地区)
partner: country countryname country_name partner partnername partner_name partnercode partner_code
partner: partneriso partner_iso partneriso3 origin destination countryoforigin country_of_origin
province: 商品注册地 注册地 注册地名称 注册地编码 收发货人注册地 收货人注册地 发货人注册地 省份 省市
province: 省 地区 province region
mode: 贸易方式 贸易方式名称 贸易方式编码 监管方式 mode trademode trade_mode tradetype customsregime regime
quantity: 贸易数量 数量 第一数量 法定数量 进口数量 出口数量 quantity qty netweight netwgt netweight(kg) weight
unit: 单位 计量单位 数量单位 第一计量单位 法定单位 unit units qtyunit quantityunit quantity_unit unitofmeasure uom
quantity_2: 第二数量 quantity2 quantity_2 qty2 altqty
unit_2: 第二计量单位 第二单位 unit2 unit_2
value: 金额 总金额 贸易金额 贸易额 进口额 出口额 进口金额 出口金额 总价 总值 货值
value: value val amount tradevalue trade_value primaryvalue totalvalue total_value customsvalue
unit_price: 报价 申报单价 成交单价 quote quotedprice quoted_price offer
unit_price: 单价 unitprice unit_price price uv unitvalue unit_value
period: 数据年月 年月 日期 时间 统计时间 统计年月
period: period period_dt date yearmonth year_month month_date refperiod
year: 年份 年 年度 数据年份 统计年份 year refyear yr
month: 月份 月 month refmonth
direction: 进出口 进出口类型 进出口标志 进出口方向 进出口标识 贸易流向 流向
direction: flow flowcode tradeflow trade_flow direction impexp imp_exp
currency: 币种 币制 货币 currency curr
reporter: 报告国 申报国 reporter reporteriso reporter_iso reportercode reporter_code
valuation: 计价方式 valuation incoterm
"""


def _meanings() -> dict[str, Field]:
    lines = (line.split(": ") for line in _WORDS.strip().splitlines())
    return {word: Field(field) for field, words in lines for word in words.split()}


_MEANINGS: Mapping[str, Field] = MappingProxyType(_meanings())
_QUALIFIED = re.compile(r"^(?P<base>[^()\[\]/]+?)[(\[/](?P<note>[^()\[\]]+?)[)\]]?$")
_CURRENCIES = (
    ("美元", "USD"),
    ("usd", "USD"),
    ("$", "USD"),
    ("人民币", "CNY"),
    ("cny", "CNY"),
    ("rmb", "CNY"),
    ("元", "CNY"),
)
_SCALES = (
    ("亿", 100_000_000),
    ("百万", 1_000_000),
    ("million", 1_000_000),
    ("万", 10_000),
    ("千", 1_000),
    ("thousand", 1_000),
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Heading:
    """What one column name says: its field, and what stands in brackets ("金额(万美元)", "数量(千克)")."""

    field: Field
    currency: str | None = None
    scale: int = 1
    unit: str | None = None


def read_heading(name: str) -> Heading | None:
    """The meaning of a column name; None for a word that is not in the vocabulary."""
    key = name_key(name)
    if (field := _MEANINGS.get(key)) is not None:
        return Heading(field)
    matched = _QUALIFIED.match(key)
    field = _MEANINGS.get(matched["base"]) if matched else None
    if matched is None or field is None:
        return None
    if field is Field.VALUE or field is Field.UNIT_PRICE:
        return Heading(field, _first(matched["note"], _CURRENCIES), _first(matched["note"], _SCALES) or 1)
    if field is Field.QUANTITY:
        return Heading(field, unit=matched["note"])
    return Heading(field)


def read_headings(columns: tuple[str, ...]) -> dict[Field, tuple[int, Heading]]:
    """Field → position and heading of the first column that names it."""
    found: dict[Field, tuple[int, Heading]] = {}
    for position, name in enumerate(columns):
        heading = read_heading(name)
        if heading is not None:
            found.setdefault(heading.field, (position, heading))
    return found


def _first(note: str, table: tuple[tuple[str, _T], ...]) -> _T | None:
    return next((meaning for word, meaning in table if word in note), None)
