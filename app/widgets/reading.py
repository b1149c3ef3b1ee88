"""A long text to read and copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import button, label

_SIZE = (820, 600)


class ReadingDialog(QDialog):
    """Goes away with its window."""

    def __init__(self, desk: Desk, parent: QWidget, title_code: str, text: str) -> None:
        super().__init__(parent)
        self.setObjectName("reading")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        texts, space = desk.texts, desk.theme.tokens.space
        heading, copy, close = label("heading"), button("", "copyText"), button("primary", "closeText")
        shown = QPlainTextEdit(text, readOnly=True)
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        for setter, code in (
            (self.setWindowTitle, title_code),
            (heading.setText, title_code),
            (shown.setAccessibleName, title_code),
            (copy.setText, "window.copy"),
            (close.setText, "window.close"),
        ):
            texts.bind(setter, code)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading)
        column.addWidget(shown, 1)
        column.addLayout(row)
