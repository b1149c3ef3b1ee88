"""Browsing rows that are not in the data: filtered, searched, copied and exported, however many there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.bridge import data_words
from app.bridge.data_calls import export_call
from app.bridge.data_quarantine import FILE, RULE, RejectedModel
from app.bridge.data_rejected_search import RejectedSearch
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.tasks import Lane, Task
from app.views.data.layouts import column, named, row
from app.views.data.quarantine_filters import QuarantineFilters
from app.widgets.parts import button, label

if TYPE_CHECKING:
    from app.engine.store.quarantine_pages import Findings

_ROW_HEIGHT, _FILE_WIDTH, _RULE_WIDTH, _CELL_WIDTH = 28, 150, 240, 120
_COPIED_AT_MOST = 10_000
_TITLES = ("data.column_file", "data.column_rule", "data.column_reason", "data.column_line_number")


class QuarantinePanel(QWidget):
    """Asks the store only while it is on view or was told to narrow."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._findings: Findings | None = None
        self._search = RejectedSearch(desk.session, desk.runner)
        self.filters = QuarantineFilters(desk, self._search)
        self.rows = RejectedModel(desk.session.store_path, desk.runner, desk.texts)
        self.table = named(QTableView(), "rejectedTable")
        self._state, self._stop = label("muted", "rejectedState"), button("link", "stopSearch")
        self._copy, self._export = button("", "copyRejected"), button("", "exportRejected")
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Look at the store anew."""
        self._search.count()

    def narrow(self, batch: str, rule: str) -> None:
        """Show the rows of one rule in one batch."""
        self.filters.narrow(batch, rule)

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        whole: QVBoxLayout = column(theme, self, gap=3)
        whole.addWidget(self.filters)
        line = row(theme, gap=3)
        line.addWidget(self._state)
        line.addWidget(self._stop)
        line.addStretch(1)
        line.addWidget(self._copy)
        line.addWidget(self._export)
        whole.addLayout(line)
        whole.addWidget(self.table, 1)
        texts.bind(self._stop.setText, "data.rejected_stop")
        texts.bind(self._copy.setText, "data.rejected_copy")
        texts.bind(self._export.setText, "data.rejected_export")
        texts.bind(self.table.setAccessibleName, "data.rejected_name")
        self._stop.hide()
        self._build_table()

    def _build_table(self) -> None:
        self.rows.setParent(self)
        self._search.setParent(self)
        self.table.setModel(self.rows)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        vertical, horizontal = self.table.verticalHeader(), self.table.horizontalHeader()
        # Measuring the content of a million rows would stall the window
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(_ROW_HEIGHT)
        horizontal.setDefaultSectionSize(_CELL_WIDTH)
        horizontal.setHighlightSections(False)
        horizontal.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        vertical.setHighlightSections(False)

    def _connect(self) -> None:
        search, post = self._search, self._desk.notices.post_error
        search.counted.connect(self.filters.refresh)
        search.found.connect(self._on_found)
        search.failed.connect(post)
        search.busy_changed.connect(self._on_busy)
        self.rows.failed.connect(post)
        self.rows.lines_met.connect(self._on_lines_met)
        self.filters.changed.connect(self._on_filtered)
        self._stop.clicked.connect(self._on_stop)
        self._copy.clicked.connect(self._on_copy)
        self._export.clicked.connect(self._on_export)
        self._desk.texts.language_changed.connect(lambda: self._show_state(is_busy=False))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table).activated.connect(self._on_copy)

    def _on_filtered(self) -> None:
        filters = self.filters
        self._search.search(ids=filters.segment_ids, rule=filters.chosen_rule, text=filters.text.text().strip())

    def _on_found(self, findings: Findings) -> None:
        self._findings = findings
        self.rows.show(findings)
        self.table.setColumnWidth(FILE, _FILE_WIDTH)
        self.table.setColumnWidth(RULE, _RULE_WIDTH)
        self.table.setColumnHidden(self.rows.columnCount() - 1, True)
        self.table.scrollToTop()
        self._show_state(is_busy=False)

    def _on_lines_met(self) -> None:
        self.table.setColumnHidden(self.rows.columnCount() - 1, False)

    def _on_busy(self, is_busy: bool) -> None:
        self._stop.setVisible(is_busy)
        self._show_state(is_busy=is_busy)

    def _on_stop(self) -> None:
        self._search.stop()
        self._show_state(is_busy=False)

    def _show_state(self, *, is_busy: bool) -> None:
        texts = self._desk.texts
        count = self._findings.count if self._findings is not None else 0
        self._copy.setEnabled(bool(count))
        self._export.setEnabled(bool(count))
        if is_busy:
            self._state.setText(texts.say("data.rejected_searching"))
        elif count:
            self._state.setText(texts.say("data.rejected_count", rows=data_words.count(count)))
        else:
            self._state.setText(texts.say("data.rejected_none"))

    def _on_copy(self) -> None:
        """Selected rows, or else the one that is looked at, under the header of their file."""
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})[:_COPIED_AT_MOST]
        texts = [text for row_number in chosen if (text := self.rows.row_text(row_number)) is not None]
        if texts:
            QGuiApplication.clipboard().setText("\n".join([self.rows.header_text(chosen[0]), *texts]))
            self._desk.notices.post(Level.SUCCESS, "data.rejected_copied", rows=len(texts))
        else:
            self._desk.notices.post(Level.INFO, "data.rejected_choose_rows")

    def _on_export(self) -> None:
        texts, findings = self._desk.texts, self._findings
        if findings is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, texts.say("data.rejected_export"), texts.say("data.rejected_file_name"), "CSV (*.csv)"
        )
        if not name:
            return
        path = Path(name)
        titles = [texts.say(code) for code in _TITLES]
        call = export_call(self._desk.session.store_path, findings, path, titles, texts.language)
        task = Task(call, "data.task_export", file=path.name)
        task.succeeded.connect(
            lambda rows: self._desk.notices.post(Level.SUCCESS, "data.rejected_written", rows=rows, path=str(path))
        )
        task.failed.connect(self._desk.notices.post_error)
        self._desk.runner.start(task, Lane.EXPORT)
