"""The charts of the dashboard, or what stands in their place."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.bridge.charts.cards import Chart, Layout, MapSettings
from app.bridge.desk import Desk
from app.views.dashboard.empty import EmptyPanel
from app.views.dashboard.layouts import SINGLE, chart_of

if TYPE_CHECKING:
    from app.widgets.chart_area import ChartArea

_LOG = logging.getLogger(__name__)
_MAPS = frozenset({"world", "china"})


class ChartPanel(QWidget):
    """Makes its chart area when `open` is called; what is shown before is drawn then, its maps first."""

    clicked = Signal(object)  # ChartClick
    menu_requested = Signal(str, QPoint)
    drawn = Signal(int)  # revision of which all charts are drawn

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.area: ChartArea | None = None
        self.empty = EmptyPanel(desk)
        self._layout = SINGLE
        self._arranged: Layout | None = None  # what the area was told
        self.charts: Mapping[str, Chart] = {}
        self._first_revision = 0  # that shows maps, later that shows all charts; 0 before it is sent
        self._has_maps = False  # they are drawn; until then nothing else is sent
        self._has_all = False
        self._blank = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._blank)
        self._stack.addWidget(self.empty)

    def open(self) -> None:
        """Start the browser engine, which takes long enough for the rest of the page to be painted before."""
        if self.area is not None:
            return
        from app.widgets.chart_area import ChartArea  # noqa: PLC0415  # brings the browser engine

        area = self.area = ChartArea(self._desk.theme, self._desk.texts)
        area.clicked.connect(self.clicked)
        area.menu_requested.connect(self.menu_requested)
        area.finished.connect(self._on_finished)
        self._desk.settings.changed.connect(self._on_settings_changed)
        self._on_settings_changed()
        # Its first picture would otherwise be painted in the size of a widget without a place
        area.resize(self.size())
        self._stack.addWidget(area)
        if self.charts:
            self.show_charts(self._layout, self.charts)

    def show_charts(self, layout: Layout, charts: Mapping[str, Chart]) -> None:
        """Draw these; what is drawn already is left as it is."""
        self.charts = charts
        if self.area is None:
            self._layout = layout
            return
        if layout is not self._arranged:
            self.area.set_layout(layout)
        self._layout = self._arranged = layout
        self.area.show_charts(charts if self._has_maps else _maps_of(charts))
        self._first_revision = self._first_revision or self.area.revision + 1
        self._stack.setCurrentWidget(self.area)
        # At once, so that the page draws while the rest of the window is brought up to date
        self.area.send()

    def show_empty(self) -> EmptyPanel:
        """Put the panel with ways out in place of the charts."""
        self._stack.setCurrentWidget(self.empty)
        return self.empty

    @property
    def shows_charts(self) -> bool:
        """True while charts are shown."""
        return self.area is not None and self._stack.currentWidget() is self.area

    def _on_finished(self, revision: int) -> None:
        if self.area is None or not 0 < self._first_revision <= revision:
            return
        if not self._has_maps:
            self._show_the_rest(self.area)
            return
        if not self._has_all:
            self._has_all = True
            _LOG.info("dashboard: charts drawn")
        self.drawn.emit(revision)

    def _show_the_rest(self, area: ChartArea) -> None:
        _LOG.info("dashboard: maps drawn")
        self._has_maps = True
        area.show_charts(self.charts)
        area.send()
        self._first_revision = area.revision

    def _on_settings_changed(self) -> None:
        settings = self._desk.settings.settings
        if self.area is not None:
            self.area.set_animated(settings.animations)
            maps = settings.maps
            folder = Path(maps.folder) if maps.folder else None
            self.area.set_maps(MapSettings(folder, maps.source_note, maps.approval_number))


def _maps_of(charts: Mapping[str, Chart]) -> dict[str, Chart]:
    return {card: chart for card, chart in charts.items() if chart_of(card)[0] in _MAPS}
