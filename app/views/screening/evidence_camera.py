"""The camera, held over the code of a printed evidence file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.bridge.camera import Camera, CameraState
from app.bridge.desk import Desk
from app.bridge.local_cameras import local_cameras
from app.widgets.camera_strip import CameraStrip
from app.widgets.parts import button
from app.widgets.photo_view import PhotoView

_HEIGHT = 240
_ON = frozenset({CameraState.RUNNING, CameraState.ASKING})


class EvidenceCamera(QWidget):
    """Shows what the camera sees while it runs, and nothing else; `toggle` stands where its owner puts it."""

    frame_arrived = Signal(QImage)

    def __init__(self, desk: Desk, camera: Camera | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.camera = camera or Camera(local_cameras, self)
        self.toggle = button("", "evidenceCamera")
        self.toggle.setCheckable(True)
        self.strip = CameraStrip(desk, self.camera, takes_pictures=False)
        self.view = PhotoView(desk.theme, desk.icons, "evidenceView")
        self.view.setFixedHeight(_HEIGHT)
        desk.texts.bind(self.toggle.setText, "screening_desk.evidence_camera")
        desk.texts.bind(self.view.say, "screening_desk.evidence_camera_hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.theme.tokens.space(2))
        column.addWidget(self.strip)
        column.addWidget(self.view)
        self.toggle.clicked.connect(lambda is_on: self.camera.open() if is_on else self.camera.close())
        self.camera.changed.connect(self._show)
        self.camera.frame_arrived.connect(self._on_frame)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  # Qt's name
        """No camera runs that nobody looks at."""
        super().hideEvent(event)
        if not self.isHidden():  # or it is hidden by itself, as it is while the camera is off
            self.camera.close()

    def _on_frame(self, frame: QImage) -> None:
        self.view.show_photo(frame)
        self.frame_arrived.emit(frame)

    def _show(self) -> None:
        is_running = self.camera.state is CameraState.RUNNING
        self.toggle.setChecked(self.camera.state in _ON)
        self.view.setVisible(is_running)
        if not is_running:
            self.view.show_photo(QImage())
        self.setVisible(self.camera.state is not CameraState.OFF)
