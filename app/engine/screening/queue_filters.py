"""What a queue can be sorted by and limited to."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.screening.case_steps import CaseState
from app.engine.screening.findings import OWN_TAILS, REMARKABLE, Component
from app.engine.store.selection import Direction

_COMPONENTS = tuple(Component)


class QueueOrder(enum.Enum):
    """What a queue can be sorted by."""

    RECOVERY = "recovery"
    RISK = "risk"
    VALUE = "value"
    ROW = "row"
    NUMBER = "number"
    HS = "hs"
    NAME = "name"
    TRADER = "trader"
    PRICE = "price"
    PHOTO = "photo"
    WORDS = "words"
    RULES = "rules"
    HISTORY = "history"


LARGEST_FIRST = frozenset({QueueOrder.RECOVERY, QueueOrder.RISK, QueueOrder.VALUE})
_OF_RISK = frozenset({QueueOrder.RECOVERY, QueueOrder.RISK})
_SHOWN = 100  # risks are shown as whole per cents
TEXTS = frozenset({QueueOrder.NUMBER, QueueOrder.HS, QueueOrder.NAME, QueueOrder.TRADER})


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which lines; of several components or rules any one does, and what is left empty does not limit."""

    text: str = ""
    states: frozenset[CaseState] = frozenset()
    remarkable: frozenset[Component] = frozenset()
    unchecked: frozenset[Component] = frozenset()
    direction: Direction | None = None
    hs_prefix: str = ""
    least_risk: float = 0.0
    least_value: float | None = None
    rules: frozenset[int] = frozenset()
    proposed: bool = False  # lines of the plan that counts


def column_mask(wanted: QueueFilter, column: Callable[[str], NDArray[Any]]) -> NDArray[np.bool_]:
    """The lines that pass everything that columns of numbers tell."""
    mask = np.ones(len(column("risk")), np.bool_)
    if wanted.least_risk > 0:
        mask &= column("risk") >= wanted.least_risk
    if wanted.least_value is not None:
        mask &= column("value") >= wanted.least_value
    if wanted.direction is not None:
        mask &= column("is_import") == (wanted.direction is Direction.IMPORT)
    if wanted.remarkable:
        mask &= (_tails(column, wanted.remarkable) <= REMARKABLE).any(axis=1)
    if wanted.unchecked:
        mask &= np.isnan(_tails(column, wanted.unchecked)).any(axis=1)
    if wanted.rules:
        mask &= (column("rules") & np.uint64(sum(1 << bit for bit in wanted.rules))) != 0
    return mask


def sorted_places(order: QueueOrder, column: Callable[[str], NDArray[Any]], *, reverse: bool) -> NDArray[np.intp]:
    """Places of all lines by a column of numbers; what is not known is last either way, and equals are as in the file.

    Lines of equal worth or risk, which is told in whole per cents, come with those first that have a finding of
    their own: the others owe their risk to the file as a whole.
    """
    if order in LARGEST_FIRST:
        figures = column(order.value)
        key = np.rint(figures * _SHOWN) if order is QueueOrder.RISK else figures
        key = key if reverse else -key
    else:
        tails = column("tails")[:, _COMPONENTS.index(Component(order.value))]
        key = -tails if reverse else tails
    found = np.argsort(key, kind="stable")
    return _own_first(found, key, column, reverse=reverse) if order in _OF_RISK else found


def _own_first(
    found: NDArray[np.intp], key: NDArray[Any], column: Callable[[str], NDArray[Any]], *, reverse: bool
) -> NDArray[np.intp]:
    """Only lines that are equal change their places."""
    is_next = np.diff(key[found]) == 0
    at = np.flatnonzero(np.append(False, is_next) | np.append(is_next, False))
    if not len(at):
        return found
    equal = found[at]
    risk = column("risk")[equal]
    has_own = (column("tails")[equal] <= np.array(list(OWN_TAILS.values()), np.float32)).any(axis=1)
    found[at] = equal[np.lexsort((risk if reverse else -risk, ~has_own, key[equal]))]
    return found


def _tails(column: Callable[[str], NDArray[Any]], components: frozenset[Component]) -> NDArray[np.float32]:
    tails: NDArray[np.float32] = column("tails")[:, [_COMPONENTS.index(component) for component in components]]
    return tails
