"""What no column of a declaration file says, stated for all its rows."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_mapping import MappingDraft
from app.bridge.screening_words import constant_choices, constant_name
from app.engine.screening.columns import Part
from app.engine.screening.mapping import CONSTANTS
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import label

_SHOWN = tuple(part for part in CONSTANTS if part not in {Part.MODE, Part.DECLARED_ON})
# A unit is asked for where its quantity is given
_UNITS = {Part.UNIT: Part.QUANTITY, Part.FIRST_UNIT: Part.FIRST_QUANTITY}
_NOTHING = ""
_WIDTH = 150


class ConstantsRow(QWidget):
    """A box for each field that no column serves; nothing is chosen beforehand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._draft: MappingDraft | None = None
        self.boxes: dict[Part, ChoiceBox] = {}
        self._labels: dict[Part, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(desk.theme.tokens.space(3))
        for place, part in enumerate(_SHOWN):
            box = ChoiceBox(
                desk.texts,
                partial(constant_name, desk.texts, part),
                label_code=f"screening_desk.part_{part.value}",
            )
            box.setMinimumWidth(_WIDTH)
            box.setObjectName(f"constant_{part.value}")
            box.show_choices([_NOTHING, *constant_choices(part)], _NOTHING)
            box.chosen.connect(lambda value, part=part: self._on_chosen(part, str(value)))
            words = label("caption")
            desk.texts.bind(words.setText, f"screening_desk.part_{part.value}")
            grid.addWidget(words, 0, place)
            grid.addWidget(box, 1, place)
            self.boxes[part], self._labels[part] = box, words
        self.nothing = label("caption", "constantsNone")
        desk.texts.bind(self.nothing.setText, "screening_desk.open_all_said")
        grid.addWidget(self.nothing, 0, len(_SHOWN))
        grid.setColumnStretch(len(_SHOWN) + 1, 1)

    def edit_draft(self, draft: MappingDraft) -> None:
        """State for another file."""
        self._draft = draft
        draft.changed.connect(self._show)
        self._show()

    def _on_chosen(self, part: Part, text: str) -> None:
        if self._draft is not None:
            self._draft.state(part, text)

    def _show(self) -> None:
        draft = self._draft
        if draft is None:
            return
        for part, box in self.boxes.items():
            quantity = _UNITS.get(part)
            is_asked = not draft.has_column_for(part) and (quantity is None or draft.has_column_for(quantity))
            box.setVisible(is_asked)
            self._labels[part].setVisible(is_asked)
            value = draft.constants.get(part, _NOTHING)
            box.setCurrentIndex(box.values.index(value) if value in box.values else 0)
        self.nothing.setVisible(all(box.isHidden() for box in self.boxes.values()))
