"""A combo box over values instead of texts: it tells only what a person chose, in words of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QToolTip

from app.bridge.texts import Texts

_MARGINS = 2  # that Qt leaves beside the text


class ChoiceBox(QComboBox):
    """Shows values by their names and gives the chosen value back."""

    chosen = Signal(object)

    def __init__(self, texts: Texts, name: Callable[[Any], str], *, label_code: str) -> None:
        super().__init__()
        self._name = name
        self._values: tuple[object, ...] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        texts.bind(self.setAccessibleName, label_code)
        texts.language_changed.connect(self._rename)
        self.activated.connect(lambda place: self.chosen.emit(self._values[place]))

    @property
    def values(self) -> tuple[object, ...]:
        """What can be chosen."""
        return self._values

    @property
    def value(self) -> object:
        """What is chosen now; None without choices."""
        place = self.currentIndex()
        return self._values[place] if place >= 0 else None

    def show_choices(self, values: Sequence[object], current: object) -> None:
        """Offer these; telling nobody, since no person chose."""
        self._values = tuple(values)
        self.clear()
        self.addItems([self._name(value) for value in self._values])
        self.setCurrentIndex(self._values.index(current))

    def choose(self, value: object) -> None:
        """As if a person had chosen the value."""
        self.setCurrentIndex(self._values.index(value))
        self.chosen.emit(value)

    def shown_text(self) -> str:
        """What stands in the box: where a name is too long, its beginning and a mark that more follows."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        field = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, field.width() - _MARGINS)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Qt's, which under a style sheet forgets what it leaves beside the text."""
        return super().sizeHint() + QSize(2 * _MARGINS, 0)

    def event(self, event: QEvent) -> bool:
        """A name that is cut off is told whole under the pointer."""
        if event.type() is QEvent.Type.ToolTip and not self.toolTip() and isinstance(event, QHelpEvent):
            is_cut = self.shown_text() != self.currentText()
            QToolTip.showText(event.globalPos(), self.currentText() if is_cut else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """As Qt does, which would cut a long name in the middle of a sign."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the wheel to the panel around, which would otherwise change values while it scrolls."""
        event.ignore()

    def _rename(self) -> None:
        for place, value in enumerate(self._values):
            self.setItemText(place, self._name(value))
