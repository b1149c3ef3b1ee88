"""“We can inspect so many”: a slider, what it is expected to bring, and the plan with its random share."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QSlider, QSpinBox, QVBoxLayout, QWidget

from app.bridge.dashboard_amounts import amount, currency_name
from app.bridge.desk import Desk
from app.bridge.screening_budget import EXPLORATION, STEPS, BudgetBoard, reading_at
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import button, frame, label
from app.widgets.share_plot import ShareCurve, SharePlot

_USUAL_STEP, _MOST_DAYS, _MOST_LINES = 50, 3_650, 100_000_000
_HITS, _RECOVERED, _CHANCE = 0, 1, 7


class BudgetPanel(QWidget):
    """`shown` asks for the queue with the plan alone."""

    shown = Signal()

    def __init__(self, desk: Desk, board: BudgetBoard) -> None:
        super().__init__()
        self._desk, self._board = desk, board
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.lines = QSpinBox(minimum=0, maximum=_MOST_LINES)
        self.per_day = QSpinBox(minimum=1, maximum=_MOST_LINES)
        self.days = QSpinBox(minimum=1, maximum=_MOST_DAYS)
        self.exploration = QDoubleSpinBox(minimum=0, maximum=100, value=EXPLORATION * 100, decimals=1)
        self.share = label("figure", "budgetShare")
        self.hits, self.recovered = label("figure", "budgetHits"), label("figure", "budgetRecovered")
        self.hits_about, self.recovered_about = label("caption", wraps=True), label("caption", wraps=True)
        self.plot = SharePlot(desk.theme)
        self.draw, self.show_plan = button("primary", "drawPlan"), button("", "showPlan")
        self.said = CopyLabel(desk.texts, "muted", "planSaid", wraps=True)
        self.slider.setRange(1, STEPS)
        self.slider.setValue(_USUAL_STEP)
        self._build()
        self._connect()
        self._show()

    @property
    def chosen(self) -> int:
        """How many lines are to be inspected."""
        return self.lines.value()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        about, chance, grid = label("muted", wraps=True), label("caption", wraps=True), QGridLayout()
        texts.bind(about.setText, "screening_desk.budget_about")
        texts.bind(chance.setText, "screening_desk.exploration_about")
        texts.bind(self.slider.setAccessibleName, "screening_desk.budget")
        texts.bind(self.draw.setText, "screening_desk.plan_draw")
        texts.bind(self.show_plan.setText, "screening_desk.plan_show")
        grid.setHorizontalSpacing(space(2))
        grid.setVerticalSpacing(space(2))
        for place, (code, control) in enumerate(
            (
                ("budget_lines", self.lines),
                ("budget_per_day", self.per_day),
                ("budget_days", self.days),
                ("exploration", self.exploration),
            )
        ):
            words = label("caption")
            texts.bind(words.setText, f"screening_desk.{code}")
            texts.bind(control.setAccessibleName, f"screening_desk.{code}")
            control.setKeyboardTracking(False)
            control.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(words, place // 2 * 2, place % 2)
            grid.addWidget(control, place // 2 * 2 + 1, place % 2)
        card = frame("card")
        card.setFixedWidth(380)
        column = QVBoxLayout(card)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        for widget in (about, self.share, self.slider):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addWidget(chance)
        column.addWidget(frame("line"))
        for widget in (self.hits, self.hits_about, self.recovered, self.recovered_about):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.said)
        buttons = QHBoxLayout()
        buttons.addWidget(self.draw)
        buttons.addWidget(self.show_plan)
        buttons.addStretch(1)
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, space(3), 0, 0)
        row.setSpacing(space(3))
        row.addWidget(card)
        row.addWidget(self._curve_card(), 1)

    def _curve_card(self) -> QWidget:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        card, legend = frame("card"), CopyLabel(self._desk.texts, "caption", "budgetLegend", wraps=True)
        texts.bind(legend.setText, "screening_desk.budget_legend")
        column = QVBoxLayout(card)
        column.setContentsMargins(space(3), space(2), space(3), space(2))
        column.addWidget(legend)
        column.addWidget(self.plot, 1)
        return card

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slid)
        self.lines.valueChanged.connect(self._show_reading)
        for box in (self.per_day, self.days):
            box.valueChanged.connect(self._on_days)
        self.exploration.valueChanged.connect(lambda percent: self._board.explore(percent / 100))
        self.draw.clicked.connect(lambda: self._board.draw_plan(self.chosen))
        self.show_plan.clicked.connect(self.shown)
        self._board.changed.connect(self._show)
        self._desk.texts.language_changed.connect(self._show)

    def _on_slid(self, step: int) -> None:
        self.lines.setValue(math.ceil(self._board.total * step / STEPS))

    def _on_days(self, *_value: int) -> None:
        self.lines.setValue(min(self.per_day.value() * self.days.value(), self._board.total))

    def _show(self) -> None:
        total, points, say = self._board.total, self._board.points, self._desk.texts.say
        self.lines.setMaximum(max(total, 1))
        if total and not self.lines.value():
            self._on_slid(self.slider.value())
        last = points[-1] if points else None
        curves = []
        if last is not None:
            xs = (0.0, *(point.share for point in points))
            curves = [ShareCurve(say("screening_desk.legend_chance"), (0.0, 1.0), (0.0, 1.0), _CHANCE, is_dashed=True)]
            if last.expected_hits:
                hits = (0.0, *(point.expected_hits / last.expected_hits for point in points))
                curves.append(ShareCurve(say("screening_desk.legend_hits"), xs, hits, _HITS))
            if last.recovered:
                recovered = (0.0, *(point.recovered / last.recovered for point in points))
                curves.append(ShareCurve(say("screening_desk.legend_recovered"), xs, recovered, _RECOVERED))
        self.plot.show_curves(curves)
        for each in (self.draw, self.slider, self.lines):
            each.setEnabled(last is not None)
        self._say_plan()
        self._show_reading()

    def _show_reading(self, *_lines: int) -> None:
        texts, total = self._desk.texts, self._board.total
        found = reading_at(self._board.points, self.chosen, total)
        if found is None:
            for each in (self.share, self.hits, self.recovered):
                each.setText("–")
            self.hits_about.setText(texts.say("screening_desk.budget_none"))
            self.recovered_about.clear()
            self.plot.read_at(None)
            return
        self.share.setText(f"{found.share:.1%}")
        self.hits.setText(f"{found.expected_hits:,.0f}")
        self.hits_about.setText(texts.say("screening_desk.budget_hits", share=f"{found.share_of_hits:.0%}"))
        self.recovered.setText(amount(found.recovered, texts.language))
        currency = currency_name(self._board.currency, texts.language)
        self.recovered_about.setText(
            texts.say("screening_desk.budget_recovered", share=f"{found.share_recovered:.0%}", currency=currency)
        )
        self.plot.read_at(found.share)

    def _say_plan(self) -> None:
        plan, texts = self._board.plan, self._desk.texts
        self.show_plan.setEnabled(plan is not None)
        if plan is None:
            self.said.setText(texts.say("screening_desk.plan_none"))
        else:
            self.said.setText(
                texts.say(
                    "screening_desk.plan_said", ranked=len(plan.by_rank), explored=len(plan.explored), seed=plan.seed
                )
            )
