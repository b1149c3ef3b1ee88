"""What is measured and how maps are coloured, and which of several sources answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.bridge.charts.scales import Scale
from app.bridge.dashboard_metrics import Metric
from app.bridge.dashboard_state import DashboardState
from app.bridge.desk import Desk
from app.bridge.named import Named
from app.engine.store.selection import Direction, Selection
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import button
from app.widgets.segments import Segments

_BOTH = "both"
_CONTEXT_LETTERS = 16
_NARROWEST_CONTEXT = 98


class Controls(QWidget):
    """Tells what the user chose; shows what the page says."""

    direction_chosen = Signal(object)  # Direction or None for both
    metric_chosen = Signal(object)
    scale_chosen = Signal(object)
    flows_toggled = Signal(bool)
    context_chosen = Signal(object)  # Selection

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        texts = desk.texts
        directions = ((_BOTH, "dashboard.both"), ("import", "dashboard.imports"), ("export", "dashboard.exports"))
        self.directions = Segments(texts, "dashboard.direction", directions)
        metrics = [(metric.value, f"dashboard.metric_{metric.value}") for metric in Metric]
        self.metrics = Segments(texts, "dashboard.metric", metrics)
        self.scale = ChoiceBox(
            texts, lambda scale: texts.say(f"dashboard.scale_{scale.value}"), label_code="dashboard.scale"
        )
        self.scale.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        texts.bind(self.scale.setToolTip, "dashboard.scale")
        self.flows = button("toggle", "flows")
        self.flows.setCheckable(True)
        texts.bind(self.flows.setText, "dashboard.flows")
        texts.bind(self.flows.setToolTip, "dashboard.flows_tip")
        self.contexts = ChoiceBox(texts, lambda named: named.text, label_code="dashboard.context")
        texts.bind(self.contexts.setToolTip, "dashboard.context_tip")
        self.contexts.setMinimumContentsLength(_CONTEXT_LETTERS)
        self.contexts.setMinimumWidth(_NARROWEST_CONTEXT)
        self.contexts.hide()
        self._build(desk)
        self._connect()

    def show_state(self, state: DashboardState, selection: Selection) -> None:
        """Mark what holds."""
        self.directions.show_choice(selection.direction.value if selection.direction else _BOTH)
        self.metrics.show_choice(state.metric.value)
        self.scale.show_choices((Scale.LOG, Scale.QUANTILE), state.scale)
        self.scale.setEnabled(state.metric is not Metric.GROWTH)
        self.flows.setChecked(state.has_flows)
        self.flows.setEnabled(state.metric.is_additive)

    def show_contexts(self, choices: Sequence[Named], current: Named | None) -> None:
        """Offer the sources, currencies and reporters; a single one needs no choice."""
        self.contexts.setVisible(len(choices) > 1)
        if current is not None:
            self.contexts.show_choices(choices, current)

    def _build(self, desk: Desk) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.tokens.space(2))
        for widget in (self.contexts, self.directions, self.metrics, self.scale, self.flows):
            row.addWidget(widget)

    def _connect(self) -> None:
        self.directions.chosen.connect(self._on_direction_chosen)
        self.metrics.chosen.connect(lambda name: self.metric_chosen.emit(Metric(name)))
        self.scale.chosen.connect(self.scale_chosen)
        self.flows.clicked.connect(self.flows_toggled)
        self.contexts.chosen.connect(lambda named: self.context_chosen.emit(named.target))

    def _on_direction_chosen(self, name: str) -> None:
        self.direction_chosen.emit(None if name == _BOTH else Direction(name))
