"""Sound declarations to be damaged: no two of one declaration, trader or amount, so that none depends on another."""

from __future__ import annotations

HEADER = (
    "报关单号,申报日期,进出口,境内收发货人,商品编码,商品名称,原产国(地区),监管方式,成交方式,"
    "运费,保费,成交数量,成交单位,法定第一数量,法定第一计量单位,单价,总价,币制"
).split(",")
_GOODS = (
    ("27090000", "原油", "沙特阿拉伯", "千克", 0.43),
    ("85416000", "石英晶体", "马耳他", "个", 14.37),
    ("87032342", "小轿车|规格|品牌", "德国", "辆", 31_250.5),
    ("10059000", "玉米, 散装", "美国", "千克", 0.27),
    ("84713000", '笔记本电脑 "14寸"', "马来西亚", "台", 512.0),
    ("61091000", "棉制T恤衫", "孟加拉国", "件", 3.15),
)


def declaration_rows(count: int) -> list[list[str]]:
    """So many rows of one line each."""
    return [_row(number) for number in range(1, count + 1)]


def number_of(place: int) -> str:
    """The number of the declaration at a place from 0; no slip of a bit or two makes it another's."""
    return f"D{(place + 1) * 73_939_133 % 10**9:09d}"


def _row(number: int) -> list[str]:
    hs, name, origin, unit, price = _GOODS[number % len(_GOODS)]
    quantity = 117 * number + 1_000
    terms = ("FOB", f"USD/{number + 5}/3", "0.3%") if number % 5 == 0 else ("CIF", "", "")
    amounts = (str(quantity), unit, str(quantity), unit, f"{price:g}", f"{quantity * price:.2f}", "USD")
    day = f"2021-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    return [number_of(number - 1), day, "进口", f"企业{number}", hs, name, origin, "一般贸易", *terms, *amounts]
