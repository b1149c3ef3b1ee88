"""Evidence files of this or another desk are checked here, and the log of this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.camera import Camera
from app.bridge.desk import Desk
from app.engine.reports.tables import Table
from app.views.screening.evidence_camera import EvidenceCamera
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import button, frame, label
from app.widgets.report_table import ReportTable

FileChooser = Callable[[QWidget, str], Path | None]
_WIDTH = 420


def choose_evidence(parent: QWidget, title: str) -> Path | None:
    """An evidence file, or a picture of its code."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, title, str(Path.home()), "PDF, JPEG, PNG (*.pdf *.jpg *.jpeg *.png)"
    )
    return Path(chosen) if chosen else None


class EvidencePanel(QWidget):
    """Takes files that are dropped on it."""

    check_asked = Signal(object)  # Path
    trust_asked = Signal()
    log_check_asked = Signal()

    def __init__(self, desk: Desk, *, chooser: FileChooser = choose_evidence, camera: Camera | None = None) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._desk = desk
        self.chooser = chooser
        self.choose, self.trust = button("primary", "chooseEvidence"), button("", "trustKey")
        self.camera = EvidenceCamera(desk, camera)
        self.verdict = frame("banner", "evidenceVerdict")
        self.said = label("heading", "evidenceSaid", wraps=True)
        self.details = CopyLabel(desk.texts, "", "evidenceDetails", wraps=True)
        self.key = CopyLabel(desk.texts, "caption", "deskKey", wraps=True)
        self.check_log = button("", "checkLog")
        self.log_said = CopyLabel(desk.texts, "", "logSaid", wraps=True)
        self.log = ReportTable(Table("", (), ()))
        self._build()
        self.choose.clicked.connect(self._on_choose)
        self.trust.clicked.connect(self.trust_asked)
        self.check_log.clicked.connect(self.log_check_asked)
        self.verdict.hide()
        self.trust.hide()

    def show_verdict(self, level: str, said: str, details: str, *, can_trust: bool) -> None:
        """What was found of an evidence file; `level` is that of a banner."""
        self.said.setText(said)
        self.details.setText(details)
        self.verdict.setProperty("level", level)
        self.verdict.style().polish(self.verdict)
        self.verdict.show()
        self.trust.setVisible(can_trust)

    def show_key(self, said: str) -> None:
        """Which key signs here, and where it is kept."""
        self.key.setText(said)

    def show_log(self, table: Table) -> None:
        """The newest entries."""
        self.log.show_table(table)

    def show_log_verdict(self, role: str, said: str) -> None:
        """Whether the log is whole."""
        self.log_said.setText(said)
        self.log_said.setProperty("role", role)
        self.log_said.style().polish(self.log_said)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802  # Qt's name
        """Files only."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802  # Qt's name
        """Check the first that was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.check_asked.emit(paths[0])

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space(3), 0, 0)
        row.setSpacing(space(3))
        self.card = self._evidence_card()
        row.addWidget(self.card)
        row.addWidget(self._log_card(), 1)

    def _evidence_card(self) -> QFrame:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        card, heading, about = frame("card"), label("heading"), label("muted", wraps=True)
        card.setFixedWidth(_WIDTH)
        for setter, code in (
            (heading.setText, "evidence_check"),
            (about.setText, "evidence_about"),
            (self.choose.setText, "evidence_choose"),
            (self.trust.setText, "key_trust"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        inner = QVBoxLayout(self.verdict)
        inner.setContentsMargins(space(3), space(2), space(3), space(2))
        for widget in (self.said, self.details, self.trust):
            inner.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.camera.toggle)
        buttons.addStretch(1)
        column = QVBoxLayout(card)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(3))
        column.addWidget(heading)
        column.addWidget(about)
        column.addLayout(buttons)
        column.addWidget(self.camera)
        column.addWidget(self.verdict)
        column.addStretch(1)
        column.addWidget(self.key)
        return card

    def _log_card(self) -> QFrame:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        card, heading, about = frame("card"), label("heading"), label("muted", wraps=True)
        for setter, code in (
            (heading.setText, "log_title"),
            (about.setText, "log_about"),
            (self.check_log.setText, "log_check"),
            (self.log.setAccessibleName, "log_title"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        top = QHBoxLayout()
        top.addWidget(self.check_log)
        top.addWidget(self.log_said, 1)
        column = QVBoxLayout(card)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(3))
        for widget in (heading, about):
            column.addWidget(widget)
        column.addLayout(top)
        column.addWidget(self.log, 1)
        return card

    def _on_choose(self) -> None:
        path = self.chooser(self, self._desk.texts.say("screening_desk.evidence_choose"))
        if path is not None:
            self.check_asked.emit(path)
