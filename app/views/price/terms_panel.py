"""The left side: the product, and the terms that the price is narrowed to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout

from app.bridge.desk import Desk
from app.bridge.price_board import Members, narrowed
from app.bridge.price_members import member_choices, unit_choices
from app.engine.price.answers import PriceQuestion
from app.engine.store.selection import Direction
from app.widgets.member_box import MemberBox
from app.widgets.parts import button, label
from app.widgets.product_picker import ProductPicker
from app.widgets.segments import Segments

_WIDTH, _YEAR_WIDTH = 316, 88
_PARAMETERS = ("country", "province", "mode")
_EARLIEST, _LATEST = 1949, 2100


class TermsPanel(QFrame):
    """Emits the whole question whenever a part of it is changed by hand."""

    changed = Signal(object)  # PriceQuestion

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        texts = desk.texts
        self._question: PriceQuestion | None = None
        self._members: Members = {}
        self.picker = ProductPicker(texts, desk.theme)
        directions = [
            (each.value, f"price_desk.direction_{each.value}") for each in (Direction.EXPORT, Direction.IMPORT)
        ]
        self.direction = Segments(texts, "price_desk.direction", directions)
        self.direction.show_choice(Direction.EXPORT.value)
        self.boxes = {
            name: MemberBox(texts, label_code=f"price_desk.{name}", any_code=f"price_desk.any_{name}")
            for name in (*_PARAMETERS, "unit")
        }
        self.year = QSpinBox(minimum=_EARLIEST, maximum=_LATEST)
        self.year.setKeyboardTracking(False)
        self.year.setFixedWidth(_YEAR_WIDTH)
        self.year.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.quantity = QLineEdit()
        self.problem = label("danger", "termsProblem", wraps=True)
        self.clear = button("link", "clearTerms")
        for box in self.boxes.values():
            box.show_choices((), None)
        self._build()
        self._connect()

    def show_years(self, first: int, newest: int, last: int) -> None:
        """Which years a price can be asked for; the newest of the data is the first to be asked."""
        self.year.blockSignals(True)
        self.year.setRange(first, last)
        self.year.setValue(newest if self._question is None else self._question.year)
        self.year.blockSignals(False)

    def show_told(self, told: set[str]) -> None:
        """Close the boxes of what the data do not tell."""
        for name in _PARAMETERS:
            self.boxes[name].setEnabled(name in told)
            tip = "" if name in told else self._desk.texts.say("price_desk.not_told")
            self.boxes[name].setToolTip(tip)

    def show_question(self, question: PriceQuestion) -> None:
        """Show what is asked, telling nobody."""
        self._question = question
        self.direction.show_choice(question.direction.value)
        for name in (*_PARAMETERS, "unit"):
            self.boxes[name].show_value(getattr(question, name))
        self.year.blockSignals(True)
        self.year.setValue(question.year)
        self.year.blockSignals(False)
        if not self.quantity.hasFocus():
            self.quantity.setText("" if question.quantity is None else f"{question.quantity.normalize():,f}")
        self._mark_quantity(is_bad=False)

    def show_members(self, members: Members) -> None:
        """Offer what the product is traded with first."""
        self._members = members
        language = self._desk.texts.language
        for name in _PARAMETERS:
            current = getattr(self._question, name) if self._question else None
            self.boxes[name].show_choices(member_choices(name, members.get(name, ()), language), current)
        unit = self._question.unit if self._question else None
        self.boxes["unit"].show_choices(unit_choices(members.get("unit", ()), language), unit)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        self.setProperty("role", "card")
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(3), space(3), space(3))
        column.setSpacing(space(2))
        column.addWidget(self.picker, 1)
        column.addLayout(self._form())
        column.addWidget(self.problem)
        self.problem.hide()
        texts.bind(self.quantity.setPlaceholderText, "price_desk.quantity_hint")
        texts.bind(self.quantity.setAccessibleName, "price_desk.quantity")
        texts.bind(self.year.setAccessibleName, "price_desk.year")
        texts.bind(self.clear.setText, "price_desk.reset")

    def _form(self) -> QGridLayout:
        space = self._desk.theme.tokens.space
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(2))
        grid.setVerticalSpacing(space(1))
        top = QHBoxLayout()
        top.addWidget(self.direction)
        top.addStretch(1)
        top.addWidget(self.clear)
        grid.addLayout(top, 0, 0, 1, 4)
        for row, name in enumerate(_PARAMETERS, start=1):
            grid.addWidget(self._caption(name), row, 0)
            grid.addWidget(self.boxes[name], row, 1, 1, 3)
        grid.addWidget(self._caption("year"), 4, 0)
        grid.addWidget(self.year, 4, 1)
        grid.addWidget(self._caption("quantity"), 4, 2)
        grid.addWidget(self.quantity, 4, 3)
        grid.addWidget(self._caption("unit"), 5, 0)
        grid.addWidget(self.boxes["unit"], 5, 1, 1, 3)
        grid.setColumnStretch(3, 1)
        return grid

    def _caption(self, name: str) -> QLabel:
        made = label("caption")
        self._desk.texts.bind(made.setText, f"price_desk.{name}")
        return made

    def _connect(self) -> None:
        self.picker.chosen.connect(self._on_product)
        self.direction.chosen.connect(lambda name: self._change(direction=Direction(name)))
        for name, box in self.boxes.items():
            box.chosen.connect(lambda code, name=name: self._change(**{name: code}))
        self.year.valueChanged.connect(lambda year: self._change(year=year))
        self.quantity.editingFinished.connect(self._on_quantity)
        self.quantity.textEdited.connect(lambda _text: self._mark_quantity(is_bad=False))
        self.clear.clicked.connect(
            lambda: self._change(country=None, province=None, mode=None, unit=None, quantity=None)
        )
        self._desk.texts.language_changed.connect(lambda: self.show_members(self._members))

    def _on_product(self, code: str) -> None:
        if self._question is None:
            direction = (
                Direction.EXPORT if self.direction.button(Direction.EXPORT.value).isChecked() else Direction.IMPORT
            )
            self.changed.emit(PriceQuestion(direction, code, self.year.value()))
        elif code != self._question.hs:
            self.changed.emit(narrowed(self._question, code))

    def _on_quantity(self) -> None:
        typed = self.quantity.text().replace(",", "").replace("，", "").strip()
        try:
            quantity = Decimal(typed) if typed else None
        except InvalidOperation:
            quantity = Decimal(0)
        is_bad = quantity is not None and not (quantity.is_finite() and quantity > 0)
        self._mark_quantity(is_bad=is_bad)
        if not is_bad:
            self._change(quantity=quantity)

    def _mark_quantity(self, *, is_bad: bool) -> None:
        self.problem.setVisible(is_bad)
        if is_bad:
            self._desk.texts.bind(self.problem.setText, "price_desk.quantity_bad")
        if self.quantity.property("invalid") != is_bad:
            self.quantity.setProperty("invalid", is_bad)
            self.quantity.style().polish(self.quantity)

    def _change(self, **parts: object) -> None:
        if self._question is None:
            return
        changed = replace(self._question, **parts)  # type: ignore[arg-type]  # names and types are those of the boxes
        if changed != self._question:
            self.changed.emit(changed)
