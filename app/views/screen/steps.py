"""The scenes that take turns, with the time that the one on show has been there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screen_scenes import Scene
from app.bridge.screen_style import Measures
from app.widgets.parts import label

_WHOLE = 1_000


class SceneSteps(QWidget):
    """A bar above each scene's name; the one of the scene on show fills."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._steps = {scene: _Step(desk, scene) for scene in Scene}
        self._current: Scene | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for step in self._steps.values():
            self._row.addWidget(step, 1)

    def show_scenes(self, scenes: Sequence[Scene], current: Scene | None) -> None:
        """Show these, with one of them marked."""
        self._current = current
        for scene, step in self._steps.items():
            step.setVisible(scene in scenes)
            step.mark(is_active=scene is current)

    def show_progress(self, part: float) -> None:
        """How much of the scene's time is over, from 0 to 1."""
        if self._current is not None:
            self._steps[self._current].bar.setValue(round(part * _WHOLE))

    def fit(self, measures: Measures) -> None:
        """Lengths for another size of the screen."""
        self._row.setSpacing(measures.length(16))
        for step in self._steps.values():
            step.fit(measures)


class _Step(QWidget):
    def __init__(self, desk: Desk, scene: Scene) -> None:
        super().__init__()
        self.bar = QProgressBar(maximum=_WHOLE, textVisible=False)
        self._name = label("step")
        desk.texts.bind(self._name.setText, f"screen.scene_{scene.value}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.bar)
        self._column.addWidget(self._name, 0, Qt.AlignmentFlag.AlignHCenter)

    def mark(self, *, is_active: bool) -> None:
        self.bar.setValue(0)
        for part in (self.bar, self._name):
            if part.property("active") != is_active:
                part.setProperty("active", is_active)
                part.style().unpolish(part)
                part.style().polish(part)

    def fit(self, measures: Measures) -> None:
        self._column.setSpacing(measures.length(6))
        self.setMinimumWidth(measures.length(96))
