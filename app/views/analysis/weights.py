"""The weights of the score: a slider for each part, with what the part alone would have foretold."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSlider, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.engine.analysis.potential import DEFAULT_WEIGHTS, HEAVIEST, Part
from app.engine.analysis.potential_record import Spread
from app.engine.analysis.potential_words import correlation
from app.widgets.parts import button, frame, label

_STEPS = 2  # of the slider for one point of weight
_WIDTH = 280


class WeightsPanel(QFrame):
    """`changed` while a slider moves."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFixedWidth(_WIDTH)
        self._desk = desk
        self.sliders: dict[Part, QSlider] = {}
        self._shown: dict[Part, QLabel] = {}
        self._alone: dict[Part, QLabel] = {}
        self.reset = button("link", "resetWeights")
        desk.texts.bind(self.reset.setText, "potential.reset")
        self.reset.clicked.connect(lambda: self.show_weights(DEFAULT_WEIGHTS))
        self._build()
        self.show_weights(DEFAULT_WEIGHTS)

    @property
    def weights(self) -> dict[Part, float]:
        """As the sliders stand."""
        return {part: slider.value() / _STEPS for part, slider in self.sliders.items()}

    def show_weights(self, weights: Mapping[Part, float]) -> None:
        """Move the sliders; those of parts that are not named stay."""
        for part, weight in weights.items():
            self.sliders[part].setValue(round(weight * _STEPS))

    def show_alone(self, alone: Mapping[Part, Spread | None]) -> None:
        """Tell what each part alone would have foretold."""
        for part, spread in alone.items():
            self._alone[part].setText(correlation(spread))

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        title, about = label("heading"), label("caption", wraps=True)
        texts.bind(title.setText, "potential.weights")
        texts.bind(about.setText, "potential.weights_about")
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, space(2), 0)
        grid.setVerticalSpacing(space(1))
        grid.setColumnStretch(0, 1)
        for place, part in enumerate(Part):
            self._add(grid, place, part)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(2), space(3))
        column.setSpacing(space(2))
        column.addWidget(title)
        column.addWidget(about)
        column.addWidget(area, 1)
        column.addWidget(frame("line"))
        column.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)

    def _add(self, grid: QGridLayout, place: int, part: Part) -> None:
        texts = self._desk.texts
        name, shown, alone = label(), label("muted"), label("caption")
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName(part.value)
        slider.setRange(0, round(HEAVIEST * _STEPS))
        slider.setPageStep(_STEPS)
        texts.bind(name.setText, f"potential.part_{part.value}")
        texts.bind(slider.setAccessibleName, f"potential.part_{part.value}")
        for widget in (name, slider, alone):
            texts.bind(widget.setToolTip, f"potential.about_{part.value}")
        slider.valueChanged.connect(lambda value: shown.setText(f"{value / _STEPS:g}"))
        slider.valueChanged.connect(self.changed)
        self.sliders[part], self._shown[part], self._alone[part] = slider, shown, alone
        shown.setText("0")
        shown.setFixedWidth(shown.fontMetrics().horizontalAdvance("00.0") + 4)
        row = 2 * place
        grid.addWidget(name, row, 0)
        grid.addWidget(alone, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(shown, row, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(slider, row + 1, 0, 1, 3)
