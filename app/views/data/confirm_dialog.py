"""Asks before a batch is removed."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from app.bridge.desk import Desk
from app.views.data.layouts import column, row
from app.widgets.parts import answer, label

_WIDTH = 460


class RemoveDialog(QDialog):
    """Says what goes and that it can be undone; Escape keeps everything."""

    def __init__(self, desk: Desk, *, name: str, files: int, rows: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("removeDialog")
        texts = desk.texts
        texts.bind(self.setWindowTitle, "data.remove_title")
        self.setMinimumWidth(_WIDTH)
        whole = column(desk.theme, self, margin=5, gap=4)
        title, about = label("heading", wraps=True), label("", "removeAbout", wraps=True)
        texts.bind(title.setText, "data.remove_question", name=name)
        texts.bind(about.setText, "data.remove_about", files=files, rows=rows)
        whole.addWidget(title)
        whole.addWidget(about)
        line = row(desk.theme)
        keep, remove = answer("", "keepBatch"), answer("danger", "confirmRemoval")
        texts.bind(keep.setText, "data.remove_keep")
        texts.bind(remove.setText, "data.remove_go")
        keep.setDefault(True)
        keep.clicked.connect(self.reject)
        remove.clicked.connect(self.accept)
        line.addStretch(1)
        line.addWidget(keep)
        line.addWidget(remove)
        whole.addLayout(line)
