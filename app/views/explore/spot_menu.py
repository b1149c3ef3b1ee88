"""The menu of a cell or heading: go into it, keep only its members, leave them out, sort by its line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.bridge.desk import Desk
from app.bridge.pivot_drill import can_exclude, can_filter
from app.bridge.pivot_layout import Axis
from app.bridge.pivot_model import PivotModel
from app.engine.store.dimensions import Dimension
from app.widgets.pivot_table import Spot


class SpotMenus(QObject):
    """Makes menus and tells what was chosen in them."""

    opened = Signal(object)  # Spot
    only_chosen = Signal(object, int)  # dimension, member
    exclude_chosen = Signal(object, int)
    sort_chosen = Signal(object, int, bool)  # axis that is sorted, position on the other, descending
    copy_chosen = Signal()

    def __init__(self, desk: Desk, model: PivotModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._say = desk.texts.say
        self._model = model
        self._parent = parent

    def menu(self, spot: Spot) -> QMenu:
        """The menu for what was pointed at."""
        menu = QMenu(self._parent)
        content = self._model.content
        members = content.members_at(spot.row, spot.column, spot.level) if content else ()
        narrowing = [(dimension, member) for dimension, member in members if can_filter(dimension)]
        if narrowing:
            _add(menu, self._say("explore.open_spot"), "open", lambda: self.opened.emit(spot))
            menu.addSeparator()
        for dimension, member in narrowing:
            self._add_filters(menu, dimension, member)
        self._add_sorting(menu, spot)
        menu.addSeparator()
        _add(menu, self._say("explore.copy"), "copy", self.copy_chosen.emit)
        return menu

    def _add_filters(self, menu: QMenu, dimension: Dimension, member: int) -> None:
        name = _plain(self._model.names.name(dimension, member))
        only = partial(self.only_chosen.emit, dimension, member)
        _add(menu, self._say("explore.only", name=name), f"only_{dimension.value}", only)
        if can_exclude(dimension):
            exclude = partial(self.exclude_chosen.emit, dimension, member)
            _add(menu, self._say("explore.exclude", name=name), f"exclude_{dimension.value}", exclude)

    def _add_sorting(self, menu: QMenu, spot: Spot) -> None:
        for axis, position in ((Axis.ROWS, spot.column), (Axis.COLUMNS, spot.row)):
            labels = self._model.labels(axis.other)
            if position is None or labels is None or not self._is_line(axis.other, spot):
                continue
            menu.addSeparator()
            line = _plain(labels.full_text(position))
            for sense, is_descending in (("descending", True), ("ascending", False)):
                name = f"sort_{axis.value}_{sense}"
                chosen = partial(self.sort_chosen.emit, axis, position, is_descending)
                _add(menu, self._say(f"explore.{name}", line=line), name, chosen)

    def _is_line(self, axis: Axis, spot: Spot) -> bool:
        """A heading over several lines is none to sort by."""
        labels, position = self._model.labels(axis), spot.row if axis is Axis.ROWS else spot.column
        if spot.level is None or labels is None or position is None:
            return True
        return spot.level == labels.levels - 1 or labels.is_merged(position)


def _add(menu: QMenu, text: str, name: str, act: Callable[[], object]) -> None:
    action = menu.addAction(text)
    action.setObjectName(name)
    action.triggered.connect(lambda _=False: act())


def _plain(text: str) -> str:
    """Menus take an ampersand for the mark of a key."""
    return text.replace("&", "&&")
