"""Which detector finds several goods in one photo: none, or one that was imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.photo_models import detector_call, importing_detector, removing_detector
from app.bridge.photo_session import PhotoSession
from app.bridge.tasks import Lane, Task
from app.widgets.parts import button, label

if TYPE_CHECKING:
    from app.engine.inference.cards import Card

Chooser = Callable[[QWidget], Path | None]
_HASH_SHOWN = 12


class DetectorRow(QFrame):
    """What is chosen takes effect at once, also for the photo that is shown."""

    def __init__(self, desk: Desk, session: PhotoSession, chooser: Chooser) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk, self._session, self.chooser = desk, session, chooser
        self.card: Card | None = None
        self.state = label("muted", "detectorState", wraps=True)
        self.add, self.remove = button("", "importDetector"), button("danger", "removeDetector")
        self._build()
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(lambda: self._run(removing_detector))
        desk.texts.language_changed.connect(self._show)

    def refresh(self) -> None:
        """Look what is used."""
        self._run(None)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        title = label("heading")
        texts.bind(title.setText, "recognise.detector")
        texts.bind(self.add.setText, "recognise.detector_import")
        texts.bind(self.remove.setText, "recognise.detector_remove")
        words = QVBoxLayout()
        words.setSpacing(space(1))
        words.addWidget(title)
        words.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(3), space(2), space(3), space(2))
        row.setSpacing(space(2))
        row.addLayout(words, 1)
        row.addWidget(self.add)
        row.addWidget(self.remove)

    def _on_add(self) -> None:
        source = self.chooser(self)
        if source is not None:
            self._run(importing_detector(source))

    def _run(self, act: Callable[[Path], object] | None) -> None:
        task = Task(detector_call(self._desk.settings.folder, act))
        task.succeeded.connect(lambda card: self._on_read(card, is_change=act is not None))
        task.failed.connect(self._desk.notices.post_error)
        self._desk.runner.start(task, Lane.FILES)

    def _on_read(self, card: Card | None, *, is_change: bool) -> None:
        self.card = card
        self._show()
        if is_change:
            self._session.renew_model()

    def _show(self) -> None:
        card, say = self.card, self._desk.texts.say
        self.remove.setVisible(card is not None)
        if card is None:
            self.state.setText(say("recognise.detector_none"))
        else:
            self.state.setText(say("recognise.detector_used", name=card.model, hash=card.sha256[:_HASH_SHOWN]))
