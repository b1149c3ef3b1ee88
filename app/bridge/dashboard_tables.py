"""The tables behind the charts: what a person copies, exports and reads in figures."""

from __future__ import annotations

from collections.abc import Iterator

from app.bridge.dashboard_amounts import currency_name
from app.bridge.dashboard_charts import PARTS
from app.bridge.dashboard_content import DashboardContent, Member, Part, Ranking
from app.bridge.dashboard_members import Lens, name_of
from app.bridge.dashboard_metrics import Metric, measured, unit_name
from app.engine.reports.tables import Cell, Column, Kind, Table
from app.engine.store.dimensions import member_key
from app.engine.store.selection import Direction

_HHI_SCALE = 10_000


def table_of(chart: str, content: DashboardContent, lens: Lens) -> Table:
    """Every member or year that the chart could show, not only those that it has room for."""
    title = lens.say(f"dashboard.chart_{chart}")
    if chart == "trend":
        return Table(title, _trend_columns(lens), list(_trend_rows(content)))
    if chart == "concentration":
        return Table(title, _concentration_columns(lens), list(_concentration_rows(content)))
    ranking = content.rankings.get(PARTS[chart])
    rows = list(_member_rows(ranking, lens)) if ranking else []
    return Table(title, _member_columns(PARTS[chart], lens), rows)


def _member_columns(part: Part, lens: Lens) -> tuple[Column, ...]:
    return (
        Column(_title("rank", lens), Kind.INTEGER),
        Column(_title("key", lens)),
        Column(lens.say(f"dashboard.column_{part.value}")),
        Column(_money_title(lens), Kind.MONEY),
        Column(_title("share", lens), Kind.SHARE),
        Column(_growth_title(lens), Kind.SHARE),
        Column(_title("records", lens), Kind.INTEGER),
        Column(_title("quantity", lens), Kind.NUMBER),
        Column(_title("quantity_unit", lens)),
        Column(lens.say("dashboard.metric_unit_value"), Kind.NUMBER),
    )


def _member_rows(ranking: Ranking, lens: Lens) -> Iterator[tuple[Cell, ...]]:
    whole = ranking.total.value
    for rank, member in enumerate(ranking.members, start=1):
        figures = member.figures
        yield (
            rank,
            member_key(ranking.dimension, member.code),
            _plain_name(ranking, member, lens),
            figures.value,
            float(figures.value / whole) if whole else None,
            member.growth,
            figures.records,
            figures.quantity,
            unit_name(figures.unit, lens.language),
            measured(Metric.UNIT_VALUE, figures),
        )


def _plain_name(ranking: Ranking, member: Member, lens: Lens) -> str:
    """The name without the code, which stands in a column of its own."""
    name = name_of(ranking.dimension, member.code, lens)
    return (
        name.removeprefix(member_key(ranking.dimension, member.code)).strip() if ranking.dimension.hs_digits else name
    )


def _trend_columns(lens: Lens) -> tuple[Column, ...]:
    money = _currency_suffix(lens)
    return (
        Column(_title("year", lens)),
        Column(lens.say("dashboard.imports") + money, Kind.MONEY),
        Column(lens.say("dashboard.exports") + money, Kind.MONEY),
        Column(lens.say("dashboard.balance") + money, Kind.MONEY),
        Column(lens.say("dashboard.column_import_records"), Kind.INTEGER),
        Column(lens.say("dashboard.column_export_records"), Kind.INTEGER),
    )


def _trend_rows(content: DashboardContent) -> Iterator[tuple[Cell, ...]]:
    for year in content.years:
        imports, exports = (year.by_direction.get(direction) for direction in Direction)
        yield (
            str(year.year),
            imports.value if imports else None,
            exports.value if exports else None,
            exports.value - imports.value if imports and exports else None,
            imports.records if imports else None,
            exports.records if exports else None,
        )


def _concentration_columns(lens: Lens) -> tuple[Column, ...]:
    return (
        Column(_title("year", lens)),
        Column(lens.say("dashboard.hhi"), Kind.INTEGER),
        Column(lens.say("dashboard.key_partners"), Kind.INTEGER),
    )


def _concentration_rows(content: DashboardContent) -> Iterator[tuple[Cell, ...]]:
    for year in content.years:
        yield (str(year.year), None if year.key.hhi is None else round(year.key.hhi * _HHI_SCALE), year.key.partners)


def _growth_title(lens: Lens) -> str:
    """Growth is that of what the charts measure."""
    metric = Metric.VALUE if lens.metric is Metric.GROWTH else lens.metric
    return lens.say("dashboard.column_growth_of", metric=lens.say(f"dashboard.metric_{metric.value}"))


def _money_title(lens: Lens) -> str:
    return _title("value", lens) + _currency_suffix(lens)


def _title(name: str, lens: Lens) -> str:
    """As the command line has it, which begins its headings in small letters."""
    said = lens.say(f"query.column_{name}")
    return said[:1].upper() + said[1:]


def _currency_suffix(lens: Lens) -> str:
    name = currency_name(lens.currency, lens.language)
    return lens.say("dashboard.in_currency", currency=name) if name else ""
