"""The filters that are set, each a chip that goes away when it is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.bridge.icons import Icons
from app.bridge.named import Named
from app.bridge.texts import Texts
from app.bridge.theme import Theme
from app.widgets.flow_layout import FlowLayout

_LONGEST_TEXT = 26
_ICON = QSize(14, 14)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class SelectionBar(QWidget):
    """Chips in rows, then buttons to add a filter and to remove all; arrows walk, Delete removes."""

    removed = Signal(object)  # what the chip stands for
    add_requested = Signal(object)  # the button, for a menu to open below
    clear_requested = Signal()

    def __init__(self, icons: Icons, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._icons = icons
        self._texts = texts
        self._chips: tuple[Named, ...] = ()
        self._buttons: list[_ChipButton] = []
        self._row = FlowLayout(self, gap=6)
        self._empty = self._control("dashboard.no_filter")
        self._empty.setEnabled(False)
        self.add_button = self._control("dashboard.add_filter")
        self.add_button.clicked.connect(lambda: self.add_requested.emit(self.add_button))
        self.clear_button = self._control("dashboard.clear_filters")
        self.clear_button.clicked.connect(self.clear_requested)
        texts.bind(self.setAccessibleName, "dashboard.filters")
        theme.changed.connect(self._on_theme_changed)
        self.show_chips(())

    @property
    def chips(self) -> tuple[Named, ...]:
        """What is shown."""
        return self._chips

    def show_chips(self, chips: Sequence[Named]) -> None:
        """Show these; the keyboard stays at the place where it was."""
        place = next((n for n, button in enumerate(self._buttons) if button.hasFocus()), None)
        self._chips = tuple(chips)
        for button in self._buttons:
            button.setParent(None)
            button.deleteLater()
        self._buttons = [self._button(chip) for chip in self._chips]
        self._empty.setVisible(not chips)
        self.clear_button.setVisible(bool(chips))
        self._arrange()
        if place is not None:
            (self._buttons[min(place, len(self._buttons) - 1)] if self._buttons else self.add_button).setFocus()

    def _arrange(self) -> None:
        while self._row.takeAt(0):
            pass
        for button in (self._empty, *self._buttons, self.add_button, self.clear_button):
            self._row.addWidget(button)
        self._row.invalidate()
        self.updateGeometry()

    def _control(self, code: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        self._texts.bind(button.setText, code)
        return button

    def _button(self, chip: Named) -> _ChipButton:
        button = _ChipButton(chip, self)
        button.setIcon(self._icons.icon("x", "accent"))
        button.setToolTip(chip.tip)
        button.setAccessibleName(self._texts.say("dashboard.remove_filter", filter=chip.tip))
        button.clicked.connect(lambda: self.removed.emit(chip.target))
        button.setVisible(True)
        button.walked.connect(lambda step: self._walk(button, step))
        return button

    def _walk(self, button: _ChipButton, step: int) -> None:
        place = self._buttons.index(button) + step
        if 0 <= place < len(self._buttons):
            self._buttons[place].setFocus()

    def _on_theme_changed(self) -> None:
        for button in self._buttons:
            button.setIcon(self._icons.icon("x", "accent"))


class _ChipButton(QPushButton):
    walked = Signal(int)

    def __init__(self, chip: Named, parent: QWidget) -> None:
        text = chip.text if len(chip.text) <= _LONGEST_TEXT else chip.text[: _LONGEST_TEXT - 1] + "…"
        super().__init__(text.replace("&", "&&"), parent)
        self.setProperty("role", "chip")
        self.setIconSize(_ICON)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Delete and Enter remove, arrows walk."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.walked.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
