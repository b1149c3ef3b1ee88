"""Cameras that exist in a test only: they are plugged in and out, and see what the test shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QImage


class FakeCameras:
    def __init__(self, names: Sequence[str] = ("Front", "Rear"), *, is_allowed: bool = True) -> None:
        self.names = list(names)
        self.is_allowed = is_allowed
        self.running = ""
        self._on_change: Callable[[], None] = lambda: None
        self._on_frame: Callable[[QImage], None] = lambda _frame: None
        self._on_error: Callable[[str], None] = lambda _reason: None

    def devices(self) -> Sequence[tuple[str, str]]:
        return [(name.lower(), name) for name in self.names]

    def watch(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change

    def ask_permission(self, on_answer: Callable[[bool], None]) -> None:
        on_answer(self.is_allowed)

    def start(self, device: str, on_frame: Callable[[QImage], None], on_error: Callable[[str], None]) -> None:
        self.running, self._on_frame, self._on_error = device, on_frame, on_error

    def stop(self) -> None:
        self.running = ""

    def see(self, frame: QImage) -> None:
        self._on_frame(frame)

    def unplug(self, name: str) -> None:
        self.names.remove(name)
        self._on_change()

    def plug(self, name: str) -> None:
        self.names.append(name)
        self._on_change()

    def fail(self, reason: str) -> None:
        self._on_error(reason)
