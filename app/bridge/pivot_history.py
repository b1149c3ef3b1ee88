"""The way back through the tables that were looked at."""

from __future__ import annotations

from dataclasses import replace

from app.bridge.pivot_drill import Step
from app.engine.store.selection import Selection

_REMEMBERED = 200


class PivotHistory:
    """Steps before and after the present one; going on after going back forgets what was undone."""

    def __init__(self, first: Step) -> None:
        self._past: list[Step] = []
        self._present = first
        self._future: list[Step] = []

    @property
    def present(self) -> Step:
        """What is shown."""
        return self._present

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone."""
        return bool(self._future)

    def go(self, step: Step) -> None:
        """Take a step."""
        if step != self._present:
            self._past = [*self._past, self._present][-_REMEMBERED:]
            self._present, self._future = step, []

    def follow(self, selection: Selection) -> None:
        """Take over a selection made elsewhere, which is not undone here, nor what was selected before it."""
        self._past, self._future = (
            [replace(step, selection=selection) for step in steps] for steps in (self._past, self._future)
        )
        self._present = replace(self._present, selection=selection)

    def undo(self) -> Step:
        """Back to the step before."""
        self._future.append(self._present)
        self._present = self._past.pop()
        return self._present

    def redo(self) -> Step:
        """On to the step that was undone."""
        self._past.append(self._present)
        self._present = self._future.pop()
        return self._present
