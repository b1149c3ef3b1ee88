"""An analysis as the page offers it: what it asks of the store, and how its answer is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from app.bridge.charts.cards import Chart
from app.engine.messages import Language
from app.engine.reports.tables import Table
from app.engine.store.answers import Basis
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection, Years

if TYPE_CHECKING:
    from app.engine.store.open_store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """The controls of the moment: the shared selection, what to break down by, and two years to compare."""

    selection: Selection
    dimension: Dimension
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """An answer in the words of a language: what it says, at most two charts by card, tables, and what it rests on.

    `obstacle` is the code of the sentence why there is nothing to show.
    """

    basis: Basis
    sentences: tuple[str, ...] = ()
    charts: Mapping[str, Chart] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    obstacle: str = ""


def years_to_compare(held: Sequence[int], selected: Years | None) -> tuple[int | None, int | None]:
    """As questions without years choose them: the ends of the selected span, else the last year and the one before."""
    if not held:
        return None, None
    after = selected.last if selected else max(held)
    if selected and selected.first < after:
        return selected.first, after
    return max((year for year in held if year < after), default=None), after


Ask: TypeAlias = Callable[["Store", Asked], Any]
Show: TypeAlias = Callable[[Any, Language], Findings]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`name` finds its words in the catalogue: analysis.name_…, formula_…, source_… and caveat_…."""

    name: str
    dimensions: tuple[Dimension, ...]
    ask: Ask
    show: Show
    has_years: bool = False  # compares two years, which can be chosen
