"""Notices: new ones in the corner of the window, the last hundred in a list behind the bell."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Notice
from app.widgets.notice_list import notice_list
from app.widgets.toast import Toast

PAGE_FOOTER = "pageFooter"
"""The name of a widget at the foot of a page whose buttons are used again and again."""
_REMEMBERED = 100
_AT_ONCE = 4
_WIDTH = 420


class NoticeArea(QWidget):
    """Lies over the lower right corner of its parent, above `floor`, without covering what has no notice."""

    unread_changed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget, floor: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self._desk = desk
        self._host, self._floor = parent, floor
        self._unread = 0
        self._remembered: deque[Notice] = deque(maxlen=_REMEMBERED)
        self._toasts: list[Toast] = []
        self._list: QFrame | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.theme.tokens.space(2))
        self.setFixedWidth(_WIDTH)
        parent.installEventFilter(self)
        floor.installEventFilter(self)
        desk.notices.posted.connect(self._on_posted)
        # Sentences have been said anew by the next turn
        desk.texts.language_changed.connect(lambda: QTimer.singleShot(0, self, self._place))
        self.hide()

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """Those that are shown, oldest first."""
        return tuple(self._toasts)

    @property
    def remembered(self) -> tuple[Notice, ...]:
        """The last hundred, newest first."""
        return tuple(reversed(self._remembered))

    def open_list(self, above: QWidget) -> QFrame:
        """Show what was told so far, as a popup whose corner is at `above`."""
        for toast in self.toasts:
            self._remove(toast)
        self._set_unread(0)
        self._list = notice_list(self._desk, self.remembered, self._forget, self)
        corner = above.mapToGlobal(QPoint(above.width(), 0))
        self._list.move(corner - QPoint(self._list.width(), self._list.height() + 4))
        self._list.show()
        return self._list

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep to the corner when the window or the task bar changes."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            QTimer.singleShot(0, self, self._place)
        return super().eventFilter(watched, event)

    def _on_posted(self, notice: Notice) -> None:
        self._remembered.append(notice)
        self._set_unread(self._unread + 1)
        toast = Toast(self._desk, notice)
        toast.closed.connect(lambda: self._remove(toast))
        self._toasts.append(toast)
        self._column.addWidget(toast)
        if len(self._toasts) > _AT_ONCE:
            self._remove(self._toasts[0])
        self.show()
        self._place()

    def _remove(self, toast: Toast) -> None:
        if toast not in self._toasts:
            return
        self._toasts.remove(toast)
        self._column.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        self.setVisible(bool(self._toasts))
        self._place()

    def _forget(self) -> None:
        self._remembered.clear()
        if self._list is not None:
            self._list.close()

    def _set_unread(self, unread: int) -> None:
        self._unread = unread
        self.unread_changed.emit(unread)

    def _kept_free(self) -> list[QWidget]:
        """What is never covered: the floor, and where a page that is shown has its buttons at its foot."""
        footers = self._host.findChildren(QWidget, PAGE_FOOTER)
        return [self._floor, *(footer for footer in footers if footer.isVisible())]

    def _place(self) -> None:
        margin = self._desk.theme.tokens.space(4)
        height = sum(toast.height_for(_WIDTH) for toast in self._toasts) + self._column.spacing() * max(
            len(self._toasts) - 1, 0
        )
        bottom = min(each.mapTo(self._host, QPoint(0, 0)).y() for each in self._kept_free()) - margin
        self.setGeometry(self._host.width() - _WIDTH - margin, bottom - height, _WIDTH, height)
        self.raise_()
