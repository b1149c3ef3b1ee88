"""What stands in place of the charts when there is nothing to draw: why, and which way leads out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.named import Named
from app.widgets.invitation import Invitation

_NO_DATA, _NOTHING_FOUND, _FAILED = "database", "filter", "triangle-alert"


class EmptyPanel(QWidget):
    """A sentence, and a button for each filter without which there would be records."""

    way_chosen = Signal(object)  # Selection
    retried = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._invitation = Invitation(desk, _NO_DATA, "emptyDashboard")
        self.heading, self.about = self._invitation.heading, self._invitation.about
        self.retry = self._invitation.add("primary", "retry")
        desk.texts.bind(self.retry.setText, "dashboard.retry")
        self.retry.clicked.connect(self.retried)
        self.to_data = self._invitation.add("primary", "toData")
        desk.texts.bind(self.to_data.setText, "dashboard.to_data")
        self.to_data.clicked.connect(lambda: desk.navigation.go("data"))
        self._buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.addWidget(self._invitation)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The ways out that are offered."""
        return tuple(self._buttons)

    def show_nothing_found(self, ways: Sequence[Named]) -> None:
        """No record matches; each way is a selection that has some."""
        say = self._desk.texts.say
        about = "dashboard.empty_ways" if ways else "dashboard.empty_no_way"
        self._show(_NOTHING_FOUND, say("dashboard.empty"), say(about), ways)

    def show_no_data(self) -> None:
        """Nothing was imported yet."""
        say = self._desk.texts.say
        self._show(_NO_DATA, say("dashboard.no_data"), say("dashboard.no_data_about"), ())

    def show_failure(self, sentence: str) -> None:
        """The question failed."""
        self._show(_FAILED, self._desk.texts.say("dashboard.failed"), sentence, ())

    def _show(self, icon: str, heading: str, about: str, ways: Sequence[Named]) -> None:
        self._invitation.draw(icon)
        self.heading.setText(heading)
        self.about.setText(about)
        self.retry.setVisible(icon == _FAILED)
        self.to_data.setVisible(icon == _NO_DATA)
        for each in self._buttons:
            each.setParent(None)
            each.deleteLater()
        self._buttons = [self._way(way) for way in ways]

    def _way(self, way: Named) -> QPushButton:
        made = self._invitation.add("", "")
        made.setText(way.text.replace("&", "&&"))
        made.setToolTip(way.tip)
        made.clicked.connect(lambda: self.way_chosen.emit(way.target))
        return made
