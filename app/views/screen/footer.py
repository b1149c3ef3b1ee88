"""Below the scenes: what the figures rest on, what is wrong, how to steer, and which scene comes when."""

from __future__ import annotations

from PySide6.QtCore import QPropertyAnimation, QTimer
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QStackedLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screen_style import CHART_GAP_STEP, Measures
from app.views.screen.steps import SceneSteps
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import label

_KEYS_FOR_MS, _FADE_MS = 5_000, 800


class ScreenFooter(QWidget):
    """A problem stands in place of the basis; the keys stand over both for a while when someone is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.basis, self.problem, self.keys = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self.paused, self.steps = label("", "screenPaused"), SceneSteps(desk)
        for line, name in ((self.basis, "screenBasis"), (self.problem, "screenProblem"), (self.keys, "screenKeys")):
            line.setObjectName(name)
        desk.texts.bind(self.keys.setText, "screen.keys")
        desk.texts.bind(self.paused.setText, "screen.paused")
        self.paused.hide()
        self._build()
        self._leaving = QTimer(self, singleShot=True, interval=_KEYS_FOR_MS)
        self._leaving.timeout.connect(self._fade_keys)

    def show_keys(self) -> None:
        """Tell how the screen is steered; the line fades by itself."""
        self._fading.stop()
        self._opacity.setOpacity(1.0)
        self._lines.setCurrentWidget(self.keys)
        self._leaving.start()

    def show_problem(self, sentence: str) -> None:
        """What went wrong, "" for nothing."""
        self.problem.setText(sentence)
        if self._lines.currentWidget() is not self.keys:
            self._show_line()

    def fit(self, measures: Measures) -> None:
        """Lengths for another size of the screen."""
        self._row.setSpacing(measures.length(28))
        inset = measures.chart_length(self._desk.theme.tokens.space(CHART_GAP_STEP))
        self._row.setContentsMargins(inset, 0, inset, 0)
        self.steps.fit(measures)

    def _build(self) -> None:
        self._lines = QStackedLayout()
        for line in (self.basis, self.problem, self.keys):
            self._lines.addWidget(line)
        self._opacity = QGraphicsOpacityEffect(self.keys)
        self.keys.setGraphicsEffect(self._opacity)
        self._fading = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fading.setDuration(_FADE_MS)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.finished.connect(self._show_line)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._lines, 1)
        self._row.addWidget(self.paused)
        self._row.addWidget(self.steps)

    def _fade_keys(self) -> None:
        if self._desk.settings.settings.animations:
            self._fading.start()
        else:
            self._show_line()

    def _show_line(self) -> None:
        self._lines.setCurrentWidget(self.problem if self.problem.text() else self.basis)
