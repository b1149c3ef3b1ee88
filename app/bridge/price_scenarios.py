"""Prices that stand side by side: up to six, named, each change of which can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.engine.price.answers import PriceAnswer, PriceQuestion

MOST = 6


@dataclass(frozen=True, slots=True)
class Scenario:
    """One price under the name that the user gave it; "" for none."""

    name: str
    answer: PriceAnswer


class Scenarios(QObject):
    """The scenarios of the moment."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._past: list[tuple[Scenario, ...]] = []
        self.all: tuple[Scenario, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether no other fits beside them."""
        return len(self.all) >= MOST

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def questions(self) -> list[PriceQuestion]:
        """What was asked for each."""
        return [scenario.answer.question for scenario in self.all]

    def add(self, answer: PriceAnswer) -> None:
        """Put the price at the end, unless six are there."""
        if not self.is_full:
            self._change((*self.all, Scenario("", answer)))

    def rename(self, place: int, name: str) -> None:
        """Give one another name."""
        if name.strip() != self.all[place].name:
            renamed = replace(self.all[place], name=name.strip())
            self._change((*self.all[:place], renamed, *self.all[place + 1 :]))

    def remove(self, place: int) -> None:
        """Take one away."""
        self._change((*self.all[:place], *self.all[place + 1 :]))

    def undo(self) -> None:
        """Take back the last change."""
        if self._past:
            self.all = self._past.pop()
            self.changed.emit()

    def renew(self, answers: Sequence[PriceAnswer]) -> None:
        """The same questions with answers of newer data; earlier states, which have old prices, are forgotten."""
        self.all = tuple(replace(scenario, answer=answer) for scenario, answer in zip(self.all, answers, strict=True))
        self._past.clear()
        self.changed.emit()

    def clear(self) -> None:
        """Forget all of them, as when the data under them are gone."""
        self.all = ()
        self._past.clear()
        self.changed.emit()

    def _change(self, scenarios: tuple[Scenario, ...]) -> None:
        self._past.append(self.all)
        self.all = scenarios
        self.changed.emit()
