"""A virtual X screen of its own, the program on it as a real process, and keys as a keyboard sends them."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_WITHIN_S = 60.0


@contextlib.contextmanager
def virtual_screen(size: str = "1366x768x24") -> Iterator[str]:
    """The name of a new display."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True, slots=True)
class Program:
    """The running program and the folder that it keeps things in."""

    process: subprocess.Popen[bytes]
    home: Path

    def log(self) -> str:
        """What it logged so far."""
        file = self.home / "log" / "tradescope.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def wait_for(self, words: str) -> None:
        """Until the log holds these words; AssertionError if the program ends or takes a minute."""
        until = time.monotonic() + _WITHIN_S
        while words not in self.log():
            assert self.process.poll() is None, f"ended with {self.process.returncode}\n{self.log()}"
            assert time.monotonic() < until, f"no “{words}” in\n{self.log()}"
            time.sleep(0.05)

    def end(self) -> int:
        """Ask it to end, as the system does; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_WITHIN_S)


@contextlib.contextmanager
def program(display: str, home: Path, *arguments: str) -> Iterator[Program]:
    """`python -m app` on a display."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "TRADESCOPE_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Program(process, home)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


class Keyboard:
    """Presses keys on a display through X's own test extension."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._xtst = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))

    def press(self, *names: str) -> None:
        """Keys held together, by their X names, as in press("Control_L", "k")."""
        codes = [self._code(name) for name in names]
        for code in codes:
            self._xtst.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            self._xtst.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x11.XSync(self._display, 0)
        time.sleep(0.1)

    def write(self, word: str) -> None:
        """Small Latin letters."""
        for letter in word:
            self.press(letter)

    def close(self) -> None:
        """Let go of the display."""
        self._x11.XCloseDisplay(self._display)

    def _code(self, name: str) -> int:
        symbol = ctypes.c_ulong(self._x11.XStringToKeysym(name.encode()))
        return int(self._x11.XKeysymToKeycode(self._display, symbol))
