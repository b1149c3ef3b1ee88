"""Asks for a name and thresholds; stays open while they cannot be kept, and says why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.bridge.desk import Desk
from app.bridge.watch_model import selection_line
from app.engine.errors import EngineError
from app.engine.store.selection import Selection
from app.engine.store.watch_list import Kind, Thresholds
from app.widgets.parts import answer, label

_WIDTH, _LONGEST = 520, 80
_HHI = 10_000
_PROPOSED = Thresholds(0.2, 0.2, 0.2, 0.2, 0.05, 0.18)
_MOST_PERCENT = 1_000.0


class WatchDialog(QDialog):
    """`accepted_entry(name, thresholds)`; closed by whoever kept it."""

    accepted_entry = Signal(str, object)

    def __init__(
        self, desk: Desk, parent: QWidget, selection: Selection, *, name: str = "", thresholds: Thresholds | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("watchDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self._desk = desk
        self.name = QLineEdit(maxLength=_LONGEST)
        self.name.setText(name)
        self.checks: dict[Kind, QCheckBox] = {}
        self.spins: dict[Kind, QDoubleSpinBox] = {}
        self.problem = label("danger", "watchProblem", wraps=True)
        self._build(selection)
        for kind in Kind:
            given = thresholds.of(kind) if thresholds else None
            self.checks[kind].setChecked(given is not None)
            self.spins[kind].setValue((given if given is not None else _PROPOSED.of(kind) or 0.0) * _scale(kind))

    @property
    def thresholds(self) -> Thresholds:
        """As the dialog stands."""
        told = {
            kind.value: self.spins[kind].value() / _scale(kind) if self.checks[kind].isChecked() else None
            for kind in Kind
        }
        return Thresholds(**told)

    def refuse(self, error: EngineError) -> None:
        """Say why it cannot be kept."""
        self.problem.setText(self._desk.texts.sentence(error))
        self.problem.show()

    def _build(self, selection: Selection) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, watched, hint = (
            label("heading"),
            label("muted", "watchedSelection", wraps=True),
            label("caption", wraps=True),
        )
        texts.bind(self.setWindowTitle, "watch.dialog_title")
        texts.bind(heading.setText, "watch.dialog_title")
        texts.bind(self.name.setPlaceholderText, "watch.dialog_name")
        texts.bind(self.name.setAccessibleName, "watch.dialog_name")
        texts.bind(hint.setText, "watch.dialog_about")
        watched.setText(selection_line(selection, texts.language))
        self.problem.hide()
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        for row, kind in enumerate(Kind):
            self._add(grid, row, kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(5), space(5), space(4))
        column.setSpacing(space(3))
        for widget in (heading, watched, self.name):
            column.addWidget(widget)
        column.addLayout(grid)
        column.addWidget(hint)
        column.addWidget(self.problem)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        save, dismiss = answer("primary", "saveWatch"), answer("", "dismissWatch")
        self._desk.texts.bind(save.setText, "command.save")
        self._desk.texts.bind(dismiss.setText, "command.dismiss")
        save.setDefault(True)
        save.clicked.connect(lambda: self.accepted_entry.emit(self.name.text(), self.thresholds))
        dismiss.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(dismiss)
        row.addWidget(save)
        return row

    def _add(self, grid: QGridLayout, row: int, kind: Kind) -> None:
        check, spin = QCheckBox(), QDoubleSpinBox()
        is_index = kind is Kind.CONCENTRATION
        check.setObjectName(kind.value)
        spin.setObjectName(f"{kind.value}Threshold")
        self._desk.texts.bind(check.setText, f"watch.ask_{kind.value}")
        self._desk.texts.bind(spin.setAccessibleName, f"watch.ask_{kind.value}")
        spin.setDecimals(0 if is_index else 1)
        spin.setRange(0.0, float(_HHI) if is_index else _MOST_PERCENT)
        spin.setSingleStep(100.0 if is_index else 5.0)
        spin.setSuffix("" if is_index else "%")
        spin.setAlignment(Qt.AlignmentFlag.AlignRight)
        spin.setEnabled(False)
        check.toggled.connect(spin.setEnabled)
        self.checks[kind], self.spins[kind] = check, spin
        grid.addWidget(check, row, 0)
        grid.addWidget(spin, row, 1)


def _scale(kind: Kind) -> float:
    return _HHI if kind is Kind.CONCENTRATION else 100.0
