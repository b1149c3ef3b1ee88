"""The cameras of this computer through Qt Multimedia, which is imported when the first one is wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QCamera, QCameraDevice, QMediaCaptureSession, QMediaDevices, QVideoFrame, QVideoSink

_FRAME_EVERY_S = 0.05


class QtCameras(QObject):
    """A driver for `Camera`."""

    def __init__(self) -> None:
        super().__init__()
        self._listing = QMediaDevices(self)
        self._session = QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._camera: QCamera | None = None
        self._pass_on: Callable[[QImage], None] = _ignore
        self._frame_at = 0.0

    def devices(self) -> Sequence[tuple[str, str]]:
        """Id and name, the system's own choice first."""
        usual = QMediaDevices.defaultVideoInput()
        found = sorted(QMediaDevices.videoInputs(), key=lambda device: device != usual)
        return [(_id(device), device.description()) for device in found]

    def watch(self, on_change: Callable[[], None]) -> None:
        """Call back whenever a camera is plugged in or out."""
        self._listing.videoInputsChanged.connect(on_change)

    def ask_permission(self, on_answer: Callable[[bool], None]) -> None:
        """Where the system grants it without asking, the answer comes at once."""
        application, permission = QCoreApplication.instance(), QCameraPermission()
        if application is None:
            return
        match application.checkPermission(permission):
            case Qt.PermissionStatus.Undetermined:
                application.requestPermission(
                    permission, self, lambda answer: on_answer(answer.status() is Qt.PermissionStatus.Granted)
                )
            case status:
                on_answer(status is Qt.PermissionStatus.Granted)

    def start(self, device: str, on_frame: Callable[[QImage], None], on_error: Callable[[str], None]) -> None:
        """Send frames until `stop`."""
        self.stop()
        chosen = next(
            (each for each in QMediaDevices.videoInputs() if _id(each) == device),
            QMediaDevices.defaultVideoInput(),
        )
        self._pass_on = on_frame
        self._camera = QCamera(chosen, self)
        self._camera.errorOccurred.connect(lambda _error, text: on_error(text))
        self._session.setCamera(self._camera)
        self._camera.start()

    def stop(self) -> None:
        """Let go of the camera."""
        self._pass_on = _ignore
        if self._camera is not None:
            self._camera.stop()
            self._camera.deleteLater()
            self._camera = None

    def _on_frame(self, frame: QVideoFrame) -> None:
        """Not more often than eyes and scanner follow: turning a frame into a picture costs milliseconds."""
        now = time.monotonic()
        if now - self._frame_at >= _FRAME_EVERY_S and frame.isValid():
            self._frame_at = now
            self._pass_on(frame.toImage())


def _id(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode(errors="replace")


def _ignore(_frame: QImage) -> None:
    """After the end."""
