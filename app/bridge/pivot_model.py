"""The cells of a cross table for a table view; a view asks only for cells that are seen, so size costs nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.bridge.dashboard_amounts import currency_name
from app.bridge.pivot_content import PivotContent
from app.bridge.pivot_heat import HeatScale, heat_scale
from app.bridge.pivot_labels import AxisLabels, MemberNames
from app.bridge.pivot_layout import Axis, Heat, NumberUnit, PivotLayout, is_ratio
from app.bridge.pivot_numbers import NumberStyle, number_style
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.engine.reference import units
from app.engine.store.questions.pivot_table import NO_UNIT, Blank, Floats, Measure

Index = QModelIndex | QPersistentModelIndex

_MARKS = {Blank.SEVERAL_UNITS: "explore.mark_several_units", Blank.NO_QUANTITY: "explore.mark_no_quantity"}
_NOWHERE = QModelIndex()


class PivotModel(QAbstractTableModel):
    """One answer in one layout; replaced as a whole."""

    def __init__(self, texts: Texts, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names = MemberNames(texts)
        self._texts = texts
        self._theme = theme
        self._layout = PivotLayout()
        self._content: PivotContent | None = None
        self._labels: dict[Axis, AxisLabels] = {}
        self._style: NumberStyle | None = None
        self._heat: HeatScale | None = None
        self._unit_names: dict[int, str] = {}
        self._names_units = False
        texts.language_changed.connect(self._restyle)
        theme.changed.connect(self._restyle)

    @property
    def content(self) -> PivotContent | None:
        """What is shown."""
        return self._content

    @property
    def style(self) -> NumberStyle | None:
        """How its figures are written."""
        return self._style

    def show(self, content: PivotContent | None, layout: PivotLayout) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._content, self._layout = content, layout
        self._prepare()
        self.endResetModel()

    def _prepare(self) -> None:
        content, shown = self._content, self._layout.shown
        self._unit_names.clear()
        if content is None:
            self._labels, self._style, self._heat = {}, None, None
            return
        self.names.say_imports(content.is_import)
        alone = self._texts.say(f"explore.shown_{shown.value}")
        self._labels = {
            axis: AxisLabels(lines, self.names, self._texts, alone=alone)
            for axis, lines in ((Axis.ROWS, content.rows), (Axis.COLUMNS, content.columns))
        }
        self._style = number_style(shown, self._layout.unit, self._texts.language, _largest(content.figures))
        self._names_units = content.units is not None and content.shared_unit() is None
        # Colours would compare kilograms with pieces
        heat = Heat.OFF if self._names_units else self._layout.heat
        is_signed = shown is Measure.GROWTH
        self._heat = heat_scale(heat, content.inner, self._theme.tokens, is_signed=is_signed)

    def _restyle(self) -> None:
        """Say and colour the same cells again, in another language or palette."""
        self._prepare()
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def labels(self, axis: Axis) -> AxisLabels | None:
        """The headings of an axis."""
        return self._labels.get(axis)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  # Qt's name
        """Rows, totals included."""
        return self._content.rows.count if self._content and not parent.isValid() else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  # Qt's name
        """Columns, totals included."""
        return self._content.columns.count if self._content and not parent.isValid() else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, explanation and accessible text of a cell; its colours are painted by the delegate."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.explanation(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.explanation(index.row(), index.column())
        return None

    def headerData(  # noqa: N802  # Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """All levels of a heading in one text."""
        labels = self._labels.get(Axis.COLUMNS if orientation is Qt.Orientation.Horizontal else Axis.ROWS)
        if labels is None or section >= labels.count:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return labels.full_text(section)
        return None

    def text(self, row: int, column: int) -> str:
        """The figure, or a short word where the reason needs one, or nothing."""
        content, style = self._content, self._style
        if content is None or style is None:
            return ""
        blank = content.blanks.item(row, column)
        if blank:
            mark = _MARKS.get(Blank(blank))
            return self._texts.say(mark) if mark else ""
        text = style.write(content.figures.item(row, column))
        if not self._names_units:
            return text
        unit = self._unit_name(content.unit(row, column))
        return f"{text} /{unit}" if self._layout.shown is Measure.UNIT_VALUE else f"{text} {self._scaled(unit)}"

    def is_blank(self, row: int, column: int) -> bool:
        """Whether the cell holds a reason instead of a figure."""
        return self._content is None or bool(self._content.blanks.item(row, column))

    def is_sum(self, row: int, column: int) -> bool:
        """Whether the cell is a total or sums up others."""
        return self._labels[Axis.ROWS].is_sum(row) or self._labels[Axis.COLUMNS].is_sum(column)

    def colours(self, row: int, column: int) -> tuple[QColor, QColor] | None:
        """Ground and text of a coloured cell."""
        if self._heat is None or self._content is None or self.is_sum(row, column):
            return None
        figure = self._content.figures.item(row, column)
        return self._heat.pair(figure) if figure == figure else None  # only NaN differs from itself

    def explanation(self, row: int, column: int) -> str:
        """Whose figure it is and its exact amount, or why there is none."""
        content = self._content
        if content is None:
            return ""
        where = [self._labels[axis].full_text(place) for axis, place in ((Axis.ROWS, row), (Axis.COLUMNS, column))]
        blank = Blank(content.blanks.item(row, column))
        told = self._texts.say(f"explore.blank_{blank.name.lower()}") if blank else self._exact(content, row, column)
        return self._texts.say("explore.cell", where=" × ".join(where), told=told)

    def _exact(self, content: PivotContent, row: int, column: int) -> str:
        figure, shown = content.figures.item(row, column), self._layout.shown
        measure = self._texts.say(f"explore.shown_{shown.value}")
        if is_ratio(shown):
            return self._texts.say("explore.exact_ratio", measure=measure, figure=figure)
        if shown is Measure.RECORDS:
            return self._texts.say("explore.exact_count", measure=measure, figure=figure)
        words = {
            "currency": currency_name(content.currency, self._texts.language),
            "unit": self._unit_name(content.unit(row, column)),
        }
        return self._texts.say(f"explore.exact_{shown.value}", measure=measure, figure=figure, **words).strip()

    def marks(self) -> dict[Blank, str]:
        """The words that stand in cells without figure, where the reason needs one."""
        return {blank: self._texts.say(code) for blank, code in _MARKS.items()}

    def unit_names(self) -> dict[int, str]:
        """The names of all units in the table."""
        found = [] if self._content is None or self._content.units is None else np.unique(self._content.units).tolist()
        return {unit: self._unit_name(unit) for unit in found if unit != NO_UNIT}

    def measure_unit(self) -> str:
        """What figures are in, unscaled: the currency, the unit of quantity, or both; nothing where cells differ."""
        content = self._content
        if content is None:
            return ""
        currency = currency_name(content.currency, self._texts.language)
        unit = self._unit_name(content.shared_unit())
        match self._layout.shown:
            case Measure.VALUE:
                return currency
            case Measure.QUANTITY:
                return unit
            case Measure.UNIT_VALUE:
                return f"{currency}/{unit}" if unit else currency
            case _:
                return ""

    def scaled_unit(self) -> str:
        """As `measure_unit`, in the steps that all figures are written in: 亿美元, million USD."""
        unit = self.measure_unit()
        return unit if self._names_units else self._scaled(unit)

    def _scaled(self, unit: str) -> str:
        step = self._style.unit if self._style else NumberUnit.ONE
        if step is NumberUnit.ONE:
            return unit
        scaled = self._texts.say(f"explore.step_{step.value}")
        return self._texts.say("explore.scaled_unit", step=scaled, unit=unit).strip()

    def _unit_name(self, unit: int | None) -> str:
        if unit is None:
            return ""
        if unit not in self._unit_names:
            self._unit_names[unit] = units.table().by_id(unit).name(self._texts.language)
        return self._unit_names[unit]


def _largest(figures: Floats) -> float:
    known = np.abs(figures[np.isfinite(figures)])
    return float(known.max()) if known.size else 0.0
