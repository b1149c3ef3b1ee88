from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.bridge.camera import Camera, CameraState
from tests.ui.fake_camera import FakeCameras


@pytest.fixture
def cameras() -> FakeCameras:
    return FakeCameras()


def test_nothing_is_asked_of_the_system_before_the_camera_is_opened(qtbot: QtBot) -> None:
    made: list[FakeCameras] = []

    def make() -> FakeCameras:
        made.append(FakeCameras())
        return made[-1]

    camera = Camera(make)
    assert camera.devices == []
    assert not made

    camera.open()

    assert len(made) == 1


def test_frames_of_the_chosen_device_arrive(cameras: FakeCameras, qtbot: QtBot) -> None:
    camera = Camera(lambda: cameras)
    camera.open("rear")

    with qtbot.waitSignal(camera.frame_arrived):
        cameras.see(QImage(4, 4, QImage.Format.Format_RGB888))

    assert cameras.running == "rear"
    assert [named.text for named in camera.devices] == ["Front", "Rear"]


def test_without_permission_the_camera_stays_closed(qtbot: QtBot) -> None:
    cameras = FakeCameras(is_allowed=False)
    camera = Camera(lambda: cameras)

    camera.open()

    assert camera.state is CameraState.DENIED
    assert not cameras.running


def test_a_camera_that_is_pulled_out_is_told_and_can_be_opened_again(cameras: FakeCameras, qtbot: QtBot) -> None:
    camera = Camera(lambda: cameras)
    camera.open("rear")

    cameras.unplug("Rear")
    assert camera.state is CameraState.UNPLUGGED
    assert not cameras.running

    camera.open("rear")
    assert (camera.state, camera.device) == (CameraState.RUNNING, "front")


def test_another_camera_that_is_pulled_out_changes_nothing(cameras: FakeCameras, qtbot: QtBot) -> None:
    camera = Camera(lambda: cameras)
    camera.open("front")

    cameras.unplug("Rear")

    assert camera.state is CameraState.RUNNING


def test_a_failure_of_the_device_is_told_with_its_reason(cameras: FakeCameras, qtbot: QtBot) -> None:
    camera = Camera(lambda: cameras)
    camera.open()

    cameras.fail("in use")

    assert (camera.state, camera.reason) == (CameraState.BROKEN, "in use")


def test_without_any_camera_that_is_said(qtbot: QtBot) -> None:
    camera = Camera(lambda: FakeCameras([]))

    camera.open()

    assert camera.state is CameraState.NO_DEVICE


def test_a_system_without_the_library_for_cameras_is_told(qtbot: QtBot) -> None:
    def refuse() -> FakeCameras:
        raise ImportError("libpulse.so.0")

    camera = Camera(refuse)

    camera.open()

    assert (camera.state, camera.reason) == (CameraState.BROKEN, "libpulse.so.0")


def test_the_cameras_of_this_computer_can_be_listed(qtbot: QtBot) -> None:
    devices = pytest.importorskip("app.bridge.camera_devices", exc_type=ImportError)

    listed = devices.QtCameras().devices()

    assert all(device and name for device, name in listed)
