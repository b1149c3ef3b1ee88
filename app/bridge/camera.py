"""The camera: which one, whether it may be used, its frames, and what happens when it is pulled out."""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.bridge.named import Named


class CameraState(enum.Enum):
    """What the camera does; all but OFF, ASKING and RUNNING are reasons why it does not run."""

    OFF = "off"
    ASKING = "asking"  # the system asks the user for permission
    RUNNING = "running"
    NO_DEVICE = "no_device"
    DENIED = "denied"
    UNPLUGGED = "unplugged"
    BROKEN = "broken"


class CameraDriver(Protocol):
    """The devices of this computer; every callback arrives on the main thread."""

    def devices(self) -> Sequence[tuple[str, str]]:
        """Id and name of each camera, the system's own choice first."""

    def watch(self, on_change: Callable[[], None]) -> None:
        """Call back whenever a camera is plugged in or out."""

    def ask_permission(self, on_answer: Callable[[bool], None]) -> None:
        """Ask the system, which may ask the user."""

    def start(self, device: str, on_frame: Callable[[QImage], None], on_error: Callable[[str], None]) -> None:
        """Send frames until `stop`."""

    def stop(self) -> None:
        """Let go of the camera."""


class Camera(QObject):
    """Off until it is opened; nothing is asked of the system before."""

    changed = Signal()
    frame_arrived = Signal(QImage)

    def __init__(self, make_driver: Callable[[], CameraDriver], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_driver = make_driver
        self._driver: CameraDriver | None = None
        self.state = CameraState.OFF
        self.reason = ""
        self.device = ""

    @property
    def devices(self) -> list[Named]:
        """What can be chosen; the target is the device's id."""
        found = self._driver.devices() if self._driver is not None else ()
        return [Named(name, name, device) for device, name in found]

    def open(self, device: str = "") -> None:
        """Show what this camera sees, or the system's own choice."""
        if self._driver is None:
            try:
                self._driver = self._make_driver()
            except ImportError as error:  # a system without the libraries that cameras need
                self._become(CameraState.BROKEN, str(error))
                return
            self._driver.watch(self._on_devices)
        known = [each for each, _ in self._driver.devices()]
        if not known:
            self._become(CameraState.NO_DEVICE)
            return
        self.device = device if device in known else known[0]
        self._become(CameraState.ASKING)
        self._driver.ask_permission(self._on_permission)

    def close(self) -> None:
        """Let go of the camera."""
        if self._driver is not None:
            self._driver.stop()
        self._become(CameraState.OFF)

    def _on_permission(self, is_granted: bool) -> None:
        if self.state is not CameraState.ASKING or self._driver is None:
            return
        if not is_granted:
            self._become(CameraState.DENIED)
            return
        self._become(CameraState.RUNNING)
        self._driver.start(self.device, self.frame_arrived.emit, self._on_error)

    def _on_devices(self) -> None:
        known = [named.target for named in self.devices]
        if self.state is CameraState.RUNNING and self.device not in known and self._driver is not None:
            self._driver.stop()
            self._become(CameraState.UNPLUGGED)
        else:
            self.changed.emit()

    def _on_error(self, reason: str) -> None:
        if self.state is CameraState.RUNNING and self._driver is not None:
            self._driver.stop()
            self._become(CameraState.BROKEN, reason)

    def _become(self, state: CameraState, reason: str = "") -> None:
        self.state, self.reason = state, reason
        self.changed.emit()
