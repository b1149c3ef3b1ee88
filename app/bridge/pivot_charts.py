"""The chart that suits a cross table: lines over time, ranked bars of one axis, a heat map of two."""

from __future__ import annotations

import enum
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.bridge.charts.cards import Chart, Format
from app.bridge.charts.cards import Measure as ChartMeasure
from app.bridge.charts.items import Item, colour, formatter
from app.bridge.charts.options_ranks import ranked_bars
from app.bridge.charts.options_series import Axis as Places
from app.bridge.charts.options_series import Series, trend
from app.bridge.charts.scales import Scale, bounds
from app.bridge.pivot_content import PivotContent
from app.bridge.pivot_labels import AxisLabels
from app.bridge.pivot_layout import Axis, PivotLayout
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure

_TIME = frozenset({Dimension.YEAR, Dimension.MONTH})
_FORMATS = {
    Measure.VALUE: Format.AMOUNT,
    Measure.QUANTITY: Format.AMOUNT,
    Measure.UNIT_VALUE: Format.PRICE,
    Measure.RECORDS: Format.COUNT,
    Measure.GROWTH: Format.CHANGE,
    Measure.SHARE_OF_ROW: Format.SHARE,
    Measure.SHARE_OF_COLUMN: Format.SHARE,
    Measure.SHARE_OF_TOTAL: Format.SHARE,
}


class ChartKind(enum.Enum):
    """How a table is drawn."""

    LINES = "lines"
    BARS = "bars"
    HEAT_MAP = "heat_map"


_MOST_ROWS = {ChartKind.LINES: 8, ChartKind.BARS: 20, ChartKind.HEAT_MAP: 20}
_MOST_COLUMNS = 30
_LONGEST_NAME = 24
_FEW_COLUMNS, _COLUMNS_SHARE = 12, 0.8  # of the width, beside the names of rows


@dataclass(frozen=True, slots=True)
class Drawn:
    """The part of a table that a chart shows: positions of its lines, without totals."""

    content: PivotContent
    rows: AxisLabels
    columns: AxisLabels
    row_positions: tuple[int, ...]
    column_positions: tuple[int, ...]

    def figure(self, row: int, column: int) -> float | None:
        """The cell, None where it is blank."""
        figure = self.content.figures.item(row, column)
        return None if math.isnan(figure) else figure


def chart_kind(layout: PivotLayout) -> ChartKind:
    """Time makes lines, one axis bars, anything else a heat map."""
    for axis in Axis:
        if layout.on(axis) and set(layout.on(axis)) <= _TIME:
            return ChartKind.LINES
    return ChartKind.HEAT_MAP if layout.columns else ChartKind.BARS


def drawn_part(layout: PivotLayout, content: PivotContent, labels: dict[Axis, AxisLabels]) -> Drawn:
    """The first lines of the table in its order, as many as the chart has room for; totals stay out."""
    kind, rows, columns = chart_kind(layout), labels[Axis.ROWS], labels[Axis.COLUMNS]
    is_time_down = kind is ChartKind.LINES and set(layout.rows) <= _TIME
    most_rows = rows.count if is_time_down else _MOST_ROWS[kind]
    most_columns = _MOST_ROWS[kind] if is_time_down else _MOST_COLUMNS if kind is ChartKind.HEAT_MAP else columns.count
    return Drawn(content, rows, columns, _positions(rows, most_rows), _positions(columns, most_columns))


def pivot_chart(layout: PivotLayout, part: Drawn, *, title: str, caption: str, unit: str) -> Chart:
    """The chart of a part of the table."""
    kind, measure = chart_kind(layout), ChartMeasure(_FORMATS[layout.shown], unit)
    match kind:
        case ChartKind.LINES:
            option = _lines(layout, part, measure)
        case ChartKind.BARS:
            option = _bars(part, measure)
        case ChartKind.HEAT_MAP:
            option = _heat_map(part, measure, is_signed=layout.shown is Measure.GROWTH)
    return Chart(title, caption, option, measure)


def cell_of_click(layout: PivotLayout, key: str, series: str) -> tuple[int, int]:
    """Row and column of the cell that a clicked item stands for."""
    match chart_kind(layout):
        case ChartKind.HEAT_MAP:
            row, _, column = key.partition(":")
            return int(row), int(column)
        case ChartKind.BARS:
            return int(key), 0
        case ChartKind.LINES:
            is_time_down = set(layout.rows) <= _TIME
            place, line = int(key), int(series or 0)
            return (place, line) if is_time_down else (line, place)


