"""What leaves the desk: the list, evidence of a case."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.bridge.exports import csv_call, workbook_call
from app.bridge.screening_evidence import Shown
from app.bridge.screening_list import list_table
from app.bridge.screening_office import Office
from app.bridge.tasks import Call
from app.engine.reports.about import About
from app.views.screening.queue_panel import QueuePanel
from app.widgets.table_export import TableExport


class EvidenceWork(QObject):
    """Connects the buttons of the queue and of a case with what writes."""

    def __init__(self, desk: Desk, office: Office, queue: QueuePanel, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._office, self._queue = desk, office, queue
        self.files = TableExport(desk, page)
        queue.evidence_asked.connect(self.save_evidence)

    def save_evidence(self) -> None:
        """A signed PDF of the case in front."""
        case, language = self._office.board.case, self._desk.texts.language
        if case is None:
            return
        declaration = case.scored.declaration
        name = self._desk.texts.say("screening_desk.evidence_name", number=declaration.number, row=declaration.row)
        shown = Shown(self._queue.photos.photo, tuple(self._office.board.likes), self._queue.filters.in_words)
        pricer, evidence = self._office.source.pricer, self._office.evidence
        self.files.save_as(name, "pdf", lambda path: evidence.write_call(case, pricer, shown, path, language))

    def export(self, kind: str) -> None:
        """The queue as it is filtered as "csv" or "xlsx"; the "outcomes" or the "log" of the whole desk."""
        evidence, say = self._office.evidence, self._desk.texts.say
        if self._office.stand.session is None:
            return
        match kind:
            case "outcomes":
                self.files.save_as(say("screening_desk.outcomes_name"), "csv", evidence.outcomes_call)
            case "log":
                self.files.save_as(say("screening_desk.log_title"), "jsonl", evidence.log_call)
            case _:
                self._save_list(kind)

    def _save_list(self, kind: str) -> None:
        board, texts = self._office.board, self._desk.texts
        run, pages, rows = board.run, board.pages, board.model.rowCount()
        if run is None or pages is None:
            return
        filters, table = self._queue.filters.in_words, list_table(pages, rows, texts)

        def make(path: Path) -> Call:
            about = self._about(run.basis.file)
            write = csv_call(path, table) if kind == "csv" else workbook_call(path, about, [table])
            return self._office.evidence.list_call(run, write, path, rows=rows, filters=filters)

        self.files.save_as(run.basis.file, kind, make)

    def _about(self, file: str) -> About:
        texts = self._desk.texts
        return About(
            title=texts.say("screening.about_title", file=file),
            made_at=datetime.now().astimezone(),
            language=texts.language,
            basis=(),
            left_out=self._queue.filters.in_words,
            note=texts.say("screening.about_note"),
        )
