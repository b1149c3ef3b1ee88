"""The steps of a story: one button for each picture, and one to either side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import button, label


class StorySteps(QWidget):
    """`chosen(step)`, counted from zero."""

    chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._step = 0
        self.back, self.forward = button("", "storyBack"), button("primary", "storyForward")
        self.place = label("muted", "storyPlace")
        self.buttons: list[QPushButton] = []
        desk.texts.bind(self.back.setText, "story.back")
        desk.texts.bind(self.forward.setText, "story.forward")
        desk.texts.bind(self.back.setToolTip, "story.back_key")
        desk.texts.bind(self.forward.setToolTip, "story.forward_key")
        self._row = QHBoxLayout()
        self._row.setSpacing(desk.theme.tokens.space(1))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(desk.theme.tokens.space(3))
        whole.addWidget(self.back)
        whole.addLayout(self._row, 1)
        whole.addWidget(self.place)
        whole.addWidget(self.forward)
        self.back.clicked.connect(lambda: self.chosen.emit(self._step - 1))
        self.forward.clicked.connect(lambda: self.chosen.emit(self._step + 1))

    def show_steps(self, titles: Sequence[str], step: int) -> None:
        """Name the steps and mark the one that is shown."""
        while len(self.buttons) < len(titles):
            self._add_button(len(self.buttons))
        for number, (one, title) in enumerate(zip(self.buttons, titles, strict=False)):
            one.setText(f"{number + 1}  {title}".strip())
            one.setToolTip(title)
            one.setChecked(number == step)
        self._step = step
        self.back.setEnabled(step > 0)
        self.forward.setEnabled(step < len(titles) - 1)
        self.place.setText(f"{step + 1} / {len(titles)}")

    def _add_button(self, number: int) -> None:
        made = button("segment")
        made.setCheckable(True)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda: self.chosen.emit(number))
        self.buttons.append(made)
        self._row.addWidget(made, 1)
