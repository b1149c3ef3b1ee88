"""The data desk: one page with what is held, bringing files in, the report of it, and the rejected rows."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.bridge import data_words
from app.bridge.data_batches import Batch
from app.bridge.data_intake import Intake
from app.bridge.data_removals import Removals
from app.bridge.demo_build import demo_call
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.tasks import Lane, Task
from app.engine.records.report import ImportReport
from app.views.data.banners import DemoBanner, UndoBanner
from app.views.data.confirm_dialog import RemoveDialog
from app.views.data.drop_overlay import DropOverlay
from app.views.data.empty_desk import EmptyDesk
from app.views.data.import_panel import ImportPanel
from app.views.data.layouts import column, named, row
from app.views.data.overview_panel import OverviewPanel
from app.views.data.quarantine_panel import QuarantinePanel
from app.views.data.report_panel import ReportPanel
from app.widgets.late_tabs import LateTabs
from app.widgets.parts import button, label

_Panel = TypeVar("_Panel", bound=QWidget)
_OVERVIEW, _IMPORT, _REPORT, _REJECTED = range(4)
_TABS = ("data.tab_overview", "data.tab_import", "data.tab_report", "data.tab_rejected")


class DataPage(QWidget):
    """Takes files that are dropped anywhere on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._desk = desk
        self._is_outdated = False
        self.intake = Intake(desk.session, desk.runner, desk.notices)
        self.removals = Removals(desk.session, desk.runner, desk.notices)
        # What has no parent could be destroyed by Python's collector on a worker thread
        for each in (self.intake, self.removals):
            each.setParent(self)
        self.overview = OverviewPanel(desk)
        self.demo, self.undo = DemoBanner(desk), UndoBanner(desk, self.removals)
        parts = (lambda: self.overview, lambda: self.importing, lambda: self.report, lambda: self.rejected)
        self.tabs = named(LateTabs(parts), "dataTabs")
        self._files, self._folder = button("primary", "chooseFiles"), button("", "chooseFolder")
        self._overlay = DropOverlay(desk, self)
        self._build()
        self._connect()
        self._refresh()

    @functools.cached_property
    def importing(self) -> ImportPanel:
        """The second part."""
        panel = self._put(_IMPORT, ImportPanel(self._desk, self.intake))
        panel.report_ready.connect(self._on_imported)
        self._connect_empty(panel.empty)
        return panel

    @functools.cached_property
    def report(self) -> ReportPanel:
        """The third part."""
        panel = self._put(_REPORT, ReportPanel(self._desk))
        panel.rows_asked.connect(self._on_rows_asked)
        panel.show_batches()
        return panel

    @functools.cached_property
    def rejected(self) -> QuarantinePanel:
        """The fourth part."""
        panel = self._put(_REJECTED, QuarantinePanel(self._desk))
        panel.refresh()
        return panel

    def activated(self) -> None:
        """The page is shown: look whether another program changed the store."""
        self._desk.session.refresh()

    def open_files(self, files: list[Path]) -> None:
        """Take files to import; an empty list lets the user choose."""
        if not files:
            self._on_choose_files()
            return
        self.intake.mappings = self._mapping_folder()
        self.tabs.setCurrentWidget(self.importing)
        self.intake.add(files)

    def saved_state(self) -> dict[str, object]:
        """Which part of the page is shown."""
        return {"tab": self.tabs.currentIndex()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        """Show that part again."""
        tab = state.get("tab")
        if isinstance(tab, int) and 0 <= tab < self.tabs.count():
            self.tabs.setCurrentIndex(tab)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders, nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._overlay.cover(self)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Look as before."""
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Take what was dropped."""
        self._overlay.hide()
        event.acceptProposedAction()
        self.open_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        whole = column(theme, self, margin=4, gap=3)
        whole.setContentsMargins(*(theme.tokens.space(step) for step in (4, 3, 4, 3)))
        head = row(theme)
        title = label("title")
        texts.bind(title.setText, "page.data")
        head.addWidget(title)
        head.addStretch(1)
        for choose, code in ((self._folder, "data.choose_folder"), (self._files, "data.choose_files")):
            texts.bind(choose.setText, code)
            head.addWidget(choose)
        whole.addLayout(head)
        whole.addWidget(self.demo)
        whole.addWidget(self.undo)
        self._put(_OVERVIEW, self.overview)
        self._name_tabs()
        whole.addWidget(self.tabs, 1)

    def _put(self, place: int, panel: _Panel) -> _Panel:
        panel.setContentsMargins(0, self._desk.theme.tokens.space(3), 0, 0)
        return self.tabs.put(place, panel)

    def _name_tabs(self) -> None:
        for place, code in enumerate(_TABS):
            self.tabs.setTabText(place, self._desk.texts.say(code))

    def _connect(self) -> None:
        desk = self._desk
        desk.texts.language_changed.connect(self._name_tabs)
        desk.session.data_changed.connect(self._on_data_changed)
        self._files.clicked.connect(self._on_choose_files)
        self._folder.clicked.connect(self._on_choose_folder)
        self._connect_empty(self.overview.empty)
        self.overview.empty.demo_asked.connect(self._on_make_demo)
        self.overview.batches.removal_asked.connect(self._on_removal_asked)
        self.overview.batches.report_asked.connect(self._on_report_asked)
        self.demo.removal_asked.connect(self._on_remove_demo)
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.removals.undo)

    def _connect_empty(self, empty: EmptyDesk) -> None:
        empty.files_asked.connect(self._on_choose_files)
        empty.folder_asked.connect(self._on_choose_folder)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Show what changed while another page was in front."""
        super().showEvent(event)
        if self._is_outdated:
            self._refresh()

    def _on_data_changed(self) -> None:
        # Its tables take long enough that the page in front would stand still
        self._is_outdated = not self.isVisible()
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        self._is_outdated = False
        self.overview.refresh()
        if self.tabs.is_made(_REPORT):
            self.report.show_batches()
        if self.tabs.is_made(_REJECTED):
            self.rejected.refresh()
        self.demo.refresh()
        for place in (_REPORT, _REJECTED):
            self.tabs.setTabEnabled(place, self._desk.session.has_data)

    def _mapping_folder(self) -> Path:
        chosen = self._desk.settings.settings.mapping_folder
        return Path(chosen) if chosen else self._desk.settings.folder / "mappings"

    def _on_choose_files(self) -> None:
        texts = self._desk.texts
        title, kinds = texts.say("data.choose_files"), texts.say("data.file_filter")
        names, _ = QFileDialog.getOpenFileNames(self, title, QDir.homePath(), kinds)
        if names:
            self.open_files([Path(name) for name in names])

    def _on_choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self._desk.texts.say("data.choose_folder"), QDir.homePath())
        if name:
            self.open_files([Path(name)])

    def _on_make_demo(self) -> None:
        self.overview.empty.demo.setEnabled(False)
        task = Task(demo_call(self._desk.session.store_path), "welcome.demo_task")
        task.succeeded.connect(self._desk.session.refresh)
        task.failed.connect(self._desk.notices.post_error)
        task.ended.connect(lambda: self.overview.empty.demo.setEnabled(True))
        self._desk.runner.start(task, Lane.IMPORT)

    def _on_imported(self, report: ImportReport) -> None:
        self.report.show_import(report)
        if not self.intake.candidates:
            self.tabs.setCurrentWidget(self.report)
        if report.batch:
            files = sum(1 for outcome in report.files if outcome.facts)
            self._desk.notices.post(Level.SUCCESS, "data.imported", files=files)

    def _on_report_asked(self, batch: str) -> None:
        self.tabs.setCurrentWidget(self.report)
        self.report.show_batch(batch)

    def _on_rows_asked(self, batch: str, rule: str) -> None:
        self.tabs.setCurrentWidget(self.rejected)
        self.rejected.narrow(batch, rule)

    def _on_removal_asked(self, batch: Batch) -> None:
        texts, files = self._desk.texts, len(batch.files)
        first = batch.files[0].source_name
        name = first if files == 1 else texts.say("data.batch_files", first=first, count=files)
        rows = data_words.count(sum(segment.kept for segment in batch.files))
        dialog = RemoveDialog(self._desk, name=name, files=files, rows=rows, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.removals.remove(batch.files, name))
        dialog.open()

    def _on_remove_demo(self) -> None:
        """Without a question: it is made up, and removing it can be undone."""
        demo = [segment for segment in self._desk.session.manifest.segments if segment.is_demo]
        self.removals.remove(demo, self._desk.texts.say("data.demo_name"))
