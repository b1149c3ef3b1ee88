"""What stands in place of prices while there are none: nothing imported, being calibrated, stopped, or failed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from app.bridge.desk import Desk
from app.bridge.price_source import PriceSource, Readiness
from app.engine.errors import EngineError
from app.widgets.parts import button, label

_WIDTH, _STEPS = 560, 1_000


class Standing(QFrame):
    """Follows the source; the page shows it while prices cannot be asked for."""

    retried = Signal()
    demo_wanted = Signal()

    def __init__(self, desk: Desk, source: PriceSource) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._desk, self._source = desk, source
        self.sentence = label("muted", "priceStanding", wraps=True)
        self.heading = label("heading", "priceStandingHeading")
        self.progress = QProgressBar(textVisible=False)
        self.stop, self.again = button("", "stopOpening"), button("primary", "openAgain")
        self.imports, self.demo = button("primary", "importFiles"), button("", "useDemo")
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
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        for each, code in (
            (self.stop, "stop"),
            (self.again, "again"),
            (self.imports, "import_files"),
            (self.demo, "use_demo"),
        ):
            texts.bind(each.setText, f"price_desk.{code}")
        for centred in (self.heading, self.sentence):
            centred.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setFixedWidth(_WIDTH)
        self.progress.setFixedWidth(_WIDTH // 2)
        column = QVBoxLayout(self)
        column.setSpacing(space(3))
        column.addStretch(2)
        column.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignHCenter)
        # Between stretches, for an aligned label is given too little height for its lines
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.sentence)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addStretch(1)
        for each in (self.stop, self.again, self.imports, self.demo):
            row.addWidget(each)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
