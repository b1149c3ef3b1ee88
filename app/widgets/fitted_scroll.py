"""A place as high as what it holds needs, up to a limit; beyond it one scrolls, and nothing is cut off."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class FittedScroll(QScrollArea):
    """Layouts squeeze wrapped labels that do not fit, and cut their last lines; here they keep their height."""

    def __init__(self, content: QWidget, *, highest: int) -> None:
        super().__init__(widgetResizable=True)
        self._content, self._highest = content, highest
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        content.installEventFilter(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Another width makes other lines."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Other texts need another height."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        content = self._content
        needed = max(content.heightForWidth(self.viewport().width()), content.minimumSizeHint().height())
        self.setFixedHeight(min(needed, self._highest))
