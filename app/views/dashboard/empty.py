"""What stands in place of the charts when there is nothing to draw: why, and which way leads out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.named import Named
from app.widgets.parts import button, label

_WIDTH = 560


class EmptyPanel(QWidget):
    """A sentence, and a button for each filter without which there would be records."""

    way_chosen = Signal(object)  # Selection
    retried = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.heading, self.about = label("heading", "emptyHeading"), label("muted", wraps=True)
        self.about.setFixedWidth(_WIDTH)
        self.retry = button("primary", "retry")
        desk.texts.bind(self.retry.setText, "dashboard.retry")
        self.retry.clicked.connect(self.retried)
        self.to_data = button("primary", "toData")
        desk.texts.bind(self.to_data.setText, "dashboard.to_data")
        self.to_data.clicked.connect(lambda: desk.navigation.go("data"))
        self._ways = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        self._build()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The ways out that are offered."""
        return tuple(self._buttons)

    def show_nothing_found(self, ways: Sequence[Named]) -> None:
        """No record matches; each way is a selection that has some."""
        say = self._desk.texts.say
        about = "dashboard.empty_ways" if ways else "dashboard.empty_no_way"
        self._show(say("dashboard.empty"), say(about), ways, has_retry=False)

    def show_no_data(self) -> None:
        """Nothing was imported yet."""
        say = self._desk.texts.say
        self._show(say("dashboard.no_data"), say("dashboard.no_data_about"), (), has_retry=False)
        self.to_data.show()

    def show_failure(self, sentence: str) -> None:
        """The question failed."""
        self._show(self._desk.texts.say("dashboard.failed"), sentence, (), has_retry=True)

    def _show(self, heading: str, about: str, ways: Sequence[Named], *, has_retry: bool) -> None:
        self.heading.setText(heading)
        self.about.setText(about)
        self.retry.setVisible(has_retry)
        self.to_data.hide()
        for each in self._buttons:
            each.setParent(None)
            each.deleteLater()
        self._buttons = [self._way(way) for way in ways]
        for each in self._buttons:
            self._ways.addWidget(each)

    def _way(self, way: Named) -> QPushButton:
        made = button()
        made.setText(way.text.replace("&", "&&"))
        made.setToolTip(way.tip)
        made.clicked.connect(lambda: self.way_chosen.emit(way.target))
        return made

    def _build(self) -> None:
        space = self._desk.theme.tokens.space
        column = QVBoxLayout(self)
        column.setSpacing(space(3))
        column.addStretch(2)
        for widget in (self.heading, self.about):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self._ways.setSpacing(space(2))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._ways)
        row.addWidget(self.retry)
        row.addWidget(self.to_data)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
