"""What the documents of these tests say."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

from app.engine.messages import Language
from app.engine.reports.about import About
from app.engine.reports.tables import Cell, Column, Kind, Table

BEIJING = timezone(timedelta(hours=8))
ABOUT = About(
    title="2021年对美国出口分析",
    made_at=datetime(2026, 11, 23, 20, 30, tzinfo=BEIJING),
    language=Language.ZH,
    filters=("方向：出口", "年份：2016–2021", "国家(地区)：美国"),
    basis=("口径：海关统计数据在线查询平台，人民币，HS 8 位",),
    left_out=("清洗规则 R12 剔除 1,204 条，金额 3,456,789 元",),
    source=("来源：中华人民共和国海关总署，2021年出口.csv",),
    map_line="审图号：GS(2024)0650号",
    note="本文件为统计结果，不作为通关依据。",
)
PARTNERS = Table(
    "贸易伙伴前十",
    (
        Column("国家(地区)"),
        Column("商品编码"),
        Column("金额（元）", Kind.MONEY),
        Column("记录数", Kind.INTEGER),
        Column("占比", Kind.SHARE),
        Column("单价", Kind.NUMBER),
    ),
    (
        ("美国", "01012100", Decimal("1234567.89"), 42, 0.25, Decimal("0.001234")),
        ("沙特阿拉伯", "27090000", Decimal("-5.5"), 0, 1, 18.75),
        ("不详", "", None, None, float("nan"), float("inf")),
    ),
)


def wide_rows(count: int) -> Table:
    """A table of `count` rows of a name and a figure."""
    rows: list[tuple[Cell, ...]] = [(f"商品{number:05d}", number) for number in range(count)]
    return Table("商品", (Column("商品"), Column("记录数", Kind.INTEGER)), rows)
