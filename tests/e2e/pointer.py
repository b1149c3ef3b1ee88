"""The mouse of a display, moved and pressed through X's own test extension."""

from __future__ import annotations

import ctypes
import ctypes.util

_LEFT_BUTTON = 1


class Pointer:
    """Points on the whole screen, in pixels."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._xtst = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))

    def click(self, x: int, y: int, *, times: int = 1) -> None:
        """Move there, press and let go."""
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        for _ in range(times):
            self._xtst.XTestFakeButtonEvent(self._display, _LEFT_BUTTON, 1, 0)
            self._xtst.XTestFakeButtonEvent(self._display, _LEFT_BUTTON, 0, 0)
        self._x11.XFlush(self._display)
