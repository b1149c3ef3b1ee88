"""What covers the page while files are dragged over it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from app.bridge.desk import Desk
from app.views.data.layouts import column
from app.widgets.parts import label

_ICON = 48


class DropOverlay(QFrame):
    """Hidden unless something that can be dropped is over the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("dropOverlay")
        self.setProperty("role", "drop")
        self.setProperty("active", "true")
        self._desk = desk
        self._icon, words = label(), label("heading")
        inner = column(desk.theme, self, margin=6, gap=3)
        inner.addStretch(1)
        for each in (self._icon, words):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inner.addWidget(each)
        inner.addStretch(1)
        desk.texts.bind(words.setText, "data.drop_here")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, page: QWidget) -> None:
        """Appear over the whole page."""
        margin = self._desk.theme.tokens.space(3)
        self._icon.setPixmap(self._desk.icons.pixmap("upload", _ICON, "accent"))
        self.setGeometry(page.rect().adjusted(margin, margin, -margin, -margin))
        self.show()
        self.raise_()
