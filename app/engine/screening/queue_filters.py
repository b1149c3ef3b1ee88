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
    if order is QueueOrder.RISK:
        return np.argsort(_risk_key(column, reverse=reverse), kind="stable")
    if order is QueueOrder.RECOVERY:
        key = _recovery_key(column, reverse=reverse)
        own = has_own_finding(column)
        places = np.concatenate([np.flatnonzero(own), np.flatnonzero(~own)])
        return places[np.argsort(key[places], kind="stable")]
    if order in LARGEST_FIRST:
        key = -column(order.value)
    else:
        key = column("tails")[:, _COMPONENTS.index(Component(order.value))]
    return np.argsort(-key if reverse else key, kind="stable")


def has_own_finding(column: Callable[[str], NDArray[Any]]) -> NDArray[np.bool_]:
    """Whether anything was found in each line itself."""
    tails = column("tails")
    found = np.zeros(len(tails), np.bool_)
    for place, most in enumerate(OWN_TAILS.values()):
        found |= tails[:, place] <= np.float32(most)
    return found


def _risk_key(column: Callable[[str], NDArray[Any]], *, reverse: bool) -> NDArray[np.float64]:
    """Whole per cents, then own findings first, then what is left of the risk, which is at most 1."""
    risk, own = column("risk"), has_own_finding(column)
    shown = np.rint(risk * _SHOWN) * 4
    return np.asarray(shown + risk - 2 * own if reverse else -(shown + risk + 2 * own))


def _recovery_key(column: Callable[[str], NDArray[Any]], *, reverse: bool) -> NDArray[np.float64]:
    """Money; what has no value that could be told stands behind all others, by its risk."""
    recovery = column("recovery")
    if reverse:
        return np.asarray(recovery)
    behind = 1 - column("risk") + 2 * ~has_own_finding(column)
    return np.asarray(np.where(recovery > 0, -recovery, behind))


def _tails(column: Callable[[str], NDArray[Any]], components: frozenset[Component]) -> NDArray[np.float32]:
    tails: NDArray[np.float32] = column("tails")[:, [_COMPONENTS.index(component) for component in components]]
    return tails
