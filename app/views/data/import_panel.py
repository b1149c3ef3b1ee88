"""Bringing files in: the list of files, the one that is looked at, and the options under which all are imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.bridge.data_intake import Candidate, CandidateState, Intake
from app.bridge.desk import Desk
from app.bridge.tasks import Task
from app.engine.records.folder_files import FoundFiles, Skipped
from app.engine.records.report import ImportReport
from app.views.data.conflict_dialog import ConflictDialog
from app.views.data.empty_desk import EmptyDesk
from app.views.data.file_details import FileDetails
from app.views.data.file_list import FileList
from app.views.data.import_options import ImportOptionsBar
from app.views.data.layouts import column, row
from app.views.data.progress_strip import ProgressStrip
from app.widgets.parts import button, frame, label

_LIST_WIDTH, _DETAILS_WIDTH = 300, 800
_NAMED = 3


class ImportPanel(QStackedWidget):
    """Everything between dropping files and the report."""

    report_ready = Signal(object)  # ImportReport with something imported

    def __init__(self, desk: Desk, intake: Intake) -> None:
        super().__init__()
        self._desk, self._intake = desk, intake
        self.empty = EmptyDesk(desk, offers_demo=False)
        self.list, self.details = FileList(desk, intake), FileDetails(desk, intake)
        self.options, self.progress = ImportOptionsBar(desk, intake), ProgressStrip(desk)
        self._import, self._drop = button("primary", "startImport"), button("", "dropFiles")
        self._skipped, self._state = label("caption", "skipped", wraps=True), label("caption", "importHint")
        self._found: FoundFiles | None = None
        self._build()
        self._connect()
        self._show_state()

    def _build(self) -> None:
        theme, content = self._desk.theme, QWidget()
        self.addWidget(self.empty)
        self.addWidget(content)
        whole = column(theme, content, gap=3)
        left = QWidget()
        files = column(theme, left)
        files.addWidget(self.list, 1)
        files.addWidget(self._skipped)
        files.addWidget(self._drop)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.details)
        parts.setStretchFactor(1, 1)
        parts.setSizes([_LIST_WIDTH, _DETAILS_WIDTH])
        whole.addWidget(parts, 1)
        whole.addWidget(self._footer())

    def _footer(self) -> QWidget:
        theme, texts = self._desk.theme, self._desk.texts
        foot = frame("card")
        inner: QVBoxLayout = column(theme, foot, margin=3)
        inner.addWidget(self.progress)
        line = row(theme, gap=4)
        line.addWidget(self.options, 1)
        actions = column(theme, gap=1)
        actions.addWidget(self._import, 0, Qt.AlignmentFlag.AlignRight)
        actions.addWidget(self._state, 0, Qt.AlignmentFlag.AlignRight)
        line.addLayout(actions)
        inner.addLayout(line)
        texts.bind(self._drop.setText, "data.files_drop")
        return foot

    def _connect(self) -> None:
        intake, texts = self._intake, self._desk.texts
        self.list.file_chosen.connect(self.details.show_file)
        self.details.settle_asked.connect(lambda path: self._ask_conflicts([path]))
        intake.listed.connect(self._show_state)
        intake.changed.connect(self._show_state)
        intake.files_found.connect(self._on_found)
        intake.import_started.connect(self._on_started)
        intake.imported.connect(self._on_imported)
        texts.language_changed.connect(self._show_state)
        self._import.clicked.connect(intake.import_ready)
        self._drop.clicked.connect(self.list.drop_selected)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self.list.drop_selected)

    def _show_state(self) -> None:
        texts, ready = self._desk.texts, len(self._intake.ready())
        states = Counter(candidate.state for candidate in self._intake.candidates)
        is_running = self._intake.importing is not None
        self.setCurrentIndex(1 if self._intake.candidates or is_running or self._found else 0)
        self._import.setText(texts.say("data.import_files", count=ready))
        self._import.setEnabled(bool(ready) and not is_running)
        self.options.setEnabled(not is_running)
        self._drop.setEnabled(bool(self._intake.candidates) and not is_running)
        hints = [
            texts.say(f"data.hint_{state.value}", count=states[state])
            for state in CandidateState
            if state is not CandidateState.READY and states[state]
        ]
        self._state.setText(texts.say("data.semicolon").join(hints))
        self._state.setVisible(bool(hints))
        self._show_skipped()

    def _show_skipped(self) -> None:
        skipped = self._found.skipped if self._found is not None else ()
        texts = self._desk.texts
        lines = []
        for reason in Skipped:
            paths = [path for path, why in skipped if why is reason]
            if paths:
                names = texts.say("data.comma").join(path.name for path in paths[:_NAMED])
                names += "…" if len(paths) > _NAMED else ""
                code = f"data.skipped_{reason.value.replace(' ', '_')}"
                lines.append(texts.say(code, count=len(paths), names=names))
        if self._found is not None and not self._found.files:
            lines.insert(0, texts.say("data.skipped_everything"))
        self._skipped.setText("\n".join(lines))
        self._skipped.setVisible(bool(lines))

    def _on_found(self, found: FoundFiles) -> None:
        self._found = found
        self._show_state()
        if found.files:
            self.list.choose(found.files[0])

    def _on_started(self, task: Task) -> None:
        self.progress.follow(task)
        self._show_state()

    def _on_imported(self, report: ImportReport) -> None:
        self._ask_conflicts([candidate.path for candidate in self._intake.candidates])
        self.report_ready.emit(report)

    def _ask_conflicts(self, paths: Sequence[Path]) -> None:
        """Of these files, those whose periods are there already."""
        found = [candidate for path in paths if (candidate := self._intake.candidate(path)) is not None]
        conflicts: list[Candidate] = [one for one in found if one.state is CandidateState.CONFLICT]
        if not conflicts:
            return
        dialog = ConflictDialog(self._desk, conflicts, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.settled.connect(self._intake.settle_conflicts)
        dialog.open()
