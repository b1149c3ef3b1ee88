"""Pictures that were asked for before the page of their charts could draw them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.bridge.charts.channel import OnPicture

_LONGEST_MS = 30_000

Asking = Callable[[OnPicture], None]


class WaitingPictures(QObject):
    """Asks once the page is ready; a page that does not come in half a minute, or is given up, answers None."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[tuple[Asking, OnPicture]] = []
        self._patience = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._patience.timeout.connect(self.give_up)

    def keep(self, ask: Asking, on_picture: OnPicture) -> None:
        """Ask as soon as the page is ready."""
        self._waiting.append((ask, on_picture))
        self._patience.start()

    def ask(self) -> None:
        """The page is ready."""
        for ask, on_picture in self._take():
            ask(on_picture)

    def give_up(self) -> None:
        """There will be no page."""
        for _, on_picture in self._take():
            on_picture(None)

    def _take(self) -> list[tuple[Asking, OnPicture]]:
        self._patience.stop()
        waiting, self._waiting = self._waiting, []
        return waiting
