"""Ctrl+C in the terminal and the system's wish that the program ends: both close it as a user would."""

from __future__ import annotations

import os
import signal
import socket

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if os.name != "nt" and hasattr(signal, name)
)


class Interrupts(QObject):
    """Wakes the event loop, in which Python would not notice a signal until something else happens."""

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)

    def install(self) -> None:
        """End the event loop at a signal from now on."""
        if _SIGNALS:
            signal.set_wakeup_fd(self._writer.fileno())
        for number in _SIGNALS:
            signal.signal(number, lambda _number, _frame: None)

    def _on_signal(self) -> None:
        self._reader.recv(1)
        QCoreApplication.quit()
