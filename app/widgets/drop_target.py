"""Takes what is dropped anywhere on a widget, and says so while it hovers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.bridge.texts import Texts
from app.widgets.parts import label


class DropTarget(QFrame):
    """Covers `parent` while something that it `accepts` is held over it; a child that takes drops itself goes first."""

    def __init__(
        self,
        texts: Texts,
        parent: QWidget,
        words_code: str,
        *,
        accepts: Callable[[QMimeData], bool],
        receive: Callable[[QMimeData], object],
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "drop")
        self.setProperty("active", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._host = parent
        self._accepts, self._receive = accepts, receive
        text = label("title")
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts.bind(text.setText, words_code)
        QVBoxLayout(self).addWidget(text)
        parent.setAcceptDrops(True)
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Anything else that is dragged is none of ours."""
        if isinstance(event, QDragEnterEvent) and self._accepts(event.mimeData()):
            event.acceptProposedAction()
            self._cover()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self.hide()
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self.hide()
            event.acceptProposedAction()
            self._receive(event.mimeData())
            return True
        return super().eventFilter(watched, event)

    def _cover(self) -> None:
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()


def dropped_files(mime: QMimeData) -> list[Path]:
    """The local files and folders among what is dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
