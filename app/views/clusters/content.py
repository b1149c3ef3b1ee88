"""What an answer looks like: charts, a table below or instead, and the cards of the groups beside them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QWidget

from app.bridge.charts.cards import Chart, ImageKind
from app.bridge.cluster_charts import LAYOUTS
from app.bridge.cluster_study import StudyView
from app.bridge.desk import Desk
from app.engine.reports.tables import Table
from app.views.clusters.group_cards import GroupCards
from app.widgets.chart_area import ChartArea
from app.widgets.report_table import ReportTable

_LEAST_HEIGHT = 240
_NOTHING = Table("", (), ())


class StudyContent(QWidget):
    """`row_opened` and `row_pointed_at` tell a row of the table; charts tell clicks and pictures through the area."""

    row_opened = Signal(int)
    row_pointed_at = Signal(int, QPoint)
    picture_asked = Signal(str, object)  # card, ImageKind

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: StudyView | None = None
        self.area = ChartArea(desk.theme, desk.texts, self)
        self.area.setMinimumHeight(_LEAST_HEIGHT)
        self.table = ReportTable(_NOTHING)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.cards = GroupCards(desk)
        self._build()
        self.show_view(StudyView.GROUPS, {}, None)
        self.table.activated.connect(self._on_activated)
        self.table.customContextMenuRequested.connect(self._on_row_menu)
        self.area.menu_requested.connect(self._on_chart_menu)

    def show_view(self, view: StudyView, charts: Mapping[str, Chart], table: Table | None) -> None:
        """Arrange for a view, and fill it."""
        if view is not self._view:
            self._view = view
            self.area.setVisible(view in LAYOUTS)
            self.table.setVisible(view is not StudyView.GROUPS)
            self.cards.setVisible(view is not StudyView.DEPENDENCE)
            if view in LAYOUTS:
                self.area.set_layout(LAYOUTS[view])
        if charts:
            self.area.show_charts(charts)
        if table is not None:
            self.table.show_table(table, shortened=self._desk.texts.language)

    def _build(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.area)
        self._splitter.addWidget(self.table)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._desk.theme.tokens.space(3))
        row.addWidget(self._splitter, 1)
        row.addWidget(self.cards)

    def _on_activated(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())

    def _on_row_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if index.isValid():
            self.row_pointed_at.emit(index.row(), self.table.viewport().mapToGlobal(at))

    def _on_chart_menu(self, card: str, at: QPoint) -> None:
        menu = QMenu(self)
        for kind in ImageKind:
            action = menu.addAction(self._desk.texts.say("explore.save_picture", kind=kind.value.upper()))
            action.setObjectName(kind.value)
            action.triggered.connect(lambda _checked=False, kind=kind: self.picture_asked.emit(card, kind))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
