"""The report of a batch: its files and how each ended, sums before and after, and what each rule did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QListWidget, QListWidgetItem, QSplitter, QTableView, QWidget

from app.bridge import data_words
from app.bridge.data_batches import Batch, batches
from app.bridge.data_calls import FileReport, report_call
from app.bridge.data_report import RULE_ROLE, RuleLine, RulesModel
from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.engine.records.report import FileOutcome, FileStatus, ImportReport
from app.views.data.layouts import column, named, row
from app.views.data.report_sums import ReportSumsView
from app.views.data.rule_details import RuleDetails
from app.widgets.choice_box import ChoiceBox
from app.widgets.invitation import Invitation
from app.widgets.parts import frame, label

_LIST_WIDTH, _TABLE_WIDTH, _ROW_HEIGHT = 260, 840, 32
_RULE, _REMEDY = 0, 4
_OUTCOME_MARKS = {FileStatus.FAILED: ("circle-alert", "danger"), FileStatus.ALREADY_PRESENT: ("info", "muted")}
_CONTENT_ROLE = Qt.ItemDataRole.UserRole


class ReportPanel(QWidget):
    """Opens with the newest batch; any other can be chosen."""

    rows_asked = Signal(str, str)  # batch and rule whose rejected rows are to be shown

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asking = Latest(desk.runner, self)
        self._reports: Sequence[FileReport] = ()
        self._outcomes: dict[str, tuple[FileOutcome, ...]] = {}
        self._batch = ""
        self.choice = named(ChoiceBox(desk.texts, self._batch_name, label_code="data.report_batch"), "reportBatch")
        self.files, self.table = named(QListWidget(), "reportFiles"), named(QTableView(), "rulesTable")
        self.rules = RulesModel(desk.texts)
        self.sums, self.details = ReportSumsView(desk), RuleDetails(desk)
        self.clean = Invitation(desk, "circle-check", "nothingRejected")
        self._note = label("muted", "reportNote", wraps=True)
        self._build()
        self._connect()

    def show_batches(self) -> None:
        """Offer what the store holds now; the batch that is shown stays while it is there."""
        known = batches(self._desk.session.manifest.segments)
        ids = [batch.id for batch in known]
        ids += [batch for batch in self._outcomes if not batch]
        chosen = self._batch if self._batch in ids else next(iter(ids), None)
        with QSignalBlocker(self.choice):
            self.choice.clear()
            if ids:
                self.choice.show_choices(ids, chosen)
        self.choice.setEnabled(bool(ids))
        self.show_batch(chosen or "")

    def show_batch(self, batch: str) -> None:
        """Show the report of a batch."""
        self._batch = batch
        if batch in self.choice.values:
            self.choice.setCurrentIndex(self.choice.values.index(batch))
        if self._known(batch) is None:
            self._show_reports([])
        else:
            call = report_call(self._desk.session.store_path, batch)
            self._asking.ask(call, self._show_reports, self._desk.notices.post_error)

    def show_import(self, report: ImportReport) -> None:
        """Show what an import did, with the files that it did not take."""
        left = tuple(outcome for outcome in report.files if outcome.status is not FileStatus.IMPORTED)
        self._outcomes = {batch: kept for batch, kept in self._outcomes.items() if batch} | {report.batch: left}
        self._batch = report.batch
        self.show_batches()
        self.show_batch(report.batch)

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        whole = column(theme, self, gap=3)
        top = row(theme, gap=3)
        words = label()
        texts.bind(words.setText, "data.report_batch")
        words.setBuddy(self.choice)
        self.choice.setMinimumContentsLength(36)
        top.addWidget(words)
        top.addWidget(self.choice)
        top.addWidget(self._note, 1)
        whole.addLayout(top)
        whole.addWidget(self.sums)
        texts.bind(self.files.setAccessibleName, "data.report_files")
        self._build_table()
        right = frame("card")
        inner = column(theme, right, margin=0, gap=0)
        inner.addWidget(self.table, 1)
        self.clean.say("data.nothing_rejected", "data.nothing_rejected_about")
        inner.addWidget(self.clean, 1)
        inner.addWidget(self.details)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.files)
        parts.addWidget(right)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_LIST_WIDTH, _TABLE_WIDTH])
        whole.addWidget(parts, 1)

    def _build_table(self) -> None:
        self._desk.texts.bind(self.table.setAccessibleName, "data.report_rules")
        self.rules.setParent(self)
        self.table.setModel(self.rules)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_RULE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_REMEDY, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self.choice.chosen.connect(self.show_batch)
        self.files.currentItemChanged.connect(self._on_file)
        self.table.selectionModel().currentRowChanged.connect(self._on_rule)
        self.details.rows_asked.connect(lambda rule: self.rows_asked.emit(self._batch, rule))
        for changed in (self._desk.texts.language_changed, self._desk.theme.changed):
            changed.connect(lambda: self._show_reports(self._reports))

    def _known(self, batch: str) -> Batch | None:
        found = batches(self._desk.session.manifest.segments)
        return next((one for one in found if one.id == batch), None)

    def _batch_name(self, batch: str) -> str:
        known = self._known(batch)
        if known is None:
            return self._desk.texts.say("data.report_nothing_imported")
        files = len(known.files)
        name = known.files[0].source_name
        texts = self._desk.texts
        title = name if files == 1 else texts.say("data.batch_files", first=name, count=files)
        return f"{data_words.moment(known.files[0].imported_at)}  {title}"

    def _show_reports(self, reports: Sequence[FileReport]) -> None:
        self._reports = reports
        left = self._outcomes.get(self._batch, ())
        texts, icons = self._desk.texts, self._desk.icons
        with QSignalBlocker(self.files):
            self.files.clear()
            if len(reports) > 1:
                self._add_file(texts.say("data.report_all", count=len(reports)), "layers", "accent", None)
            for report in reports:
                self._add_file(report.segment.source_name, "circle-check", "success", report)
            for outcome in left:
                self._add_file(outcome.name, *_OUTCOME_MARKS[outcome.status], outcome)
        self.files.setIconSize(icons.pixmap("info", 16).deviceIndependentSize().toSize())
        self._note.setText(texts.say("data.report_left", count=len(left)) if left else "")
        self.files.setCurrentRow(0)
        self._on_file()

    def _add_file(self, name: str, icon: str, colour: str, content: object) -> None:
        item = QListWidgetItem(self._desk.icons.icon(icon, colour), name)
        item.setToolTip(name)
        item.setData(_CONTENT_ROLE, content)
        self.files.addItem(item)

    def _on_file(self) -> None:
        at = self.files.currentRow()
        content = self.files.item(at).data(_CONTENT_ROLE) if at >= 0 else None
        if isinstance(content, FileOutcome):
            self.sums.show_outcome(content)
            self.rules.show([])
        else:
            shown = self._reports if content is None else [content]
            self.sums.show_reports(shown)
            self.rules.show(shown)
        has_rules = bool(self.rules.rowCount())
        self.table.setVisible(has_rules or isinstance(content, FileOutcome))
        self.clean.setVisible(self.table.isHidden())
        if has_rules:
            self.table.selectRow(0)
        else:
            self.details.show_rule(None)

    def _on_rule(self, current: QModelIndex, _previous: QModelIndex) -> None:
        line = current.data(RULE_ROLE)
        self.details.show_rule(line if isinstance(line, RuleLine) else None)
