"""The cameras of this computer, whose library is imported when one is wanted."""

from __future__ import annotations

from app.bridge.camera import CameraDriver


def local_cameras() -> CameraDriver:
    """Called by the camera when it is first opened."""
    from app.bridge.camera_devices import QtCameras  # noqa: PLC0415  # the media library takes long to import

    return QtCameras()
