"""Takes pictures of the real window on a virtual screen: `python -m tools.screenshots FOLDER [--readme]`.

Every page is shown in both languages and both themes at both sizes; with --readme only the four of the README.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGES = (
    "welcome",
    "data",
    "dashboard",
    "explore",
    "price",
    "screening",
    "clusters",
    "analysis",
    "recognise",
    "settings",
    "screen",
    "kiosk",
)
# Standing displays fill the screen and have no frame
_DISPLAYS = ("screen", "kiosk")
_DRAWN_WITHIN_S = 12.0
# Prices are calibrated first, and a product has to be asked for
_SLOW_S = {"price": 75.0, "screening": 30.0}
_SELECTIONS = {"price": {"direction": "export", "hs": ["61091000"], "countries": ["JPN"]}}
_ROWS = 1_200_000
# Where Qt puts a restored window on a screen without a window manager: it leaves room for a frame.
_FRAME = (1, 25)


@dataclass(frozen=True, slots=True)
class Shot:
    """What one picture shows."""

    page: str
    language: str
    theme: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """The picture's file name."""
        return f"{self.page}-{self.language}-{self.theme}-{self.size[0]}.png"


README = (
    Shot("dashboard", "zh", "light", (1366, 768)),
    Shot("explore", "en", "light", (1366, 768)),
    Shot("data", "zh", "light", (1366, 768)),
    Shot("screen", "zh", "dark", (1366, 768)),
)


def main() -> int:
    """Build a demo store once, then one start of the program for each picture."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README")
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=PAGES)
    parser.add_argument("--store", type=Path, help="a store instead of new demo data")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tradescope-shots-") as scratch:
        store = arguments.store or Path(scratch) / "store"
        if arguments.store is None:
            build = ["demo", "build", "--rows", str(_ROWS), "--store", str(store)]
            subprocess.run([sys.executable, "-m", "app", *build], check=True, stdout=subprocess.DEVNULL)
        for number, shot in enumerate(README if arguments.readme else every_shot(arguments.pages)):
            take(shot, store, Path(scratch) / f"home-{number}", arguments.folder / shot.name)
            print(shot.name, flush=True)
    return 0


def every_shot(pages: tuple[str, ...]) -> Iterator[Shot]:
    """All combinations of the pages."""
    sizes = ((1366, 768), (1920, 1080))
    for combination in itertools.product(pages, ("zh", "en"), ("light", "dark"), sizes):
        yield Shot(*combination)


def take(shot: Shot, store: Path, home: Path, target: Path) -> None:
    """Start the program on a screen of the picture's size, wait until it has drawn, save what the screen shows."""
    home.mkdir()
    command = [sys.executable, "-m", "app"]
    command += ["--store", str(home / "none" if shot.page == "welcome" else store)]
    command += [f"--{shot.page}"] if shot.page in _DISPLAYS else []
    left, top = (0, 0) if shot.page in _DISPLAYS else _FRAME
    with virtual_screen((shot.size[0] + left, shot.size[1] + top)) as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "TRADESCOPE_HOME": str(home)}
        environment |= {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}
        write_settings(shot, home, environment)
        program = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(_SLOW_S.get(shot.page, _DRAWN_WITHIN_S))
        grab = [sys.executable, "-c", _GRAB, str(target), str(left), str(top)]
        subprocess.run(grab, env=environment, check=True, stderr=subprocess.DEVNULL)
        # Not asked to close, for a window that still works at something would ask back
        program.kill()
        program.wait()


def write_settings(shot: Shot, home: Path, environment: dict[str, str]) -> None:
    """What the program remembers: the page, the look, and a place that fills the screen."""
    settings = {
        "format": "settings/1",
        "page": shot.page,
        "language": shot.language,
        "theme": shot.theme,
        "selection": _SELECTIONS.get(shot.page, {}),
        "window": {"geometry": geometry(shot.size, environment)},
    }
    (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")


_GRAB = """import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
left, top = map(int, sys.argv[2:])
sys.exit(not application.primaryScreen().grabWindow(0, left, top).save(sys.argv[1]))
"""

_GEOMETRY = """import sys
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
window = QWidget()
window.setGeometry(0, 0, int(sys.argv[1]), int(sys.argv[2]))
sys.stdout.buffer.write(bytes(window.saveGeometry()))
"""


def geometry(size: tuple[int, int], environment: dict[str, str]) -> str:
    """A place that fills the screen, as the settings keep it."""
    command = [sys.executable, "-c", _GEOMETRY, *map(str, size)]
    place = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return base64.b64encode(place.stdout).decode()


@contextlib.contextmanager
def virtual_screen(size: tuple[int, int]) -> Iterator[str]:
    """An X server of this size, as its display's name."""
    reader, writer = os.pipe()
    screen = ["-screen", "0", f"{size[0]}x{size[1]}x24"]
    command = ["Xvfb", "-displayfd", str(writer), *screen]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    try:
        yield f":{os.read(reader, 16).decode().strip()}"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
