"""The page: puts its parts together and hands each answer to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.charts.cards import ChartClick
from app.bridge.dashboard_basis import basis_words, context_choices, is_demo
from app.bridge.dashboard_board import DashboardBoard
from app.bridge.dashboard_filters import Filter, cleared, without
from app.bridge.dashboard_names import chips, ways_out
from app.bridge.dashboard_state import Comparing, read_state, state_document
from app.bridge.desk import Desk
from app.engine.errors import EngineError
from app.views.dashboard.chart_menu import ChartMenu
from app.views.dashboard.comparison_bar import ComparisonBar
from app.views.dashboard.controls import Controls
from app.views.dashboard.differences import DifferencePanel
from app.views.dashboard.drawings import drawn_charts, figures_of
from app.views.dashboard.exporting import Exporter
from app.views.dashboard.filtering import open_picker
from app.views.dashboard.footer import Footer
from app.views.dashboard.header import Header
from app.views.dashboard.keeping import Keeping
from app.views.dashboard.layouts import COMPARING, LEFT, SINGLE, chart_of
from app.views.dashboard.panel import ChartPanel
from app.views.dashboard.viewing import Viewing
from app.widgets.commands import Command
from app.widgets.key_figures import KeyFigures
from app.widgets.parts import label
from app.widgets.selection_bar import SelectionBar

_BUSY_AFTER_MS = 300
_NO_DATA = "query.store_empty"


class DashboardPage(QWidget):
    """Everything on it follows the session's selection."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self.board = DashboardBoard(desk.session, desk.runner, self)
        self.header = Header(desk)
        self.filters = SelectionBar(desk.icons, desk.theme, desk.texts)
        self.controls = Controls(desk)
        self.figures = KeyFigures(desk.icons, desk.theme)
        self.panel = ChartPanel(desk)
        self.footer = Footer(desk)
        self.comparison = ComparisonBar(desk)
        self.differences = DifferencePanel(desk)
        self.exporter = Exporter(desk, self.board, self)
        self.chart_menu = ChartMenu(desk, self.board, self.panel, exporter=self.exporter, parent=self)
        self.viewing = Viewing(desk, self.board, self)
        self.keeping = Keeping(desk, self.board, self.panel, self.figures, self)
        self._busy = label("caption", "busy")
        self._busy_timer = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._build()
        self._connect()
        QTimer.singleShot(0, self, self.panel.open)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Catch up with what was selected elsewhere."""
        super().showEvent(event)
        if self.keeping.show():
            self._show_selection()
        else:
            self.board.wake()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """Ask nothing while another page is shown, and play nothing."""
        super().hideEvent(event)
        self.footer.years.stop()
        self.board.sleep()

    def saved_state(self) -> Mapping[str, object]:
        """What a saved view keeps besides the selection."""
        return state_document(self.board.state)

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Show as a saved view was shown."""
        self.board.show_as(replace(read_state(state), comparison=self.board.state.comparison))

    def page_commands(self) -> list[Command]:
        """The header's actions, once there is something to act on."""
        if not self.board.contents:
            return []
        return [
            Command("dashboard.export_pdf", "download", partial(self._on_export_chosen, "pdf")),
            Command("dashboard.export_xlsx", "download", partial(self._on_export_chosen, "xlsx")),
            Command("dashboard.compare_years", "columns-2", partial(self._on_compare_chosen, Comparing.YEARS.value)),
            Command(
                "dashboard.compare_selections",
                "columns-2",
                partial(self._on_compare_chosen, Comparing.SELECTIONS.value),
            ),
        ]

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        self._desk.texts.bind(self._busy.setText, "dashboard.working")
        self._busy.hide()
        row = QHBoxLayout()
        row.setSpacing(space(3))
        row.addWidget(self.filters, 1)
        for widget in (self._busy, self.controls):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        above, below = QVBoxLayout(), QVBoxLayout()
        above.setContentsMargins(space(4), space(3), space(4), 0)
        above.setSpacing(space(2))
        above.addWidget(self.header)
        above.addLayout(row)
        above.addWidget(self.comparison)
        above.addWidget(self.figures)
        below.setContentsMargins(space(4), space(2), space(4), space(2))
        below.addWidget(self.footer)
        column = QVBoxLayout(self)
        # The charts keep a distance of their own, so that their cards stand in line with the tiles above
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        charts = QHBoxLayout()
        charts.setContentsMargins(space(4) - space(3), 0, 0, 0)
        charts.setSpacing(0)
        charts.addWidget(self.panel, 1)
        charts.addWidget(self.differences)
        column.addLayout(charts, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        board, session = self.board, self._desk.session
        board.asked.connect(self._show_selection)
        board.answered.connect(self._show_answer)
        board.state_changed.connect(self._show_answer)
        board.failed.connect(self._on_failed)
        board.busy_changed.connect(self._on_busy_changed)
        self._busy_timer.timeout.connect(self._busy.show)
        self._desk.texts.language_changed.connect(self._on_language_changed)
        self.header.step_chosen.connect(board.select)
        self.filters.removed.connect(self._on_filters_removed)
        self.filters.clear_requested.connect(lambda: session.select(cleared(session.selection)))
        self.panel.clicked.connect(self._on_chart_clicked)
        self.panel.empty.way_chosen.connect(board.select)
        self.panel.empty.retried.connect(board.ask)
        self.footer.years.span_chosen.connect(self._on_span_chosen)
        self._connect_controls()
        self._connect_actions()

    def _connect_controls(self) -> None:
        controls, board = self.controls, self.board
        controls.direction_chosen.connect(lambda direction: board.select(replace(board.selection, direction=direction)))
        controls.metric_chosen.connect(lambda metric: board.show_as(replace(board.state, metric=metric)))
        controls.scale_chosen.connect(lambda scale: board.show_as(replace(board.state, scale=scale)))
        controls.flows_toggled.connect(lambda is_on: board.show_as(replace(board.state, has_flows=is_on)))
        controls.context_chosen.connect(board.select)

    def _connect_actions(self) -> None:
        self.filters.add_requested.connect(lambda below: open_picker(self._desk, self.board, below))
        self.header.views_requested.connect(self.viewing.open_popup)
        self.header.compare_chosen.connect(self._on_compare_chosen)
        self.header.export_chosen.connect(self._on_export_chosen)
        self.comparison.years_chosen.connect(self.board.compare_years)
        self.comparison.stopped.connect(self.board.stop_comparing)
        self.panel.menu_requested.connect(self._on_menu_requested)
        self.keeping.ended.connect(self._on_keeping_ended)

    def _show_selection(self) -> None:
        selection, language = self.board.selection, self._desk.texts.language
        self.header.show_selection(selection)
        self.filters.show_chips(chips(selection, language))
        self.controls.show_state(self.board.state, selection)

    def _show_answer(self) -> None:
        contents, state, language = self.board.contents, self.board.state, self._desk.texts.language
        if not contents:
            return
        shown = contents[-1]
        self._show_surroundings(is_shown=True)
        self._show_comparison()
        if len(contents) == 1 and shown.is_empty:
            ways = ways_out(self.board.selection, shown.ways_out, language)
            self.panel.show_empty().show_nothing_found(ways)
        else:
            layout = COMPARING if len(contents) > 1 else SINGLE
            self.panel.show_charts(layout, drawn_charts(contents, state, language))
        self.controls.show_state(state, self.board.selection)
        self._show_contexts()
        self.figures.show_figures(figures_of(contents, language))
        self.footer.show_words(basis_words(shown, self._desk.session.manifest, language))
        self.header.demo.setVisible(is_demo(shown))
        self._show_years()

    def _show_comparison(self) -> None:
        comparison, selection = self.board.state.comparison, self.board.selection
        self.comparison.show_comparison(comparison, selection, self.board.contents[-1].all_years)
        self.footer.years.setVisible(comparison.kind is not Comparing.YEARS)
        self.differences.show_differences(self.board, self.comparison.side_names(comparison))

    def _show_contexts(self) -> None:
        shown = self.board.contents[-1]
        choices = context_choices(shown, self._desk.texts.language)
        context = shown.basis.context
        current = next(
            (n for n, c in zip(choices, sorted(shown.contexts, key=lambda c: c.id), strict=True) if c == context), None
        )
        self.controls.show_contexts(choices, current)

    def _show_years(self) -> None:
        years = self.board.contents[-1].all_years
        span = self.board.selection.years
        if years:
            self.footer.years.show_span(years, span.first if span else years[0], span.last if span else years[-1])

    def _on_span_chosen(self, first: int, last: int) -> None:
        if self.board.contents:
            self.board.show_years(first, last, self.board.contents[-1].all_years)

    def _on_filters_removed(self, removed: tuple[Filter, ...]) -> None:
        self.board.select(without(self.board.selection, removed))

    def _on_chart_clicked(self, click: ChartClick) -> None:
        chart, side = chart_of(click.chart)
        self.board.click(click, chart, is_left=side == LEFT)

    def _on_keeping_ended(self) -> None:
        if self.isVisible():
            self.board.wake()

    def _on_menu_requested(self, card: str, point: QPoint) -> None:
        # Tables come from the answer, which a picture of the last run does not have yet
        if self.board.contents:
            self.chart_menu.open(card, point)

    def _on_compare_chosen(self, kind: str) -> None:
        if not self.board.contents:
            return
        if kind == Comparing.SELECTIONS.value:
            self.board.compare_selections()
            return
        years = self.board.contents[-1].all_years
        span = self.board.selection.years
        last = span.last if span else years[-1]
        self.board.compare_years(max(last - 1, years[0]), last)

    def _on_export_chosen(self, kind: str) -> None:
        if not self.board.contents:
            return
        name = self._desk.texts.say("dashboard.title")
        if kind == "xlsx":
            self.exporter.save_workbook([self.chart_menu.table(card) for card in self.panel.charts], name)
        elif self.panel.area is not None:
            self.exporter.save_pdf(self.panel.area, self.panel.charts, self.figures.figures)

    def _show_surroundings(self, *, is_shown: bool) -> None:
        for part in (self.figures, self.footer, self.controls, self.filters):
            part.setVisible(is_shown)
        for button in (self.header.compare, self.header.export):
            button.setEnabled(is_shown)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, EngineError) and error.code == _NO_DATA:
            self._show_surroundings(is_shown=False)
            self.header.demo.hide()
            self.differences.hide()
            self.panel.show_empty().show_no_data()
        elif isinstance(error, EngineError):
            self.panel.show_empty().show_failure(self._desk.texts.sentence(error))
        else:
            self._desk.notices.post_error(error)

    def _on_busy_changed(self, is_busy: bool) -> None:
        self.footer.years.wait(is_waiting=is_busy)
        if is_busy:
            self._busy_timer.start()
        else:
            self._busy_timer.stop()
            self._busy.hide()

    def _on_language_changed(self) -> None:
        self._show_selection()
        self._show_answer()
        if not self.board.contents:
            self.board.ask()  # what stands in place of the charts is a sentence
