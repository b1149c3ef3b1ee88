"""A robot that waits as long as a busy machine needs: what a test waits for either comes, or is missing for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import MultiSignalBlocker, SignalBlocker

_LEAST_MS = 60_000


class PatientBot(QtBot):
    """Every wait lasts a minute at least; a shorter one would only tell how busy the machine is."""

    def waitSignal(  # noqa: N802 - the name that pytest-qt gives
        self, signal: Any, *, timeout: int = _LEAST_MS, **options: Any
    ) -> SignalBlocker:
        """As the base, with patience, unless nothing is expected to come."""
        is_expected = options.get("raising") is not False
        return super().waitSignal(signal, timeout=max(timeout, _LEAST_MS) if is_expected else timeout, **options)

    def waitSignals(  # noqa: N802 - the name that pytest-qt gives
        self, signals: list[Any], *, timeout: int = _LEAST_MS, **options: Any
    ) -> MultiSignalBlocker:
        """As the base, with patience."""
        return super().waitSignals(signals, timeout=max(timeout, _LEAST_MS), **options)

    def waitUntil(  # noqa: N802 - the name that pytest-qt gives
        self, callback: Callable[[], bool | None], *, timeout: int = _LEAST_MS
    ) -> None:
        """As the base, with patience."""
        super().waitUntil(callback, timeout=max(timeout, _LEAST_MS))
