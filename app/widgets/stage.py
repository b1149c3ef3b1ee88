"""Where the scenes are drawn, or a calm sentence where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from app.bridge.charts.cards import Chart, Layout, MapSettings
from app.bridge.desk import Desk
from app.bridge.screen_style import Measures
from app.bridge.theme import Theme
from app.widgets.chart_area import ChartArea
from app.widgets.parts import label


class Stage(QWidget):
    """One chart area for all scenes, as long as the screen stands."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self.area = ChartArea(theme, desk.texts)
        self.calm: QLabel = label("", "screenCalm")
        self.calm.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.calm.setWordWrap(True)
        self._layout: Layout | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.calm)
        self.use_settings()

    @property
    def is_calm(self) -> bool:
        """True while there is nothing to draw."""
        return self._stack.currentWidget() is self.calm

    def show_scene(self, layout: Layout, charts: Mapping[str, Chart]) -> None:
        """Draw these; an area that had given up begins anew."""
        if self.area.has_failed:
            self.area.retry()
        if layout != self._layout:
            self._layout = layout
            self.area.set_layout(layout)
        self.area.show_charts(charts)
        self._stack.setCurrentWidget(self.area)

    def show_calm(self, sentence: str) -> None:
        """Say why there is nothing to draw."""
        self.calm.setText(sentence)
        self._stack.setCurrentWidget(self.calm)

    def use_settings(self) -> None:
        """Movement and maps as the operator set them."""
        settings = self._desk.settings.settings
        maps = settings.maps
        self.area.set_animated(settings.animations)
        folder = Path(maps.folder) if maps.folder else None
        self.area.set_maps(MapSettings(folder, maps.source_note, maps.approval_number))

    def fit(self, measures: Measures) -> None:
        """Charts for another size of the screen."""
        self.area.set_zoom(measures.chart_zoom)
