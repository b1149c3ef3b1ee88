"""Where the program's own resources and the user's data live, in a checkout, a wheel or a bundle."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.engine.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent.parent


def resources() -> Path:
    """Folder `resources`: beside `app` in a checkout, inside it in a wheel, in the unpack folder of a bundle."""
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [Path(bundle) / "resources"] if bundle else []
    candidates += [_PACKAGE.parent / "resources", _PACKAGE / "resources"]
    for candidate in candidates:
        if (candidate / "messages").is_dir():
            return candidate
    raise ResourceError("paths.resources_missing", folder=str(candidates[-1]))


def checkpoints() -> Path:
    """Folder `ckpt` with the trained models and their cards, found as `resources` is."""
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [Path(bundle) / "ckpt"] if bundle else []
    candidates += [_PACKAGE.parent / "ckpt", _PACKAGE / "ckpt"]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise ResourceError("paths.checkpoints_missing", folder=str(candidates[-1]))


def user_data() -> Path:
    """Folder of the user's own data; TRADESCOPE_HOME overrides the platform's default."""
    override = os.environ.get("TRADESCOPE_HOME")
    if override:
        return Path(override)
    # Imported only where it is asked: the splash of the window waits for this module
    import platformdirs

    return Path(platformdirs.user_data_dir("Tradescope", appauthor=False))


def default_store() -> Path:
    """The store used when the user names none."""
    return user_data() / "store"
