"""Members of a ranking as charts and tables list them: named, measured, placed, and marked where selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import Item
from app.bridge.dashboard_content import Member, Part, Ranking
from app.bridge.dashboard_filters import Facet, keys_of
from app.bridge.dashboard_metrics import Metric, common_unit, growth, measure_of, measured
from app.bridge.dashboard_names import hs_name
from app.engine.messages import Language, text
from app.engine.reference import provinces
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import find_member, member_name
from app.engine.store.selection import Direction, Selection

FACETS = {
    Part.COUNTRY: Facet.COUNTRY,
    Part.PROVINCE: Facet.PROVINCE,
    Part.MODE: Facet.MODE,
    Part.GOODS: Facet.HS,
    Part.PARTS: Facet.HS,
}
_GOODS = frozenset({Part.GOODS, Part.PARTS})


@dataclass(frozen=True, slots=True)
class Lens:
    """What every chart of one drawing shares."""

    selection: Selection
    metric: Metric
    language: Language
    currency: str | None

    def say(self, code: str, /, **params: object) -> str:
        """The sentence in the language of the drawing."""
        return text(code, self.language, **params)


@dataclass(frozen=True, slots=True)
class Listing:
    """Members in the order of the chart with what measures them, or the reason why they cannot be measured."""

    items: tuple[Item, ...]
    measure: Measure
    obstacle: str = ""


def listing(ranking: Ranking, part: Part, lens: Lens) -> Listing:
    """All members by the metric; where that does not add up, in the order of their value."""
    unit = _unit(ranking, part, lens)
    measure = measure_of(lens.metric, currency=lens.currency, unit=unit, language=lens.language)
    if not ranking.members:
        return Listing((), measure, lens.say("dashboard.why_none"))
    if lens.metric.needs_unit and unit is None:
        return Listing((), measure, lens.say("dashboard.why_units"))
    numbers = {member.code: _number(member, lens, unit) for member in ranking.members}
    if lens.metric is Metric.GROWTH and all(number is None for number in numbers.values()):
        return Listing((), measure, lens.say("dashboard.why_no_year_before"))
    ordered = _ordered(ranking.members, numbers, lens)
    return Listing(tuple(_items(ordered, numbers, ranking, lens=lens, part=part)), measure)


def click_key(facet: Facet, key: str) -> str:
    """What the filters call a member that a chart calls by its key."""
    return str(find_member(Dimension.COUNTRY, key)) if facet is Facet.COUNTRY and not key.isdigit() else key


def name_of(dimension: Dimension, code: int, lens: Lens) -> str:
    """Goods with their code; provinces short in Chinese; China among the origins of imports is marked."""
    if dimension.hs_digits:
        return hs_name(member_key(dimension, code), lens.language)
    if dimension is Dimension.PROVINCE and lens.language is Language.ZH:
        return _short_names().get(code) or str(code)
    is_import = lens.selection.direction is Direction.IMPORT
    return member_name(dimension, code, lens.language, is_import=is_import)


def _short_names() -> dict[int, str]:
    return {place.code: place.short_zh for place in provinces.table().places}


def _unit(ranking: Ranking, part: Part, lens: Lens) -> int | None:
    if not lens.metric.needs_unit:
        return None
    return common_unit([member.figures for member in ranking.members], is_strict=part in _GOODS)


def _number(member: Member, lens: Lens, unit: int | None) -> float | None:
    if lens.metric is Metric.GROWTH:
        return growth(Metric.GROWTH, member.last, member.before) if member.last else None
    return measured(lens.metric, member.figures, None, unit=unit)


def _ordered(members: Sequence[Member], numbers: dict[int, float | None], lens: Lens) -> list[Member]:
    if not lens.metric.is_additive or lens.metric is Metric.VALUE:
        return list(members)
    return sorted(members, key=lambda member: -(numbers[member.code] or 0.0))


def _items(
    members: Iterable[Member], numbers: dict[int, float | None], ranking: Ranking, *, lens: Lens, part: Part
) -> Iterable[Item]:
    chosen = set(keys_of(lens.selection, FACETS[part]))
    known = sum(number for number in numbers.values() if number is not None) if lens.metric.is_additive else 0.0
    whole = float(ranking.total.value) if lens.metric is Metric.VALUE else known
    for rank, member in enumerate(members, start=1):
        number = numbers[member.code]
        plain_key = member_key(ranking.dimension, member.code)
        yield Item(
            key=plain_key,
            name=name_of(ranking.dimension, member.code, lens),
            value=number,
            rank=rank,
            share=number / whole if number is not None and whole else None,
            change=growth(lens.metric, member.last, member.before) if member.last else None,
            remark="" if number is not None else _remark(lens),
            is_chosen=(str(member.code) if part is Part.COUNTRY else plain_key) in chosen,
        )


def _remark(lens: Lens) -> str:
    return lens.say("dashboard.other_unit" if lens.metric.needs_unit else "dashboard.no_year_before")
