"""The page of the cross table: a panel that lays it out, the table, and its chart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.pivot_basis import span_name
from app.bridge.pivot_content import PivotFound
from app.bridge.pivot_exploration import Exploration
from app.bridge.pivot_layout import MOST, PRESETS, Axis, OrderBy, transpose
from app.bridge.pivot_model import PivotModel
from app.engine.errors import EngineError
from app.views.explore.caption import TableCaption
from app.views.explore.chart_panel import ChartPanel
from app.views.explore.clipboard import TableClipboard
from app.views.explore.export import TableExport
from app.views.explore.head import ExploreHead
from app.views.explore.spot_menu import SpotMenus
from app.widgets.commands import Command
from app.widgets.filter_bar import FilterBar
from app.widgets.pivot_busy import BusyNote
from app.widgets.pivot_header import SortMark
from app.widgets.pivot_panel import PivotPanel
from app.widgets.pivot_table import PivotTable, Spot
from app.widgets.table_notice import Remedy, TableNotice


class ExplorePage(QWidget):
    """A cross table of any dimensions over the shared selection."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self.exploration = Exploration(desk.session, desk.runner, desk.texts, self)
        self.model = PivotModel(desk.texts, desk.theme, self)
        self.head = ExploreHead(desk)
        self.filters = FilterBar(desk)
        self.panel = PivotPanel(desk.icons, desk.theme, desk.texts)
        self.caption = TableCaption(desk)
        self.table = PivotTable(self.model, desk.theme, desk.texts)
        self.notice = TableNotice(desk)
        self.chart = ChartPanel(desk, self.model)
        self.menus = SpotMenus(desk, self.model, self)
        self._export = TableExport(desk, self.model, self)
        self._clipboard = TableClipboard(desk, self.table, self.model)
        self._build()
        self.setFocusProxy(self.table)
        self.busy = BusyNote(desk.texts, self._stack)
        self._connect()
        self._on_changed()

    def saved_state(self) -> dict[str, object]:
        """The layout, for saved views and the next start."""
        return self.exploration.state()

    def page_commands(self) -> list[Command]:
        """The head's actions, once there is a table."""
        if self._stack.currentWidget() is not self.table:
            return []
        return [
            Command("explore.export_xlsx", "download", partial(self._on_export_requested, "xlsx")),
            Command("explore.export_csv", "download", partial(self._on_export_requested, "csv")),
            Command("explore.transpose", "arrow-up-down", self.head.transpose_requested.emit),
        ]

    def restore_state(self, state: Mapping[str, object]) -> None:
        """The layout of a saved view; it can be undone."""
        self.exploration.restore(state)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for what changed while the page was hidden."""
        super().showEvent(event)
        self._show_whether_empty()
        self.exploration.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Ask for nothing that nobody sees."""
        super().hideEvent(event)
        self.exploration.watch(False)

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.notice)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self.chart)
        right = QVBoxLayout()
        right.setSpacing(space(2))
        right.addWidget(self.caption)
        right.addWidget(self._splitter, 1)
        body = QHBoxLayout()
        body.setSpacing(space(3))
        body.addWidget(self.panel)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(3))
        column.addWidget(self.head)
        column.addWidget(self.filters)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        exploration, desk = self.exploration, self._desk
        exploration.changed.connect(self._on_changed)
        exploration.answered.connect(self._on_answered)
        exploration.failed.connect(self._on_failed)
        exploration.busy_changed.connect(self.busy.set_busy)
        self.busy.stopped.connect(self._on_stopped)
        self.panel.changed.connect(exploration.lay_out)
        self.notice.remedy_chosen.connect(self._on_remedy_chosen)
        self.chart.cell_clicked.connect(self._on_chart_clicked)
        self.chart.picture_taken.connect(self._export.ask_picture)
        desk.texts.language_changed.connect(self._on_language_changed)
        desk.session.data_changed.connect(self._show_whether_empty)
        self._connect_head()
        self._connect_table()

    def _connect_head(self) -> None:
        head, exploration = self.head, self.exploration
        head.preset_chosen.connect(lambda name: exploration.lay_out(PRESETS[name]))
        head.undo_requested.connect(exploration.undo)
        head.redo_requested.connect(exploration.redo)
        head.transpose_requested.connect(lambda: exploration.lay_out(transpose(exploration.layout)))
        head.chart_toggled.connect(self._on_chart_toggled)
        head.export_requested.connect(self._on_export_requested)

    def _connect_table(self) -> None:
        table, menus, exploration = self.table, self.menus, self.exploration
        table.opened.connect(self._on_opened)
        table.menu_requested.connect(self._on_menu_requested)
        table.copy_requested.connect(self._clipboard.copy)
        table.column_headings.sort_requested.connect(self._on_sort_toggled)
        table.corner.sort_requested.connect(exploration.sort_by_label)
        menus.opened.connect(self._on_opened)
        menus.only_chosen.connect(exploration.keep_only)
        menus.exclude_chosen.connect(exploration.leave_out)
        menus.sort_chosen.connect(self._on_sort_chosen)
        menus.copy_chosen.connect(self._clipboard.copy)

    def _on_changed(self) -> None:
        self.panel.show_layout(self.exploration.layout, self.exploration.missing)
        self._show_possible()

    def _on_answered(self, found: PivotFound) -> None:
        layout = self.exploration.layout
        self.panel.show_layout(layout, found.missing)
        self.model.show(found.content, layout)
        if found.content is None:
            self._say("query.nothing_found", Remedy.CLEAR_FILTERS)
        else:
            self._stack.setCurrentWidget(self.table)
        self._name_table(found)
        self._mark_sorted(found)
        self._show_possible()

    def _name_table(self, found: PivotFound) -> None:
        layout, texts = self.exploration.layout, self._desk.texts
        measure = texts.say(f"explore.shown_{layout.shown.value}")
        if found.content is None:
            self.caption.show_table("", None)
        else:
            self.caption.show_table(self._title(measure, found), found)
        self.chart.show_table(layout, measure)
        names = ([texts.say(f"explore.dimension_{d.value}") for d in layout.on(axis)] for axis in Axis)
        self.table.corner.show_names(*names)

    def _title(self, measure: str, found: PivotFound) -> str:
        """The measure with its unit, or with the years that it compares."""
        texts = self._desk.texts
        unit = self.model.scaled_unit()
        if found.compared:
            later, earlier = (span_name(span, texts.language) for span in found.compared)
            unit = texts.say("explore.compared", later=later, earlier=earlier)
        return texts.say("explore.measure_in", measure=measure, unit=unit) if unit else measure

    def _mark_sorted(self, found: PivotFound) -> None:
        order, mark = self.exploration.layout.row_order, None
        if found.content is not None and order.by is not OrderBy.LABEL:
            position = found.content.columns.position(order.line)
            mark = None if position is None else SortMark(position, order.is_descending)
        self.table.column_headings.mark_sorted(mark)

    def _on_failed(self, error: BaseException) -> None:
        self.model.show(None, self.exploration.layout)
        self.caption.show_table("", None)
        if isinstance(error, EngineError):
            self.notice.show_error(error, Remedy.UNDO if self.exploration.can_undo else Remedy.ASK_AGAIN)
        else:
            self.notice.show_code("explore.failed", Remedy.ASK_AGAIN)
            self._desk.notices.post_error(error)
        self._stack.setCurrentWidget(self.notice)
        self._show_possible()

    def _on_stopped(self) -> None:
        self.exploration.stop()
        self.busy.set_busy(False)
        self._say("explore.stopped", Remedy.ASK_AGAIN)

    def _show_whether_empty(self) -> None:
        if not self._desk.session.has_data:
            self.model.show(None, self.exploration.layout)
            self._say("explore.no_data", Remedy.GO_TO_DATA)

    def _say(self, code: str, remedy: Remedy) -> None:
        self.notice.show_code(code, remedy)
        self._stack.setCurrentWidget(self.notice)
        self._show_possible()

    def _show_possible(self) -> None:
        exploration = self.exploration
        layout = exploration.layout
        self.head.show_possible(
            can_undo=exploration.can_undo,
            can_redo=exploration.can_redo,
            can_transpose=bool(layout.columns) and len(layout.rows) <= MOST[Axis.COLUMNS],
            has_table=self.model.content is not None,
        )

    def _on_language_changed(self) -> None:
        self._on_changed()
        if self.exploration.found is not None:
            self._name_table(self.exploration.found)

    def _on_opened(self, spot: Spot) -> None:
        if self.model.content is not None:
            self.exploration.open(self.model.content.members_at(spot.row, spot.column, spot.level))

    def _on_menu_requested(self, spot: Spot, at: QPoint) -> None:
        menu = self.menus.menu(spot)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _on_sort_chosen(self, axis: Axis, position: int, is_descending: bool) -> None:
        content = self.model.content
        if content is not None:
            lines = content.columns if axis is Axis.ROWS else content.rows
            self.exploration.sort_by_line(axis, lines.line(position), is_descending=is_descending)

    def _on_sort_toggled(self, position: int) -> None:
        mark = self.table.column_headings.sort_mark
        is_descending = mark is None or mark.position != position or not mark.is_descending
        self._on_sort_chosen(Axis.ROWS, position, is_descending)

    def _on_remedy_chosen(self, remedy: Remedy) -> None:
        match remedy:
            case Remedy.GO_TO_DATA:
                self._desk.navigation.go("data")
            case Remedy.CLEAR_FILTERS:
                self.filters.clear()
            case Remedy.UNDO:
                self.exploration.undo()
            case Remedy.ASK_AGAIN:
                self.exploration.ask_again()

    def _on_chart_toggled(self, is_shown: bool) -> None:
        if is_shown:
            self.chart.open()
        else:
            self.chart.hide()

    def _on_chart_clicked(self, row: int, column: int) -> None:
        index = self.model.index(row, column)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)

    def _on_export_requested(self, kind: str) -> None:
        found = self.exploration.found
        if found is not None:
            self._export.ask(kind, self.exploration.layout, self.caption.measure.text(), found.basis)
