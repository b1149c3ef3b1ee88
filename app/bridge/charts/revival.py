"""How often a renderer may die before the area stops reviving it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_MOST_DEATHS = 3
_WITHIN_S = 60.0


class Revival:
    """Remembers recent deaths; `may_revive` is False at the third within a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaths: deque[float] = deque(maxlen=_MOST_DEATHS)

    def note_death(self) -> None:
        """A renderer died just now."""
        self._deaths.append(self._clock())

    def may_revive(self) -> bool:
        """True while deaths are rare enough to reload without asking."""
        is_full = len(self._deaths) == _MOST_DEATHS
        return not (is_full and self._deaths[-1] - self._deaths[0] <= _WITHIN_S)

    def forget(self) -> None:
        """The user wants another try."""
        self._deaths.clear()
