"""Between the selection that all screens share and the one price that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from app.engine.price.answers import PriceQuestion
from app.engine.store.selection import Direction, Selection, Years


def seeded(question: PriceQuestion | None, selection: Selection, years: Sequence[int]) -> PriceQuestion | None:
    """The question narrowed to what the selection names one of; None where neither names a product."""
    hs = _product(selection) or (question.hs if question else "")
    if not hs:
        return None
    newest = years[-1]
    base = question if question is not None and question.hs == hs else None
    direction = selection.direction or (question.direction if question else Direction.EXPORT)
    year = selection.years.last if selection.years else base.year if base else newest
    made = base or PriceQuestion(direction, hs, newest)
    return replace(
        made,
        direction=direction,
        year=min(max(year, years[0]), newest) if selection.years else year,
        country=_only(selection.countries) if selection.countries else made.country,
        province=_only(selection.provinces) if selection.provinces else made.province,
        mode=_only(selection.modes) if selection.modes else made.mode,
    )


def selection_of(question: PriceQuestion, selection: Selection, *, first_year: int) -> Selection:
    """The product as other screens show it, over all years until the asked one; the source stays."""
    return replace(
        selection,
        direction=question.direction,
        years=Years(min(first_year, question.year), question.year),
        hs=(question.hs,),
        countries=() if question.country is None else (question.country,),
        provinces=() if question.province is None else (question.province,),
        modes=() if question.mode is None else (question.mode,),
    )


def _product(selection: Selection) -> str:
    """The first product that is selected, without half a level."""
    return selection.hs[0][: len(selection.hs[0]) // 2 * 2] if selection.hs else ""


def _only(members: Sequence[int]) -> int | None:
    return members[0] if len(members) == 1 else None


def question_document(question: PriceQuestion) -> dict[str, object]:
    """The question as plain values, for saved views."""
    return {
        "direction": question.direction.value,
        "hs": question.hs,
        "year": question.year,
        "unit": question.unit,
        "country": question.country,
        "province": question.province,
        "mode": question.mode,
        "quantity": None if question.quantity is None else str(question.quantity),
    }


def read_question(document: Mapping[str, object]) -> PriceQuestion | None:
    """The question of a document; None for one that another version wrote."""
    try:
        quantity = document.get("quantity")
        members = {name: _optional(document.get(name)) for name in ("unit", "country", "province", "mode")}
        return PriceQuestion(
            direction=Direction(document["direction"]),
            hs=str(document["hs"]),
            year=int(str(document["year"])),
            quantity=None if quantity is None else Decimal(str(quantity)),
            **members,
        )
    except (KeyError, ValueError, ArithmeticError):
        return None


def _optional(member: object) -> int | None:
    return None if member is None else int(str(member))
