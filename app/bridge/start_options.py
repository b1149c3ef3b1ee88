"""What the window is started with; read before Qt is imported, to decide whether there is a window at all."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.engine import paths


class Display(enum.Enum):
    """What fills a monitor for an audience."""

    SCREEN = "screen"
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True)
class StartOptions:
    """`language` is zh or en, None where the user's own choice holds; `display` comes before the window."""

    store: Path
    language: str | None = None
    display: Display | None = None


def start_options(argv: Sequence[str]) -> StartOptions | None:
    """The options if `argv` asks for the window; None if it is for the command line."""
    if not argv:
        return StartOptions(store=paths.default_store().absolute())
    # Imported only where there are arguments: the splash of the window waits for this module
    import argparse

    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--store", default=str(paths.default_store()))
    parser.add_argument("--lang", choices=("zh", "en"))
    displays = parser.add_mutually_exclusive_group()
    for display in Display:
        displays.add_argument(f"--{display.value}", dest="display", action="store_const", const=display)
    try:
        options, others = parser.parse_known_args(argv)
    except argparse.ArgumentError:
        return None
    if others or "://" in options.store:
        return None
    return StartOptions(Path(options.store).absolute(), options.lang, options.display)


def has_display(platform: str = sys.platform, environment: Mapping[str, str] = os.environ) -> bool:
    """True if a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if platform in {"win32", "darwin"}:
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
