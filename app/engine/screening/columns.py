"""Which column of a file holds which field of the declaration form."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from app.engine.errors import InputError
from app.engine.records.layout import Field
from app.engine.records.sample import name_key
from app.engine.records.whole_tables import WholeTable


class Part(enum.Enum):
    """Fields of the form; a file has any subset."""

    NUMBER = "number"
    DECLARED_ON = "declared_on"
    DIRECTION = "direction"
    TRADER = "trader"
    PLACE = "place"
    HS = "hs"
    NAME = "name"
    ORIGIN = "origin"
    DESTINATION = "destination"
    MODE = "mode"
    TERM = "term"
    FREIGHT = "freight"
    INSURANCE = "insurance"
    OTHER = "other"
    GROSS = "gross"
    QUANTITY = "quantity"
    UNIT = "unit"
    FIRST_QUANTITY = "first_quantity"
    FIRST_UNIT = "first_unit"
    SECOND_QUANTITY = "second_quantity"
    SECOND_UNIT = "second_unit"
    UNIT_PRICE = "unit_price"
    TOTAL = "total"
    CURRENCY = "currency"


# What the form names itself; all else is told by the words of trade tables
_WORDS = """
number: 报关单号 报关单编号 海关编号 报关单统一编号 declarationno declaration_no declarationnumber declaration_number
number: declarationid declaration_id
declared_on: 申报日期 进口日期 出口日期 进出口日期 declaredon declared_on declarationdate declaration_date
direction: 进出口 进出口标志
hs: 商品编码 商品编号
mode: 监管方式
currency: 币制
trader: 境内收发货人 境内收货人 境内发货人 收发货人 经营单位 收货人 发货人 trader importer exporter consignee
trader: importerid importer_id exporterid exporter_id
place: 境内目的地 境内货源地 境内目的地/货源地 境内目的地/境内货源地 domesticplace domestic_place
name: 商品名称及规格型号 商品名称、规格型号 商品名称 品名 货物名称 goodsname goods_name goods description productname
origin: 原产国 原产国(地区) origin countryoforigin country_of_origin
destination: 目的国 最终目的国 最终目的国(地区) 最终目的国家 destination
term: 成交方式 贸易术语 term terms deliveryterm delivery_term incoterm incoterms
freight: 运费 freight
insurance: 保费 保险费 insurance
other: 杂费 othercosts other_costs othercharges
gross: 毛重 毛重(千克) grossweight gross_weight grossweight(kg)
quantity: 成交数量 申报数量 declaredquantity declared_quantity
unit: 成交单位 成交计量单位 申报单位 申报计量单位 declaredunit declared_unit
first_quantity: 法定第一数量 第一法定数量 法定数量 第一数量 firstquantity first_quantity statutoryquantity
first_unit: 法定第一计量单位 第一法定计量单位 法定第一单位 第一法定单位
first_unit: 法定计量单位 法定单位 第一计量单位 firstunit first_unit
second_quantity: 法定第二数量 第二法定数量 第二数量 secondquantity second_quantity
second_unit: 法定第二计量单位 第二法定计量单位 法定第二单位 第二法定单位 第二计量单位 secondunit second_unit
unit_price: 单价 申报单价 成交单价 unitprice unit_price
total: 总价 申报总价 成交总价 total totalprice total_price
"""
_MEANINGS = MappingProxyType(
    {
        word: Part(part)
        for part, words in (line.split(": ") for line in _WORDS.strip().splitlines())
        for word in words.split()
    }
)
HEADINGS: Mapping[Part, str] = MappingProxyType(
    {part: next(word for word, found in _MEANINGS.items() if found is part) for part in Part}
)
"""A heading for each field under which it is recognised."""
_OF_TRADE_TABLES = (
    (Field.HS, Part.HS),
    (Field.DIRECTION, Part.DIRECTION),
    (Field.PARTNER, Part.ORIGIN),
    (Field.PARTNER, Part.DESTINATION),
    (Field.PROVINCE, Part.PLACE),
    (Field.MODE, Part.MODE),
    (Field.PERIOD, Part.DECLARED_ON),
    (Field.QUANTITY, Part.QUANTITY),
    (Field.UNIT, Part.UNIT),
    (Field.QUANTITY_2, Part.SECOND_QUANTITY),
    (Field.UNIT_2, Part.SECOND_UNIT),
    (Field.UNIT_PRICE, Part.UNIT_PRICE),
    (Field.VALUE, Part.TOTAL),
    (Field.CURRENCY, Part.CURRENCY),
)


def declaration_columns(table: WholeTable) -> Mapping[Part, int]:
    """Field of the form → place of its column; InputError for a table without commodity codes."""
    found = proposed_columns(table)
    if Part.HS not in found:
        raise InputError("price.batch_no_code", found=", ".join(table.columns[:20]))
    return found


def proposed_columns(table: WholeTable) -> Mapping[Part, int]:
    """What can be told of the columns, without asking for anything."""
    found: dict[Part, int] = {}
    for place, column in enumerate(table.columns):
        part = _MEANINGS.get(name_key(column))
        if part is not None:
            found.setdefault(part, place)
    named = frozenset(found.values())
    for field, part in _OF_TRADE_TABLES:
        told = table.fields.get(field)
        if told is not None and told not in named:
            found.setdefault(part, told)
    return MappingProxyType(found)
