"""The way down to what is shown, with a way back at each step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.bridge.icons import Icons
from app.bridge.named import Named
from app.bridge.texts import Texts
from app.bridge.theme import Theme

_ICON = 16
_LONGEST_STEP, _LONGEST_LAST = 16, 30


class Breadcrumb(QWidget):
    """Steps from left to right; all but the last are buttons."""

    step_chosen = Signal(object)

    def __init__(self, icons: Icons, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._icons = icons
        self._texts = texts
        self._steps: tuple[Named, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        texts.bind(self.setAccessibleName, "dashboard.path")
        theme.changed.connect(lambda: self.show_steps(self._steps))

    @property
    def steps(self) -> tuple[Named, ...]:
        """What is shown."""
        return self._steps

    def show_steps(self, steps: Sequence[Named]) -> None:
        """Show these; at least one."""
        self._steps = tuple(steps)
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        for step in self._steps[:-1]:
            self._row.addWidget(self._button(step))
            self._row.addWidget(self._chevron())
        for step in self._steps[-1:]:
            self._row.addWidget(self._last(step))
        self._row.addStretch(1)

    def _button(self, step: Named) -> QPushButton:
        button = QPushButton(_shortened(step.text, _LONGEST_STEP).replace("&", "&&"))
        button.setProperty("role", "link")
        button.setToolTip(step.tip)
        button.setAccessibleName(self._texts.say("dashboard.back_to", step=step.tip))
        button.clicked.connect(lambda: self.step_chosen.emit(step.target))
        return button

    def _last(self, step: Named) -> QLabel:
        label = QLabel(_shortened(step.text, _LONGEST_LAST))
        label.setProperty("role", "heading")
        label.setToolTip(step.tip)
        label.setAccessibleName(step.tip)
        label.setContentsMargins(6, 0, 0, 0)
        return label

    def _chevron(self) -> QLabel:
        label = QLabel()
        label.setPixmap(self._icons.pixmap("chevron-right", _ICON, "muted"))
        return label


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
