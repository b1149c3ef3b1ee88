"""The kiosk's camera, which nobody opens again: it is tried again by itself, and at once when one is plugged in."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from app.bridge.camera import Camera, CameraState
from app.bridge.kiosk_words import Sight, sight_of

_AGAIN_MS = 5_000
_PLUGGABLE = frozenset({CameraState.NO_DEVICE, CameraState.UNPLUGGED})
_GOING = frozenset({CameraState.OFF, CameraState.ASKING, CameraState.RUNNING})


class KioskCamera(QObject):
    """What a visitor is offered, and the frames while there are any."""

    sight_changed = Signal()
    frame_arrived = Signal(QImage)

    def __init__(self, camera: Camera, parent: QObject) -> None:
        super().__init__(parent)
        self._camera = camera
        self._had_camera = self._has_frame = False
        self.sight = Sight.WAITING
        self._trying = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._trying.timeout.connect(lambda: camera.open(camera.device))
        camera.changed.connect(self._on_camera)
        camera.frame_arrived.connect(self._on_frame)

    def open(self) -> None:
        """Look, from now on."""
        self._camera.open(self._camera.device)

    def close(self) -> None:
        """Let go of the camera."""
        self._trying.stop()
        self._camera.close()

    def _on_camera(self) -> None:
        state = self._camera.state
        self._has_frame = self._has_frame and state is CameraState.RUNNING
        if state in _GOING:
            self._trying.stop()
        else:
            self._trying.start(0 if state in _PLUGGABLE and self._camera.devices else _AGAIN_MS)
        self._see()

    def _on_frame(self, frame: QImage) -> None:
        self._had_camera = self._has_frame = True
        self._see()
        self.frame_arrived.emit(frame)

    def _see(self) -> None:
        sight = sight_of(self._camera.state, has_frame=self._has_frame, had_camera=self._had_camera)
        if sight is not self.sight:
            self.sight = sight
            self.sight_changed.emit()
