"""Takes files that are dropped anywhere on the window, and says so while they hover."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.widgets.parts import label


class DropTarget(QFrame):
    """Covers `parent` while files are held over it; a page that takes drops itself goes first."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "drop")
        self.setProperty("active", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._host = parent
        self._navigation = desk.navigation
        text = label("title")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        desk.texts.bind(text.setText, "window.drop")
        QVBoxLayout(self).addWidget(text)
        parent.setAcceptDrops(True)
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Files only; anything else that is dragged is none of ours."""
        if isinstance(event, QDragEnterEvent) and _files(event):
            event.acceptProposedAction()
            self._cover()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self.hide()
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self.hide()
            event.acceptProposedAction()
            self._navigation.offer_files(_files(event))
            return True
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
