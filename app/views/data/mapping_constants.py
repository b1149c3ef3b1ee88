"""What no column of an unknown table says, stated for all its rows."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from app.bridge import data_words
from app.bridge.data_mapping import CONSTANTS, MappingDraft
from app.bridge.desk import Desk
from app.engine.messages import Language
from app.engine.records.layout import Field, PartnerCoding
from app.engine.reference import countries, currencies, units
from app.views.data.layouts import column
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import frame, label

_PER_ROW = 4
_NOTHING = ""
_COMMON_CURRENCIES = ("USD", "CNY", "EUR")


class MappingConstants(QWidget):
    """A control for each statement that the mapping needs; nothing is chosen beforehand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: MappingDraft | None = None
        self._labels: dict[Field, QLabel] = {}
        self.controls: dict[Field, ChoiceBox | QLineEdit] = {}
        self.coding = ChoiceBox(desk.texts, self._coding_name, label_code="data.mapping_coding")
        self._coding_label = label("caption")
        self._build()

    def edit(self, draft: MappingDraft) -> None:
        """State for another mapping."""
        self._draft = draft
        draft.changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        box = frame("card")
        inner = column(self._desk.theme, box, margin=3)
        title = label("caption")
        self._desk.texts.bind(title.setText, "data.mapping_constants")
        inner.addWidget(title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(self._desk.theme.tokens.space(4))
        for at in range(_PER_ROW):
            self._grid.setColumnStretch(at, 1)
        inner.addLayout(self._grid)
        column(self._desk.theme, self).addWidget(box)
        for field in CONSTANTS:
            self._add(field)
        self._desk.texts.bind(self._coding_label.setText, "data.mapping_coding")
        self.coding.setObjectName("codingChoice")
        self.coding.show_choices([None, *PartnerCoding], None)
        self.coding.chosen.connect(self._on_coding)

    def _add(self, field: Field) -> None:
        control = self._year() if field is Field.YEAR else self._choice(field)
        control.setObjectName(f"constant_{field.value}")
        words = self._labels[field] = label("caption")
        self._desk.texts.bind(words.setText, f"data.field_{field.value}")
        words.setBuddy(control)
        self.controls[field] = control

    def _year(self) -> QLineEdit:
        entry = QLineEdit(maxLength=4)
        entry.setValidator(QIntValidator(1980, 2100, entry))
        self._desk.texts.bind(entry.setAccessibleName, "data.field_year")
        self._desk.texts.bind(entry.setPlaceholderText, "data.ask_year_hint")
        entry.textEdited.connect(lambda text: self._state(Field.YEAR, text if entry.hasAcceptableInput() else ""))
        return entry

    def _choice(self, field: Field) -> ChoiceBox:
        box = ChoiceBox(
            self._desk.texts, lambda value: self._value_name(field, value), label_code=f"data.field_{field.value}"
        )
        box.show_choices([_NOTHING, *_choices(field)], _NOTHING)
        box.chosen.connect(lambda value: self._state(field, str(value)))
        return box

    def _show(self) -> None:
        """The controls that the draft asks for, in rows."""
        if self._draft is None:
            return
        asked = self._draft.asked_constants()
        for field, control in self.controls.items():
            self._show_value(control, self._draft.constants.get(field, _NOTHING))
            for widget in (self._labels[field], control):
                self._grid.removeWidget(widget)
                widget.setVisible(field in asked)
        shown = [(self._labels[field], self.controls[field]) for field in asked]
        has_coding = self._draft.has_numbered_partners()
        for widget in (self._coding_label, self.coding):
            self._grid.removeWidget(widget)
            widget.setVisible(has_coding)
        if has_coding:
            shown.append((self._coding_label, self.coding))
            self.coding.setCurrentIndex(self.coding.values.index(self._draft.coding))
        for place, (words, control) in enumerate(shown):
            line, at = divmod(place, _PER_ROW)
            self._grid.addWidget(words, 2 * line, at)
            self._grid.addWidget(control, 2 * line + 1, at)
        self.setVisible(bool(shown))

    def _show_value(self, control: ChoiceBox | QLineEdit, value: str) -> None:
        if isinstance(control, ChoiceBox):
            control.setCurrentIndex(control.values.index(value) if value in control.values else 0)
        elif control.hasAcceptableInput() or not control.text():
            with QSignalBlocker(control):
                control.setText(value)

    def _state(self, field: Field, text: str) -> None:
        if self._draft is not None:
            self._draft.put_constant(field, text)

    def _on_coding(self, coding: PartnerCoding | None) -> None:
        if self._draft is not None:
            self._draft.put_coding(coding)

    def _coding_name(self, coding: PartnerCoding | None) -> str:
        return self._desk.texts.say(f"data.coding_{coding.value if coding else 'none'}")

    def _value_name(self, field: Field, value: str) -> str:
        texts = self._desk.texts
        is_chinese = texts.language is Language.ZH
        if value == _NOTHING:
            return texts.say("data.mapping_choose")
        match field:
            case Field.DIRECTION:
                return data_words.direction_name(texts, value)
            case Field.CURRENCY:
                currency = currencies.table().by_code(value)
                return f"{value} {currency.name_zh if is_chinese else currency.name_en}"
            case Field.REPORTER:
                country = countries.table().find(value)
                return f"{value} {country.name(texts.language)}" if country else value
            case Field.UNIT | Field.UNIT_2:
                unit = units.table().find(value)
                return (unit.name_zh if is_chinese else unit.name_en) if unit else value
        return value


def _choices(field: Field) -> list[str]:
    match field:
        case Field.DIRECTION:
            return ["import", "export"]
        case Field.CURRENCY:
            codes = [currency.code for currency in currencies.table().currencies]
            return [*_COMMON_CURRENCIES, *(code for code in codes if code not in _COMMON_CURRENCIES)]
        case Field.REPORTER:
            codes = sorted({country.iso3 for country in countries.table().countries if country.iso3})
            return ["CHN", *(code for code in codes if code != "CHN")]
        case Field.UNIT | Field.UNIT_2:
            return [unit.name_zh for unit in units.table().units]
    return ["CIF", "FOB"]
