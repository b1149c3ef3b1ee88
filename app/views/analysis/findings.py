"""What an analysis found: sentences, charts, and a table for each tab below them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.bridge.analysis_inquiry import Findings
from app.bridge.charts.cards import Card, ImageKind, Layout
from app.bridge.desk import Desk
from app.engine.reports.tables import Table
from app.widgets.chart_area import ChartArea
from app.widgets.parts import label
from app.widgets.report_table import ReportTable

_COLUMNS = 12
_LEAST_HEIGHT = 220
_CHART_SHARE, _TABLE_SHARE = 620, 380


class FindingsView(QWidget):
    """`picture_asked(card, kind)` when a chart is to be saved."""

    picture_asked = Signal(str, object)

    def __init__(self, desk: Desk, *, shares: tuple[int, int] = (_CHART_SHARE, _TABLE_SHARE)) -> None:
        super().__init__()
        self._desk = desk
        self._shares = shares
        self.sentences = label("", "findings", wraps=True)
        self.sentences.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.area = ChartArea(desk.theme, desk.texts, self)
        self.area.setMinimumHeight(_LEAST_HEIGHT)
        self.tables = QTabWidget()
        self.tables.setObjectName("findingTables")
        self.tables.setDocumentMode(True)
        self._cards: tuple[str, ...] = ()
        self._build()
        self.area.menu_requested.connect(self._on_menu_requested)

    @property
    def table(self) -> ReportTable | None:
        """The table in front."""
        front = self.tables.currentWidget()
        return front if isinstance(front, ReportTable) else None

    def show_findings(self, findings: Findings) -> None:
        """Show another answer; its tables keep the tab that was in front."""
        self.sentences.setText("\n".join(findings.sentences))
        self.sentences.setVisible(bool(findings.sentences))
        self._arrange(tuple(findings.charts))
        self.area.show_charts(findings.charts)
        self.area.setVisible(bool(findings.charts))
        self._show_tables(findings)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.area)
        splitter.addWidget(self.tables)
        splitter.setSizes(list(self._shares))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self.sentences)
        column.addWidget(splitter, 1)

    def _arrange(self, cards: tuple[str, ...]) -> None:
        if cards and cards != self._cards:
            self._cards = cards
            wide = _COLUMNS // len(cards)
            places = tuple(Card(card, wide=wide, narrow=wide) for card in cards)
            self.area.set_layout(Layout(places, fills=True, is_flush=True))

    def _show_tables(self, findings: Findings) -> None:
        place = self.tables.currentIndex()
        while self.tables.count() > len(findings.tables):
            last = self.tables.widget(self.tables.count() - 1)
            self.tables.removeTab(self.tables.count() - 1)
            if last is not None:
                last.deleteLater()
        for number, table in enumerate(findings.tables):
            shown = self.tables.widget(number)
            if not isinstance(shown, ReportTable):
                shown = ReportTable(Table("", (), ()))  # its columns are measured once, with what they show
                self.tables.addTab(shown, "")
            shown.show_table(table, shortened=self._desk.texts.language)
            shown.setAccessibleName(table.name)
            self.tables.setTabText(number, table.name)
        self.tables.setCurrentIndex(min(max(place, 0), self.tables.count() - 1))
        self.tables.setVisible(bool(findings.tables))
        self._show_tabs(len(findings.tables) > 1)

    def _show_tabs(self, has_several: bool) -> None:
        """A hidden bar must not be on the way of Tab, which would stay where it is."""
        self.tables.tabBar().setVisible(has_several)
        self.tables.setFocusPolicy(Qt.FocusPolicy.TabFocus if has_several else Qt.FocusPolicy.NoFocus)

    def _on_menu_requested(self, card: str, at: QPoint) -> None:
        menu = QMenu(self)
        for kind in ImageKind:
            action = menu.addAction(self._desk.texts.say("explore.save_picture", kind=kind.value.upper()))
            action.setObjectName(kind.value)
            action.triggered.connect(lambda _checked=False, kind=kind: self.picture_asked.emit(card, kind))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
