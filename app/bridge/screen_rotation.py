"""Which scene of the big screen is shown, and for how much longer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge.screen_scenes import Scene

_TICK_MS = 250


class Rotation(QObject):
    """Turns from scene to scene by itself; a pause keeps what is left of the scene's time."""

    turned = Signal(object)  # the Scene
    progressed = Signal(float)  # from 0 to 1
    paused_changed = Signal(bool)

    def __init__(self, interval_s: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scenes: tuple[Scene, ...] = ()
        self._scene: Scene | None = None
        self._interval_ms = interval_s * 1000
        self._left_ms = self._interval_ms
        self._is_paused = False
        self._turning = QTimer(self, singleShot=True)
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._turning.timeout.connect(self.next)
        self._ticking.timeout.connect(self._tell_progress)

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All that take turns."""
        return self._scenes

    @property
    def scene(self) -> Scene | None:
        """The one that is shown; None where there is none."""
        return self._scene

    @property
    def is_paused(self) -> bool:
        """True while the scene stays."""
        return self._is_paused

    def set_scenes(self, scenes: Sequence[Scene]) -> None:
        """Take turns among these; the scene that is shown stays if it is one of them."""
        self._scenes = tuple(scenes)
        if self._scene not in self._scenes:
            self._turn_to(self._scenes[0] if self._scenes else None)

    def set_interval(self, interval_s: int) -> None:
        """How long a scene stays; counts from now for the one that is shown."""
        if interval_s * 1000 == self._interval_ms:
            return
        self._interval_ms = interval_s * 1000
        self._start()

    def next(self) -> None:
        """Show the scene after this one, after the last the first."""
        self._step(1)

    def previous(self) -> None:
        """Show the scene before this one."""
        self._step(-1)

    def toggle_pause(self) -> None:
        """Let the scene stay, or go on with what was left of its time."""
        if not self._is_paused:
            self._left_ms = max(self._turning.remainingTime(), 0)
            self._stop()
        self._is_paused = not self._is_paused
        if not self._is_paused:
            self._go_on()
        self.paused_changed.emit(self._is_paused)

    def _step(self, by: int) -> None:
        if self._scene is not None:
            self._turn_to(self._scenes[(self._scenes.index(self._scene) + by) % len(self._scenes)])

    def _turn_to(self, scene: Scene | None) -> None:
        self._scene = scene
        self._start()
        self.turned.emit(scene)

    def _start(self) -> None:
        self._left_ms = self._interval_ms
        self._stop()
        if not self._is_paused:
            self._go_on()
        self._tell_progress()

    def _go_on(self) -> None:
        if self._scene is not None:
            self._turning.start(self._left_ms)
            self._ticking.start()

    def _stop(self) -> None:
        self._turning.stop()
        self._ticking.stop()

    def _tell_progress(self) -> None:
        left = self._turning.remainingTime() if self._turning.isActive() else self._left_ms
        self.progressed.emit(1 - left / self._interval_ms)
