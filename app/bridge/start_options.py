"""What the window is started with; read before Qt is imported, to decide whether there is a window at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine import paths


@dataclass(frozen=True, slots=True)
class StartOptions:
    """`language` is zh or en, None where the user's own choice holds; `has_screen` begins with the big screen."""

    store: Path
    language: str | None = None
    has_screen: bool = False


def start_options(argv: Sequence[str]) -> StartOptions | None:
    """The options if `argv` asks for the window; None if it is for the command line."""
    if not argv:
        return StartOptions(store=paths.default_store().absolute())
    # Imported only where there are arguments: the splash of the window waits for this module
    import argparse

    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--store", default=str(paths.default_store()))
    parser.add_argument("--lang", choices=("zh", "en"))
    parser.add_argument("--screen", action="store_true")
    try:
        options, others = parser.parse_known_args(argv)
    except argparse.ArgumentError:
        return None
    if others or "://" in options.store:
        return None
    return StartOptions(Path(options.store).absolute(), options.lang, has_screen=options.screen)


def has_display(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """True if a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if platform in {"win32", "darwin"}:
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
