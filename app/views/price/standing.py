"""What stands in place of prices while there are none: nothing imported, being calibrated, stopped, or failed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.price_source import PriceSource, Readiness
from app.engine.errors import EngineError
from app.widgets.invitation import Invitation

_BAR_WIDTH, _STEPS = 280, 1_000


class Standing(QWidget):
    """Follows the source; the page shows it while prices cannot be asked for."""

    retried = Signal()
    demo_wanted = Signal()

    def __init__(self, desk: Desk, source: PriceSource) -> None:
        super().__init__()
        self._desk, self._source = desk, source
        self._invitation = invitation = Invitation(desk, "tag", "priceStanding", role="card")
        self.heading, self.sentence = invitation.heading, invitation.about
        self.progress = QProgressBar(textVisible=False)
        self.stop, self.again = invitation.add("", "stopOpening"), invitation.add("primary", "openAgain")
        self.imports, self.demo = invitation.add("primary", "importFiles"), invitation.add("", "useDemo")
        self._build()
        self.stop.clicked.connect(source.stop)
        self.again.clicked.connect(source.open)
        self.imports.clicked.connect(lambda: desk.navigation.offer_files([]))
        self.demo.clicked.connect(self.demo_wanted)
        source.progressed.connect(self._on_progressed)

    def show_state(self) -> None:
        """Say what is the matter and offer the way out."""
        texts, readiness = self._desk.texts, self._source.readiness
        is_opening = readiness in {Readiness.OPENING, Readiness.WAITING}
        has_none = readiness is Readiness.NO_DATA
        self.heading.setVisible(is_opening)
        self.progress.setVisible(is_opening)
        self.progress.setRange(0, 0)
        self.stop.setVisible(is_opening)
        self.again.setVisible(readiness in {Readiness.FAILED, Readiness.STOPPED})
        for way in (self.imports, self.demo):
            way.setVisible(has_none)
        error = self._source.error
        if is_opening:
            texts.bind(self.heading.setText, "price_desk.opening")
            texts.bind(self.sentence.setText, "price_desk.opening_about")
        elif has_none:
            texts.bind(self.sentence.setText, "price_desk.no_data")
        elif readiness is Readiness.STOPPED:
            texts.bind(self.sentence.setText, "price_desk.stopped")
        elif isinstance(error, EngineError):
            known = error
            texts.follow(self.sentence.setText, lambda: texts.sentence(known))
        else:
            texts.bind(self.sentence.setText, "price_desk.failed")

    def _on_progressed(self, done: int, total: int | None) -> None:
        if total:
            self.progress.setRange(0, _STEPS)
            self.progress.setValue(round(_STEPS * done / total))
        else:
            self.progress.setRange(0, 0)

    def _build(self) -> None:
        texts = self._desk.texts
        for each, code in (
            (self.stop, "stop"),
            (self.again, "again"),
            (self.imports, "import_files"),
            (self.demo, "use_demo"),
        ):
            texts.bind(each.setText, f"price_desk.{code}")
        self.progress.setFixedWidth(_BAR_WIDTH)
        self._invitation.put_below(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._invitation)