def _positions(labels: AxisLabels, most: int) -> tuple[int, ...]:
    singles = (position for position in range(labels.count) if not labels.is_merged(position))
    return tuple(position for position, _ in zip(singles, range(most), strict=False))


def _lines(layout: PivotLayout, part: Drawn, measure: ChartMeasure) -> dict[str, object]:
    is_time_down = set(layout.rows) <= _TIME
    if is_time_down:
        times, lines, time_labels, line_labels = part.row_positions, part.column_positions, part.rows, part.columns
    else:
        times, lines, time_labels, line_labels = part.column_positions, part.row_positions, part.columns, part.rows
    series = [
        Series(
            key=str(line),
            name=_shortened(line_labels.full_text(line)),
            values=[part.figure(time, line) if is_time_down else part.figure(line, time) for time in times],
            is_line=True,
        )
        for line in lines
    ]
    return trend(
        Places([str(time) for time in times], [time_labels.full_text(time) for time in times]), series, measure
    )


def _shortened(name: str) -> str:
    """Legends write names in full, and those of goods can fill the chart."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _bars(part: Drawn, measure: ChartMeasure) -> dict[str, object]:
    items = [
        Item(key=str(row), name=part.rows.full_text(row), value=part.figure(row, part.column_positions[0]), rank=rank)
        for rank, row in enumerate(part.row_positions, start=1)
    ]
    return ranked_bars([item for item in items if item.value is not None], measure)


def _heat_map(part: Drawn, measure: ChartMeasure, *, is_signed: bool) -> dict[str, object]:
    items = [
        _heat_item(part, (row, y), (column, x))
        for y, row in enumerate(part.row_positions)
        for x, column in enumerate(part.column_positions)
        if part.figure(row, column) is not None
    ]
    figures = [figure for r in part.row_positions for c in part.column_positions if (figure := part.figure(r, c))]
    return {
        "tooltip": {"trigger": "item", "formatter": formatter("item", measure=measure.document())},
        "grid": {"left": 12, "right": 14, "top": 8, "bottom": 44, "outerBoundsMode": "same"},
        "xAxis": _columns([part.columns.short_text(each) for each in part.column_positions]),
        "yAxis": _category([part.rows.full_text(each) for each in part.row_positions], width=132) | {"inverse": True},
        "visualMap": _pieces(figures, measure, is_signed=is_signed),
        "series": [{"id": "cells", "type": "heatmap", "data": items, "itemStyle": _gap()}],
    }


def _heat_item(part: Drawn, row: tuple[int, int], column: tuple[int, int]) -> dict[str, object]:
    name = f"{part.rows.full_text(row[0])} × {part.columns.full_text(column[0])}"
    figure = part.figure(row[0], column[0])
    return {"key": f"{row[0]}:{column[0]}", "name": name, "said": name, "value": [column[1], row[1], figure]}


def _columns(names: Sequence[str]) -> dict[str, object]:
    """A few columns are all named, in as many letters as there is room for; of many, names that fit."""
    if len(names) > _FEW_COLUMNS:
        return _category(names, width=72)
    width = {"$width": _COLUMNS_SHARE / max(len(names), 1), "less": 8, "least": 24}
    return _category(names, width=width, is_each_named=True)


def _category(names: Sequence[str], *, width: int | dict[str, float], is_each_named: bool = False) -> dict[str, object]:
    which = {"interval": 0} if is_each_named else {"hideOverlap": True}
    return {
        "type": "category",
        "data": names,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": colour("text"), "width": width, "overflow": "truncate", **which},
    }


def _gap() -> dict[str, object]:
    return {"borderColor": colour("surface"), "borderWidth": 1}


def _pieces(figures: Sequence[float], measure: ChartMeasure, *, is_signed: bool) -> dict[str, object]:
    cuts = bounds(figures, Scale.GROWTH if is_signed else Scale.LOG)
    inner = [{"gte": low, "lt": high} for low, high in itertools.pairwise(cuts)]
    pieces: list[dict[str, float]] = [{"lt": cuts[0]}, *inner, {"gte": cuts[-1]}] if cuts else [{"gte": 0}]
    return {
        "type": "piecewise",
        "orient": "horizontal",
        "left": 12,
        "bottom": 6,
        "itemWidth": 14,
        "itemHeight": 10,
        "itemSymbol": "rect",
        "textStyle": {"color": colour("muted"), "fontSize": 11},
        "pieces": pieces,
        "inRange": {"color": {"$palette": "diverging" if is_signed else "sequential", "count": len(pieces)}},
        "formatter": formatter("piece", measure=measure.document()),
    }
