"""What is checked at the desk: evidence files of this or another one, and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.bridge.desk import Desk
from app.bridge.screening_evidence import EvidenceBoard, Verdict
from app.bridge.screening_log import log_table
from app.bridge.screening_verdict import unlogged_text, verdict_words
from app.views.screening.evidence_panel import EvidencePanel
from app.widgets.name_dialog import NameDialog

if TYPE_CHECKING:
    from app.engine.errors import EngineError
    from app.engine.screening.audit import LogCheck


class EvidenceChecks(QObject):
    """Connects the panel of evidence with what checks."""

    def __init__(self, desk: Desk, board: EvidenceBoard, panel: EvidencePanel, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._board, self._panel, self._page = desk, board, panel, page
        self._key: tuple[str, str] | None = None
        self._log: tuple[LogCheck, EngineError | None] | None = None
        desk.texts.language_changed.connect(self._on_language)
        panel.check_asked.connect(board.verify)
        panel.camera.frame_arrived.connect(board.look_at)
        panel.trust_asked.connect(self._on_trust)
        panel.log_check_asked.connect(board.check_log)
        board.checked.connect(self._on_checked)
        board.refused.connect(panel.verdict.hide)
        board.key_read.connect(self._on_key)
        board.log_read.connect(lambda entries: panel.show_log(log_table(entries, desk.texts)))
        board.log_checked.connect(self._on_log_checked)
        board.failed.connect(lambda _error: panel.camera.camera.close())

    def _on_checked(self, verdict: Verdict) -> None:
        self._panel.camera.camera.close()
        words = verdict_words(verdict, self._desk.texts)
        self._panel.show_verdict(words.level, words.said, words.details, can_trust=words.can_accept)

    def _on_trust(self) -> None:
        dialog = NameDialog(self._desk, self._page, "screening_desk.key_trust", "screening_desk.key_trust_about")
        dialog.named.connect(self._board.accept)
        dialog.named.connect(dialog.accept)
        dialog.open()

    def _on_language(self) -> None:
        if self._board.verdict is not None:
            self._on_checked(self._board.verdict)
        if self._key is not None:
            self._on_key(*self._key)
        if self._log is not None:
            self._on_log_checked(*self._log)
        if self._panel.isVisible():
            self._board.read_log()

    def _on_key(self, fingerprint: str, origin: str) -> None:
        self._key = fingerprint, origin
        texts = self._desk.texts
        said = texts.say("screening_desk.key", fingerprint=fingerprint)
        self._panel.show_key(f"{said} {texts.say(f'cases.key_{origin}')}")

    def _on_log_checked(self, check: LogCheck, unlogged: EngineError | None) -> None:
        self._log = check, unlogged
        texts = self._desk.texts
        if check.is_whole:
            said = texts.say("screening_desk.log_whole", entries=f"{check.entries:,}", hash=check.head.hash[:16])
        else:
            said = " ".join(problem.text(texts.language) for problem in check.problems)
        if unlogged is not None:
            said = f"{said} {unlogged_text(unlogged, texts)}"
        self._panel.show_log_verdict("success" if check.is_whole else "danger", said)
