"""What a supporter asks first: versions, places, the store, the screens."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from app import __version__
from app.bridge.log import log_file
from app.bridge.session import Session
from app.engine import paths

_LIBRARIES = ("PySide6", "duckdb", "numpy")
_MB = 1 << 20


def diagnostics(session: Session) -> dict[str, str]:
    """Name → value, for a person to read and to copy; asks nothing of the database."""
    manifest = session.manifest
    return {
        "tradescope": __version__,
        "python": platform.python_version(),
        "qt": qVersion(),
        **{name.lower(): _version(name) for name in _LIBRARIES},
        "platform": platform.platform(),
        "packed": str(bool(getattr(sys, "frozen", False))),
        "screens": ", ".join(_screens()),
        "resources": str(paths.resources()),
        "user_data": str(paths.user_data()),
        "log": str(log_file(paths.user_data())),
        "store": str(session.store_path),
        "generation": str(manifest.generation),
        "files_imported": str(len(manifest.segments)),
        "records": str(sum(segment.kept for segment in manifest.segments)),
        "free_disk_mb": str(_free_mb(session.store_path)),
    }


def third_party_notices() -> str:
    """The notices of everything that the program is delivered with; empty where the file was not delivered."""
    beside = [paths.resources().parent / "THIRD_PARTY.md", paths.resources() / "THIRD_PARTY.md"]
    file = next((path for path in beside if path.is_file()), None)
    if file is not None:
        return file.read_text(encoding="utf-8")
    try:
        return importlib.metadata.distribution("tradescope").read_text("licenses/THIRD_PARTY.md") or ""
    except importlib.metadata.PackageNotFoundError:
        return ""


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return "-"


def _screens() -> list[str]:
    return [
        f"{screen.size().width()}×{screen.size().height()} @{screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]


def _free_mb(path: Path) -> int:
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    return shutil.disk_usage(existing).free // _MB
