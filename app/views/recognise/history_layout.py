"""How a list of what was recognised stands: a search with buttons beside it, and rows, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.bridge.desk import Desk


def lay_out_history(
    owner: QWidget,
    desk: Desk,
    *,
    search: QLineEdit,
    saves: Mapping[str, QPushButton],
    others: Sequence[QPushButton],
    nothing: QWidget,
    table: QWidget,
) -> None:
    """Arrange the parts in their owner and name the buttons that save."""
    space = desk.theme.tokens.space
    row = QHBoxLayout()
    row.setSpacing(space(2))
    row.addWidget(search, 1)
    for kind, save in saves.items():
        desk.texts.bind(save.setText, f"window.save_{kind}")
        row.addWidget(save)
    for each in others:
        row.addWidget(each)
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space(2))
    column.addLayout(row)
    column.addWidget(nothing, 1)
    column.addWidget(table, 1)
