"""The filters of the shared selection as chips, and the popup that adds some."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.dashboard_filters import Facet, Filter, cleared, clicked, filters_of, of_any_source, without
from app.bridge.dashboard_names import chips
from app.bridge.desk import Desk
from app.bridge.member_search import search
from app.bridge.named import Named
from app.engine.store.selection import Selection
from app.widgets.filter_picker import FilterPicker
from app.widgets.selection_bar import SelectionBar

_KINDS = (Facet.COUNTRY, Facet.PROVINCE, Facet.HS, Facet.MODE)
_MOST_FOUND = 250


class FilterBar(QWidget):
    """Shows and changes the selection of the session."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.bar = SelectionBar(desk.icons, desk.theme, desk.texts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        self.bar.removed.connect(self._on_removed)
        self.bar.clear_requested.connect(self.clear)
        self.bar.add_requested.connect(self.open_picker)
        desk.session.selection_changed.connect(self._show)
        desk.texts.language_changed.connect(lambda: self._show(desk.session.selection))
        self._show(desk.session.selection)

    def clear(self) -> None:
        """Take every filter away; where there is none, the choice of a source, which may be gone."""
        present = self._desk.session.selection
        kept = cleared(present)
        self._desk.session.select(kept if kept != present else of_any_source(present))

    def open_picker(self, below: QWidget) -> FilterPicker:
        """Show the popup; each tick changes the selection at once."""
        desk, session = self._desk, self._desk.session

        def find(kind: str, typed: str) -> Sequence[Named]:
            return search(Facet(kind), typed, desk.texts.language, limit=_MOST_FOUND)

        def mark(selection: Selection) -> None:
            picker.mark(filters_of(selection))

        def toggle(one: Filter) -> None:
            session.select(clicked(session.selection, one.facet, one.key, is_added=True))

        kinds = [(facet.value, f"dashboard.column_{facet.value}") for facet in _KINDS]
        picker = FilterPicker(desk.theme, desk.texts, kinds, find, below)
        picker.toggled.connect(toggle)
        session.selection_changed.connect(mark)
        picker.destroyed.connect(lambda: session.selection_changed.disconnect(mark))
        mark(session.selection)
        picker.open_below(below)
        return picker

    def _show(self, selection: Selection) -> None:
        self.bar.show_chips(chips(selection, self._desk.texts.language))

    def _on_removed(self, filters: Sequence[Filter]) -> None:
        self._desk.session.select(without(self._desk.session.selection, filters))
