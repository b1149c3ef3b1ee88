"""What the codes of one picture say, a card for each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.bridge.code_board import ScannedPicture
from app.bridge.desk import Desk
from app.bridge.photo_items import Origin
from app.views.recognise.code_card import CodeCard
from app.widgets.parts import label

_WIDTH = 420


class CodeCards(QScrollArea):
    """Cards are made anew for each picture; where there is no code, the reason stands in their place."""

    pointed_at = Signal(int)
    price_wanted = Signal(object)  # Selection
    screening_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(widgetResizable=True)
        self._desk = desk
        self.cards: list[CodeCard] = []
        self.problem = label("danger", "scanProblem", wraps=True)
        space = desk.theme.tokens.space
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, space(1), 0)
        self._list.setSpacing(space(2))
        self._list.addWidget(self.problem)
        self._list.addStretch(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self.setMinimumWidth(_WIDTH)

    def show_codes(self, shown: ScannedPicture | None) -> None:
        """The codes of another picture, or in another language."""
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        found = shown.codes if shown is not None else ()
        self.cards = [CodeCard(self._desk, each, number) for number, each in enumerate(found, start=1)]
        for number, card in enumerate(self.cards):
            card.pointed_at.connect(lambda number=number: self.pointed_at.emit(number))
            card.price_wanted.connect(self.price_wanted)
            card.screening_wanted.connect(self.screening_wanted)
            self._list.insertWidget(number + 1, card)
        self.problem.setText(self._problem_text(shown))
        self.problem.setVisible(bool(self.problem.text()))

    def reveal(self, number: int) -> None:
        """Bring the card of one code into sight."""
        if number < len(self.cards):
            self.cards[number].text.setFocus()
            self.ensureWidgetVisible(self.cards[number])

    def _problem_text(self, shown: ScannedPicture | None) -> str:
        if shown is None or shown.codes:
            return ""
        if shown.problem is not None:
            return self._desk.texts.sentence(shown.problem)
        # The next frame of a camera may show one
        return "" if shown.origin is Origin.CAMERA else self._desk.texts.say("codes.none", file=shown.name)
