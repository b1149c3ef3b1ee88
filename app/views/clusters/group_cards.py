"""A card for each group: its colour, name and description, and ways to its members."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.bridge.cluster_words import GroupWords
from app.bridge.desk import Desk
from app.widgets.parts import button, frame, label

_WIDTH = 320
_SWATCH = 14


class GroupCards(QScrollArea):
    """Cards below each other; the descriptions wrap, and the list scrolls."""

    members_requested = Signal(int)  # number of the group
    filter_requested = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(_WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._desk = desk
        self._words: tuple[GroupWords, ...] = ()
        self.cards: list[GroupCard] = []
        desk.theme.changed.connect(self._draw_swatches)

    @property
    def words(self) -> tuple[GroupWords, ...]:
        """What is shown."""
        return self._words

    def show_groups(self, words: Sequence[GroupWords]) -> None:
        """Show these groups."""
        self._words = tuple(words)
        held = QWidget()
        held.setObjectName("page")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, self._desk.theme.tokens.space(2), 0)
        column.setSpacing(self._desk.theme.tokens.space(2))
        self.cards = [GroupCard(self._desk, each) for each in words]
        for card, each in zip(self.cards, words, strict=True):
            card.members.clicked.connect(lambda _=False, number=each.number: self.members_requested.emit(number))
            card.filter.clicked.connect(lambda _=False, number=each.number: self.filter_requested.emit(number))
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(held)
        self._draw_swatches()

    def _draw_swatches(self) -> None:
        series = self._desk.theme.tokens.series
        for card, each in zip(self.cards, self._words, strict=True):
            card.paint(series[each.number % len(series)])


class GroupCard(QFrame):
    """One group."""

    def __init__(self, desk: Desk, words: GroupWords) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName(f"group_{words.sign}")
        space, say = desk.theme.tokens.space, desk.texts.say
        self.swatch = QLabel()
        self.name = label("heading", wraps=True)
        self.name.setText(f"{words.sign} {words.name}")
        self.description = label("", wraps=True)
        self.description.setText(words.description)
        self.description.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.members, self.filter = button("link", "showMembers"), button("link", "filterGroup")
        self.members.setText(say("clusters.show_members"))
        self.filter.setText(say("clusters.select_group"))
        head = QHBoxLayout()
        head.setSpacing(space(2))
        head.addWidget(self.swatch, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.name, 1)
        foot = QHBoxLayout()
        foot.setSpacing(space(3))
        foot.addWidget(self.members)
        foot.addWidget(self.filter)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.setSpacing(space(1))
        column.addLayout(head)
        column.addWidget(self.description)
        column.addWidget(frame("line"))
        column.addLayout(foot)

    def paint(self, colour: str) -> None:
        """Give the card the colour that the group has in the charts."""
        swatch = QPixmap(_SWATCH, _SWATCH)
        swatch.fill(QColor(colour))
        self.swatch.setPixmap(swatch)
