"""Which camera, what it does, and a button that takes a picture."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.bridge.camera import Camera, CameraState
from app.bridge.desk import Desk
from app.widgets.parts import button, label

_FAILURES = frozenset({CameraState.NO_DEVICE, CameraState.DENIED, CameraState.UNPLUGGED, CameraState.BROKEN})


class CameraStrip(QWidget):
    """Hidden while the camera is off; a failure stays readable until the camera is closed or opened again."""

    taken = Signal()

    def __init__(self, desk: Desk, camera: Camera, *, takes_pictures: bool) -> None:
        super().__init__()
        self._desk, self._camera = desk, camera
        self.device, self.status = QComboBox(), label("caption", "cameraStatus", wraps=True)
        self.take, self.again = button("primary", "takePicture"), button("", "openCamera")
        self.take.setVisible(takes_pictures)
        self._takes_pictures = takes_pictures
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.tokens.space(2))
        for widget in (self.device, self.take, self.again):
            row.addWidget(widget)
        row.addWidget(self.status, 1)
        desk.texts.bind(self.take.setText, "recognise.take")
        desk.texts.bind(self.again.setText, "recognise.camera_again")
        desk.texts.bind(self.device.setAccessibleName, "recognise.camera_device")
        self.device.activated.connect(lambda _place: camera.open(str(self.device.currentData())))
        self.take.clicked.connect(self.taken)
        self.again.clicked.connect(lambda: camera.open(camera.device))
        camera.changed.connect(self._show)
        desk.texts.language_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        state, devices = self._camera.state, self._camera.devices
        self.setVisible(state is not CameraState.OFF)
        self.device.clear()
        for named in devices:
            self.device.addItem(named.text, named.target)
        self.device.setCurrentIndex(self.device.findData(self._camera.device))
        self.device.setVisible(bool(devices))
        self.take.setVisible(self._takes_pictures and state is CameraState.RUNNING)
        self.again.setVisible(state in _FAILURES)
        self.status.setText(self._desk.texts.say(f"recognise.camera_{state.value}", reason=self._camera.reason))
