"""How many products a selection holds: headings, or codes of all digits once products are selected that narrowly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from app.engine.store.answers import Basis
from app.engine.store.contexts import Context
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Generation, Store
from app.engine.store.questions.choosing import Choice, choose
from app.engine.store.questions.dashboard_parts import read_parts
from app.engine.store.questions.part import Frame, Part, PartKind
from app.engine.store.questions.spans import AFTER, BEFORE, CURRENT, find_spans, years_held
from app.engine.store.scan import find_facet
from app.engine.store.selection import Selection

_CHAPTER_DIGITS, _HEADING_DIGITS = 2, 4


@dataclass(frozen=True, slots=True)
class ProductCounts:
    """Distinct codes of `level` digits in the spans and in each year; `before` is None where nothing is compared."""

    basis: Basis
    level: int
    current: int
    after: int
    before: int | None
    years: Mapping[int, int]


def product_counts(store: Store, selection: Selection) -> ProductCounts:
    """The counts that a dashboard's key figures leave open, because they take a pass over all records."""
    return store.ask(partial(_product_counts, selection=selection))


def product_level(selection: Selection, context: Context) -> int:
    """Digits of the codes that are counted; the same whatever partners, provinces and modes are selected."""
    deepest = context.hs_level or 0
    is_narrow = bool(selection.hs) and min(len(prefix) for prefix in selection.hs) >= _HEADING_DIGITS
    return deepest if is_narrow else min(_HEADING_DIGITS, deepest)


def counting_part(generation: Generation, selection: Selection, context: Context) -> Part | None:
    """The part that counts products; None for a source without codes."""
    level = product_level(selection, context)
    if not level:
        return None
    dimension = Dimension(f"hs{level}")
    filters = [members for members in (selection.countries, selection.provinces, selection.modes) if members]
    is_by_chapter = all(len(prefix) <= _CHAPTER_DIGITS for prefix in selection.hs)
    if generation.facts.has_headings and level == _HEADING_DIGITS and len(filters) == 1 and is_by_chapter:
        return Part(PartKind.HEADINGS, replace(selection, years=None), Dimension.HS2)
    return Part(PartKind.COUNT, replace(selection, years=None), dimension)


def is_quick(generation: Generation, part: Part, context: Context) -> bool:
    """Whether counting needs no pass over all records: a facet tells, or few products are selected."""
    has_facet = find_facet(generation, part.selection, context, part.dimensions) is not None
    return has_facet or any(len(prefix) > _CHAPTER_DIGITS for prefix in part.selection.hs)


def _product_counts(generation: Generation, *, selection: Selection) -> ProductCounts:
    choice = choose(generation, selection, [])
    part = counting_part(generation, selection, choice.context) if isinstance(choice, Choice) else None
    if not isinstance(choice, Choice) or part is None:
        return ProductCounts(choice.basis if isinstance(choice, Choice) else choice, 0, 0, 0, None, {})
    context = choice.context
    spans, years = find_spans(generation, selection, context), years_held(generation, context)
    (rows,) = read_parts(Frame(generation, context, selection, spans.by_id | years, unit=None), [part])
    found = {span: count.members for span, count in rows.counts.items()}
    return ProductCounts(
        basis=choice.basis,
        level=product_level(selection, context),
        current=found.get(CURRENT, 0),
        after=found.get(AFTER, 0),
        before=found.get(BEFORE, 0) if spans.before else None,
        years={year: found.get(year, 0) for year in years},
    )
