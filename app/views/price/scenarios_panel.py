"""Up to six prices side by side: named, reopened, removed, and every change taken back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.bridge.dashboard_amounts import change
from app.bridge.desk import Desk
from app.bridge.price_products import product_name
from app.bridge.price_scenarios import Scenario, Scenarios
from app.bridge.price_tables import scenario_name
from app.bridge.price_words import answer_words, question_words
from app.engine.price.answers import PriceAnswer
from app.widgets.copy_label import CopyLabel
from app.widgets.elided_label import ElidedLabel
from app.widgets.interval_bar import IntervalBar
from app.widgets.parts import button, label

_LONGEST, _NARROWEST, _WIDEST = 40, 210, 320
_TERM_LINES = 2


class ScenariosPanel(QWidget):
    """Follows the scenarios; `opened` asks for the question of one again."""

    opened = Signal(object)  # PriceQuestion

    def __init__(self, desk: Desk, scenarios: Scenarios) -> None:
        super().__init__()
        self._desk, self._scenarios = desk, scenarios
        self.cards: list[ScenarioCard] = []
        self.nothing = label("muted", "noScenarios", wraps=True)
        self.undo = button("", "undoScenario")
        self._row = QHBoxLayout()
        self._area = QScrollArea(widgetResizable=True)
        self._build()
        self.undo.clicked.connect(scenarios.undo)
        scenarios.changed.connect(self._show)
        desk.texts.language_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        for card in self.cards:
            card.dismiss()
            self._row.removeWidget(card)
        self.cards = [ScenarioCard(self._desk, self._scenarios, place) for place in range(len(self._scenarios.all))]
        for card in self.cards:
            card.opened.connect(self.opened)
            self._row.insertWidget(self._row.count() - 1, card, 1)
        self.nothing.setVisible(not self.cards)
        self._area.setVisible(bool(self.cards))
        self.undo.setEnabled(self._scenarios.can_undo)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        texts.bind(self.nothing.setText, "price_desk.scenarios_none")
        texts.bind(self.undo.setText, "price_desk.undo")
        holder = QWidget()
        holder.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(space(2))
        self._row.addStretch(0)
        self._area.setWidget(holder)
        top = QHBoxLayout()
        top.addWidget(self.nothing, 1)
        top.addStretch(0)
        top.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space(2), 0, 0)
        column.setSpacing(space(2))
        column.addLayout(top)
        column.addWidget(self._area, 1)
        column.addStretch(0)


class ScenarioCard(QFrame):
    """One scenario; its name is a line to type in."""

    opened = Signal(object)

    def __init__(self, desk: Desk, scenarios: Scenarios, place: int) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setMinimumWidth(_NARROWEST)
        self.setMaximumWidth(_WIDEST)
        self._desk = desk
        self._is_dismissed = False
        texts, scenario = desk.texts, scenarios.all[place]
        answer, language = scenario.answer, texts.language
        words = answer_words(answer, language)
        self.name = QLineEdit(scenario_name(scenario, place, language), maxLength=_LONGEST)
        self.remove = QToolButton()
        self.remove.setIcon(desk.icons.icon("x"))
        self.price, self.unit = CopyLabel(texts, "figure"), CopyLabel(texts, "muted")
        self.price.setText(words.price)
        self.unit.setText(words.unit)
        self.bar = IntervalBar(desk.theme)
        self.bar.show_price(answer.price, answer.intervals)
        self.against = label("caption", "against", wraps=True)
        self.against.setText(self._difference(scenarios.all[0], scenario) if place else "")
        self.open = button("link", "openScenario")
        texts.bind(self.open.setText, "price_desk.scenario_open")
        for setter in (self.remove.setToolTip, self.remove.setAccessibleName):
            texts.bind(setter, "price_desk.scenario_remove")
        for setter in (self.name.setToolTip, self.name.setAccessibleName):
            texts.bind(setter, "price_desk.scenario_rename")
        self._build(answer, tuple(f"{level}  {bounds}" for level, bounds in words.intervals))
        self.name.editingFinished.connect(lambda: self._rename(scenarios, place))
        self.remove.clicked.connect(lambda: scenarios.remove(place))
        self.open.clicked.connect(lambda: self.opened.emit(answer.question))

    def dismiss(self) -> None:
        """Go away; not at once, for one of its own signals may be the reason."""
        self._is_dismissed = True
        self.hide()
        self.deleteLater()

    def _build(self, answer: PriceAnswer, bounds: tuple[str, ...]) -> None:
        space, language = self._desk.theme.tokens.space, self._desk.texts.language
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(1))
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.remove)
        column.addLayout(head)
        # One line and two, so that the prices of all cards stand at one height
        product, terms = ElidedLabel(), CopyLabel(self._desk.texts, "caption", "scenarioTerms", wraps=True)
        product.setText(product_name(answer.question.hs, language))
        terms.setText(question_words(replace(answer.question, unit=answer.unit), language))
        terms.setAlignment(Qt.AlignmentFlag.AlignTop)
        terms.setFixedHeight(_TERM_LINES * terms.fontMetrics().lineSpacing())
        column.addWidget(product)
        column.addWidget(terms)
        figure = QHBoxLayout()
        figure.addWidget(self.price)
        figure.addWidget(self.unit, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(figure)
        column.addWidget(self.bar)
        for bound in bounds:
            line = CopyLabel(self._desk.texts, "caption")
            line.setText(bound)
            column.addWidget(line)
        column.addWidget(self.against)
        column.addStretch(1)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)

    def _difference(self, first: Scenario, own: Scenario) -> str:
        """Prices are compared in one unit and currency only."""
        base, price = first.answer.price, own.answer.price
        if not base or price is None:
            return ""
        say = self._desk.texts.say
        if (first.answer.unit, first.answer.currency) != (own.answer.unit, own.answer.currency):
            return say("price_desk.scenario_other_unit")
        return say("price_desk.scenario_against", change=change(price / base - 1))

    def _rename(self, scenarios: Scenarios, place: int) -> None:
        """A card that is being taken away loses the focus too, and names nothing any more."""
        if self._is_dismissed:
            return
        shown = scenario_name(scenarios.all[place], place, self._desk.texts.language)
        if self.name.text().strip() != shown:
            scenarios.rename(place, self.name.text())
