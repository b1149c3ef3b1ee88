"""Which lines of the queue are shown: by words, code, state, reason, direction and risk, or the plan alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.bridge.data_words import direction_name
from app.bridge.desk import Desk
from app.engine.screening.case_steps import CaseState
from app.engine.screening.findings import Component
from app.engine.screening.queue_filters import QueueFilter
from app.engine.store.selection import Direction
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import button, label

_TYPED_AFTER_MS = 300
_ALL, _OPEN, _DECIDED, _UNCHECKED = "all", "open", "decided", "unchecked"
_STATES = (_ALL, _OPEN, _DECIDED, *(state.value for state in CaseState if state is not CaseState.OPEN))
_RISKS = ("0.1", "0.25", "0.5")
_CODE_WIDTH, _BOX_LETTERS = 110, 7


class FilterRow(QWidget):
    """Emits the whole filter; nothing is asked while one is still typing."""

    changed = Signal(object)  # QueueFilter

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self.search, self.code = QLineEdit(clearButtonEnabled=True), QLineEdit(clearButtonEnabled=True, maxLength=8)
        self.state = ChoiceBox(texts, self._state_name, label_code="screening_desk.column_state")
        self.component = ChoiceBox(texts, self._component_name, label_code="screening_desk.filter_component")
        self.direction = ChoiceBox(texts, self._direction_name, label_code="screening_desk.part_direction")
        self.risk = ChoiceBox(texts, self._risk_name, label_code="screening_desk.column_risk")
        self._boxes = (self.state, self.component, self.direction, self.risk)
        self.planned = button("toggle", "plannedOnly")
        self.planned.setCheckable(True)
        self.count = label("caption", "queueCount")
        self._timer = QTimer(self, singleShot=True, interval=_TYPED_AFTER_MS)
        for box in self._boxes:
            box.setMinimumContentsLength(_BOX_LETTERS)
        self.state.show_choices(_STATES, _ALL)
        self.component.show_choices((_ALL, *(each.value for each in Component), _UNCHECKED), _ALL)
        self.direction.show_choices((_ALL, *(each.value for each in Direction)), _ALL)
        self.risk.show_choices((_ALL, *_RISKS), _ALL)
        for box in (self.direction, self.risk):  # short words, which would be cut off in some languages
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
        for setter, name in (
            (self.search.setPlaceholderText, "filter_search"),
            (self.search.setAccessibleName, "filter_search"),
            (self.code.setPlaceholderText, "filter_code"),
            (self.code.setAccessibleName, "filter_code"),
            (self.planned.setText, "filter_planned"),
        ):
            texts.bind(setter, f"screening_desk.{name}")
        self.code.setFixedWidth(_CODE_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.tokens.space(2))
        row.addWidget(self.search, 1)
        for widget in (self.code, *self._boxes, self.planned, self.count):
            row.addWidget(widget)
        for line in (self.search, self.code):
            line.textChanged.connect(self._timer.start)
        for box in self._boxes:
            box.chosen.connect(self._tell)
        self.planned.toggled.connect(self._tell)
        self._timer.timeout.connect(self._tell)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self.search.setFocus)

    @property
    def chosen(self) -> QueueFilter:
        """The filter as the controls stand."""
        component, direction, risk = (str(box.value) for box in self._boxes[1:])
        return QueueFilter(
            text=self.search.text().strip(),
            states=_states(str(self.state.value)),
            remarkable=frozenset() if component in {_ALL, _UNCHECKED} else frozenset({Component(component)}),
            unchecked=frozenset(Component) if component == _UNCHECKED else frozenset(),
            direction=None if direction == _ALL else Direction(direction),
            least_risk=0.0 if risk == _ALL else float(risk),
            hs_prefix="".join(letter for letter in self.code.text() if letter.isdigit()),
            proposed=self.planned.isChecked(),
        )

    @property
    def in_words(self) -> tuple[str, ...]:
        """How the queue is limited; empty where all lines are shown."""
        said = [line.text().strip() for line in (self.search, self.code)]
        said += [box.currentText() for box in self._boxes if box.value != _ALL]
        if self.planned.isChecked():
            said.append(self.planned.text())
        return tuple(text for text in said if text)

    @property
    def is_typing(self) -> bool:
        """Whether somebody is writing a filter."""
        return any(line.hasFocus() and line.text() for line in (self.search, self.code))

    def show_all(self) -> None:
        """Take every limit away, as for a file that was screened just now."""
        for line in (self.search, self.code):
            line.clear()
        for box in self._boxes:
            box.choose(_ALL)
        self.planned.setChecked(False)
        self._tell()

    def show_count(self, lines: int) -> None:
        """How many lines the filter leaves."""
        self._desk.texts.bind(self.count.setText, "screening_desk.count", lines=f"{lines:,}")

    def _tell(self, *_told: object) -> None:
        self._timer.stop()
        self.changed.emit(self.chosen)

    def _state_name(self, value: str) -> str:
        code = "filter" if value in {_ALL, _DECIDED} else "state"
        return self._desk.texts.say(f"screening_desk.{code}_{value}")

    def _direction_name(self, value: str) -> str:
        texts = self._desk.texts
        return texts.say("screening_desk.filter_any_direction") if value == _ALL else direction_name(texts, value)

    def _risk_name(self, value: str) -> str:
        texts = self._desk.texts
        if value == _ALL:
            return texts.say("screening_desk.filter_any_risk")
        return texts.say("screening_desk.filter_risk", risk=f"{float(value):.0%}")

    def _component_name(self, value: str) -> str:
        code = "filter_any_component" if value == _ALL else "filter_unchecked"
        if value not in {_ALL, _UNCHECKED}:
            code = f"component_{value}"
        return self._desk.texts.say(f"screening_desk.{code}")


def _states(chosen: str) -> frozenset[CaseState]:
    if chosen == _ALL:
        return frozenset()
    if chosen == _DECIDED:
        return frozenset(CaseState) - {CaseState.OPEN}
    return frozenset({CaseState(chosen)})
