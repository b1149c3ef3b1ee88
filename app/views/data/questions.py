"""What a file does not say, asked in place: its direction and its year."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from app.bridge.data_intake import Candidate
from app.bridge.desk import Desk
from app.engine.records.layout import Field
from app.engine.records.options import ImportOptions
from app.engine.store.selection import Direction
from app.views.data.layouts import column, named, row
from app.widgets.parts import button, frame, label
from app.widgets.segments import Segments

_FIRST_YEAR, _LAST_YEAR = 1980, 2100
_YEAR_DIGITS = 4
_YEAR_WIDTH = 110


class Questions(QWidget):
    """Stays once answered, so that an answer can be changed; emits what is then stated about the file."""

    answered = Signal(object)  # ImportOptions

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stated = ImportOptions()
        self._choices = [(way.value, f"data.direction_{way.value}") for way in Direction]
        self._direction = Segments(desk.texts, "data.ask_direction", self._choices)
        self._year = named(QLineEdit(maxLength=_YEAR_DIGITS), "statedYear")
        self._build()

    def show_candidate(self, candidate: Candidate) -> None:
        """Ask what this file does not say, and show what was answered."""
        stated, missing = candidate.stated, candidate.unstated
        self._stated = stated
        self._direction_row.setVisible(Field.DIRECTION in missing or stated.direction is not None)
        self._year_row.setVisible(Field.YEAR in missing or stated.year is not None)
        self._show_direction(stated.direction)
        with QSignalBlocker(self._year):
            self._year.setText(str(stated.year) if stated.year else "")
        self.setVisible(not self._direction_row.isHidden() or not self._year_row.isHidden())
        is_open = bool({Field.DIRECTION, Field.YEAR} & set(missing))
        self._frame.setProperty("level", "warning" if is_open else "")
        self._frame.style().polish(self._frame)

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        self._year.setValidator(QIntValidator(_FIRST_YEAR, _LAST_YEAR, self))
        self._year.setFixedWidth(_YEAR_WIDTH)
        self._direction.setObjectName("statedDirection")
        self._frame = frame("banner", "questions")
        inner = column(theme, self._frame, margin=3)
        self._direction_row = self._asked("data.ask_direction", self._direction)
        self._year_row = self._asked("data.ask_year", self._year)
        inner.addWidget(self._direction_row)
        inner.addWidget(self._year_row)
        column(theme, self).addWidget(self._frame)
        texts.bind(self._year.setAccessibleName, "data.ask_year")
        texts.bind(self._year.setPlaceholderText, "data.ask_year_hint")
        self._direction.chosen.connect(lambda name: self._answer(replace(self._stated, direction=name)))
        self._year.textChanged.connect(self._on_year)

    def _asked(self, code: str, control: QWidget) -> QWidget:
        asked = QWidget()
        line: QHBoxLayout = row(self._desk.theme, asked)
        words: QLabel = label()
        self._desk.texts.bind(words.setText, code)
        words.setBuddy(control)
        line.addWidget(words)
        line.addWidget(control)
        change = button("link")
        self._desk.texts.bind(change.setText, "data.ask_withdraw")
        change.clicked.connect(lambda: self._withdraw(control))
        line.addWidget(change)
        line.addStretch(1)
        return asked

    def _show_direction(self, direction: str | None) -> None:
        if direction is not None:
            self._direction.show_choice(direction)
        else:
            self._direction.show_none()

    def _withdraw(self, control: QWidget) -> None:
        is_year = control is self._year
        self._answer(replace(self._stated, year=None) if is_year else replace(self._stated, direction=None))

    def _on_year(self, text: str) -> None:
        if self._year.hasAcceptableInput():
            self._answer(replace(self._stated, year=int(text)))

    def _answer(self, stated: ImportOptions) -> None:
        if stated != self._stated:
            self._stated = stated
            self.answered.emit(stated)
