"""What leaves the desk and what is checked of it: the list, evidence of a case, the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.bridge.exports import csv_call, workbook_call
from app.bridge.screening_evidence import Shown, Verdict
from app.bridge.screening_list import list_table
from app.bridge.screening_office import Office
from app.bridge.screening_tables import log_table
from app.bridge.screening_verdict import verdict_words
from app.engine.reports.about import About
from app.views.screening.evidence_panel import EvidencePanel
from app.views.screening.queue_panel import QueuePanel
from app.widgets.name_dialog import NameDialog
from app.widgets.table_export import TableExport

if TYPE_CHECKING:
    from app.engine.screening.audit import LogCheck


class EvidenceWork(QObject):
    """Connects the panel of evidence and the buttons of a case with what writes and checks."""

    def __init__(self, desk: Desk, office: Office, panel: EvidencePanel, queue: QueuePanel, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._office, self._panel, self._queue, self._page = desk, office, panel, queue, page
        self.files = TableExport(desk, page)
        self._key: tuple[str, str] | None = None
        self._log: LogCheck | None = None
        desk.texts.language_changed.connect(self._on_language)
        evidence = office.evidence
        queue.card.bar.evidence.clicked.connect(self.save_evidence)
        panel.check_asked.connect(evidence.verify)
        panel.trust_asked.connect(self._on_trust)
        panel.log_check_asked.connect(evidence.check_log)
        evidence.checked.connect(self._on_checked)
        evidence.key_read.connect(self._on_key)
        evidence.log_read.connect(lambda entries: panel.show_log(log_table(entries, desk.texts)))
        evidence.log_checked.connect(self._on_log_checked)

    def refresh(self) -> None:
        """Read key and log anew."""
        self._office.evidence.read_log()

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
            left_out=self._queue.filters.in_words,
            note=texts.say("screening.about_note"),
        )

    def _on_checked(self, verdict: Verdict) -> None:
        words = verdict_words(verdict, self._desk.texts)
        self._panel.show_verdict(words.level, words.said, words.details, can_trust=words.can_accept)

    def _on_trust(self) -> None:
        dialog = NameDialog(self._desk, self._page, "screening_desk.key_trust", "screening_desk.key_trust_about")
        dialog.named.connect(self._office.evidence.accept)
        dialog.named.connect(dialog.accept)
        dialog.open()

    def _on_language(self) -> None:
        if self._office.evidence.verdict is not None:
            self._on_checked(self._office.evidence.verdict)
        if self._key is not None:
            self._on_key(*self._key)
        if self._log is not None:
            self._on_log_checked(self._log)
        if self._panel.isVisible():
            self.refresh()

    def _on_key(self, fingerprint: str, origin: str) -> None:
        self._key = fingerprint, origin
        texts = self._desk.texts
        said = texts.say("screening_desk.key", fingerprint=fingerprint)
        self._panel.show_key(f"{said} {texts.say(f'cases.key_{origin}')}")

    def _on_log_checked(self, check: LogCheck) -> None:
        self._log = check
        texts = self._desk.texts
        if check.is_whole:
            said = texts.say("screening_desk.log_whole", entries=f"{check.entries:,}", hash=check.head.hash[:16])
        else:
            said = " ".join(problem.text(texts.language) for problem in check.problems)
        self._panel.show_log_verdict("success" if check.is_whole else "danger", said)
