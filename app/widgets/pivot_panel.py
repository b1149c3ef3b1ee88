"""Everything that lays a cross table out: shelves of dimensions, measure, sequence, limits and colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.bridge.icons import Icons
from app.bridge.pivot_layout import (
    LIMITS,
    Axis,
    Heat,
    NumberUnit,
    Order,
    OrderBy,
    PivotLayout,
    is_ratio,
    place,
    remove,
)
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import Measure
from app.widgets.choice_box import ChoiceBox
from app.widgets.dimension_shelf import DimensionShelf

_ORDERS = (Order(), Order(is_descending=False), Order(OrderBy.LABEL, is_descending=False), Order(OrderBy.LABEL))
_WIDTH = 288


class PivotPanel(QScrollArea):
    """Shows one layout and tells the one that a person made of it."""

    changed = Signal(object)  # PivotLayout

    def __init__(self, icons: Icons, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._layout = PivotLayout()
        self.shelves = {axis: DimensionShelf(axis, icons, theme, texts) for axis in (None, *Axis)}
        self.orders = {axis: self._box(self._order_name, f"explore.order_{axis.value}") for axis in Axis}
        self.limits = {axis: self._box(self._limit_name, f"explore.limit_{axis.value}") for axis in Axis}
        self.shown = self._box(lambda shown: texts.say(f"explore.shown_{shown.value}"), "explore.measure")
        self.heat = self._box(lambda heat: texts.say(f"explore.heat_{heat.value}"), "explore.heat")
        self.unit = self._box(lambda unit: texts.say(f"explore.unit_{unit.value}"), "explore.number_unit")
        self.row_totals = self._check("explore.row_totals")
        self.column_totals = self._check("explore.column_totals")
        self.others = self._check("explore.with_others")
        texts.bind(self.setAccessibleName, "explore.panel")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._build())
        self._connect()
        self.show_layout(self._layout, ())

    def show_layout(self, layout: PivotLayout, missing: Iterable[Dimension]) -> None:
        """Show a layout; `missing` are dimensions that the data do not tell."""
        self._layout = layout
        missing = frozenset(missing)
        for shelf in self.shelves.values():
            shelf.show_layout(layout, missing)
        for axis in Axis:
            order = layout.order(axis)
            self.orders[axis].show_choices([*_ORDERS, *([] if order in _ORDERS else [order])], order)
            self.limits[axis].show_choices([None, *LIMITS], layout.limit(axis))
            self.limits[axis].setEnabled(bool(layout.on(axis)))
            self.orders[axis].setEnabled(bool(layout.on(axis)))
        self.shown.show_choices(list(Measure), layout.shown)
        self.heat.show_choices(list(Heat), layout.heat)
        self.unit.show_choices(list(NumberUnit), layout.unit)
        self.unit.setEnabled(not is_ratio(layout.shown))
        for box, is_set in (
            (self.row_totals, layout.has_row_totals),
            (self.column_totals, layout.has_column_totals),
            (self.others, layout.has_others),
        ):
            box.setChecked(is_set)
        self.others.setEnabled(layout.row_limit is not None or layout.column_limit is not None)

    def _build(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        self._add_labelled(column, "explore.measure", self.shown)
        for axis in Axis:
            self._add_labelled(column, f"explore.shelf_{axis.value}", self.shelves[axis])
            pair = QGridLayout()
            pair.setSpacing(6)
            pair.addWidget(self.orders[axis], 0, 0)
            pair.addWidget(self.limits[axis], 0, 1)
            pair.setColumnStretch(0, 3)
            pair.setColumnStretch(1, 2)
            column.addLayout(pair)
        self._add_labelled(column, "explore.shelf_unused", self.shelves[None])
        pair = QGridLayout()
        pair.setSpacing(6)
        for place_of, (code, box) in enumerate((("explore.heat", self.heat), ("explore.number_unit", self.unit))):
            pair.addWidget(self._label(code, box), 0, place_of)
            pair.addWidget(box, 1, place_of)
            pair.setColumnStretch(place_of, 1)
        column.addSpacing(8)
        column.addLayout(pair)
        column.addSpacing(8)
        for check in (self.row_totals, self.column_totals, self.others):
            column.addWidget(check)
        column.addStretch(1)
        return page

    def _add_labelled(self, column: QVBoxLayout, code: str, widget: QWidget) -> None:
        if column.count():
            column.addSpacing(8)
        column.addWidget(self._label(code, widget))
        column.addWidget(widget)

    def _label(self, code: str, buddy: QWidget) -> QLabel:
        label = QLabel()
        label.setProperty("role", "caption")
        label.setBuddy(buddy)
        self._texts.bind(label.setText, code)
        return label

    def _connect(self) -> None:
        for shelf in self.shelves.values():
            shelf.moved.connect(self._on_moved)
        for axis in Axis:
            self.orders[axis].chosen.connect(lambda order, a=axis: self._tell(self._layout.ordered(a, order)))
            self.limits[axis].chosen.connect(lambda limit, a=axis: self._tell(self._layout.limited(a, limit)))
        self.shown.chosen.connect(lambda shown: self._tell(replace(self._layout, shown=shown)))
        self.heat.chosen.connect(lambda heat: self._tell(replace(self._layout, heat=heat)))
        self.unit.chosen.connect(lambda unit: self._tell(replace(self._layout, unit=unit)))
        self.row_totals.clicked.connect(lambda on: self._tell(replace(self._layout, has_row_totals=on)))
        self.column_totals.clicked.connect(lambda on: self._tell(replace(self._layout, has_column_totals=on)))
        self.others.clicked.connect(lambda on: self._tell(replace(self._layout, has_others=on)))

    def _on_moved(self, dimension: Dimension, axis: Axis | None, index: int) -> None:
        has_focus = any(chip.hasFocus() for shelf in self.shelves.values() for chip in shelf.chips)
        if axis is None:
            self._tell(remove(self._layout, dimension))
        else:
            self._tell(place(self._layout, dimension, axis, index))
        if has_focus:
            any(shelf.focus_chip(dimension) for shelf in self.shelves.values())

    def _tell(self, layout: PivotLayout) -> None:
        if layout != self._layout:
            self.changed.emit(layout)

    def _order_name(self, order: Order) -> str:
        sense = "descending" if order.is_descending else "ascending"
        return self._texts.say(f"explore.order_{order.by.value}_{sense}")

    def _limit_name(self, limit: int | None) -> str:
        return (
            self._texts.say("explore.limit_none")
            if limit is None
            else self._texts.say("explore.limit_first", count=limit)
        )

    def _box(self, name: Callable[[Any], str], label_code: str) -> ChoiceBox:
        return ChoiceBox(self._texts, name, label_code=label_code)

    def _check(self, code: str) -> QCheckBox:
        box = QCheckBox()
        self._texts.bind(box.setText, code)
        return box
