"""Adding filters: the popup of countries, provinces, goods and trade modes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.bridge.dashboard_board import DashboardBoard
from app.bridge.dashboard_filters import Facet, Filter, clicked, filters_of
from app.bridge.desk import Desk
from app.bridge.member_search import search
from app.bridge.named import Named
from app.widgets.filter_picker import FilterPicker

_KINDS = (Facet.COUNTRY, Facet.PROVINCE, Facet.HS, Facet.MODE)
_MOST_FOUND = 250


def open_picker(desk: Desk, board: DashboardBoard, below: QWidget) -> FilterPicker:
    """Show the popup; each tick changes the selection at once."""

    def find(kind: str, typed: str) -> Sequence[Named]:
        return search(Facet(kind), typed, desk.texts.language, limit=_MOST_FOUND)

    def mark() -> None:
        picker.mark(filters_of(board.selection))

    def toggle(one: Filter) -> None:
        board.select(clicked(board.selection, one.facet, one.key, is_added=True))

    kinds = [(facet.value, f"dashboard.column_{facet.value}") for facet in _KINDS]
    picker = FilterPicker(desk.theme, desk.texts, kinds, find, below)
    picker.toggled.connect(toggle)
    board.asked.connect(mark)
    picker.destroyed.connect(lambda: board.asked.disconnect(mark))
    mark()
    picker.open_below(below)
    return picker
