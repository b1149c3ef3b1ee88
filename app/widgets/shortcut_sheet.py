"""The sheet of keys that F1 shows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import button, label

_COLUMNS = 2
_WIDTH = 640


class ShortcutSheet(QDialog):
    """Pairs of key and meaning, in two columns."""

    def __init__(self, desk: Desk, parent: QWidget, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        texts, space = desk.texts, desk.theme.tokens.space
        heading, close = label("heading"), button("primary", "closeShortcuts")
        texts.bind(self.setWindowTitle, "command.shortcuts")
        texts.bind(heading.setText, "command.shortcuts")
        texts.bind(close.setText, "window.close")
        close.clicked.connect(self.accept)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(2))
        rows = -(-len(pairs) // _COLUMNS)
        for place, (keys, code) in enumerate(pairs):
            key, meaning = label("key"), label()
            key.setText(keys)
            texts.bind(meaning.setText, code)
            column = place // rows * 3
            grid.addWidget(key, place % rows, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(meaning, place % rows, column + 1)
            grid.setColumnStretch(column + 1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(5), space(5), space(5), space(4))
        outer.setSpacing(space(4))
        outer.addWidget(heading)
        outer.addLayout(grid)
        outer.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
