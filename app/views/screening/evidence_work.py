"""What leaves the desk and what is checked of it: the list, evidence of a case, the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.bridge.exports import csv_call, workbook_call
from app.bridge.screening_list import list_table
from app.bridge.screening_office import Office
from app.bridge.screening_tables import log_table
from app.engine.reports.about import About
from app.views.screening.evidence_panel import EvidencePanel
from app.widgets.table_export import TableExport

if TYPE_CHECKING:
    from app.engine.screening.audit import LogCheck


class EvidenceWork(QObject):
    """Connects the panel of evidence and the buttons of a case with what writes and checks."""

    def __init__(self, desk: Desk, office: Office, panel: EvidencePanel, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._office, self._panel = desk, office, panel
        self.files = TableExport(desk, page)
        evidence = office.evidence
        panel.log_check_asked.connect(evidence.check_log)
        evidence.log_read.connect(lambda entries: panel.show_log(log_table(entries, desk.texts)))
        evidence.log_checked.connect(self._on_log_checked)

    def refresh(self) -> None:
        """Read key and log anew."""
        self._office.evidence.read_log()

    def save_list(self, kind: str) -> None:
        """The queue as it is filtered, as "csv" or "xlsx"."""
        board, texts = self._office.board, self._desk.texts
        if board.run is None or board.pages is None:
            return
        table = list_table(board.pages, board.model.rowCount(), texts)
        if kind == "csv":
            self.files.save_as(board.run.basis.file, kind, lambda path: csv_call(path, table))
        else:
            about = self._about(board.run.basis.file)
            self.files.save_as(board.run.basis.file, kind, lambda path: workbook_call(path, about, [table]))

    def _about(self, file: str) -> About:
        texts = self._desk.texts
        return About(
            title=texts.say("screening.about_title", file=file),
            made_at=datetime.now().astimezone(),
            language=texts.language,
            basis=(),
            left_out=(),
            note=texts.say("screening.about_note"),
        )

    def _on_log_checked(self, check: LogCheck) -> None:
        texts = self._desk.texts
        if check.is_whole:
            said = texts.say("screening_desk.log_whole", entries=f"{check.entries:,}", hash=check.head.hash[:16])
        else:
            said = " ".join(problem.text(texts.language) for problem in check.problems)
        self._panel.show_log_verdict("success" if check.is_whole else "danger", said)
