"""Members of a ranking as charts list them: named, in order, and marked where selected."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import Item
from app.bridge.dashboard_content import DashboardContent, Member, Part, Ranking, UnitState
from app.bridge.dashboard_filters import Facet
from app.bridge.dashboard_metrics import Metric, measure_of
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


_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Lens:
    """What every chart of one drawing shares."""

    selection: Selection
    metric: Metric
    language: Language
    currency: str | None
    unit: int | None
    unit_state: UnitState

    def say(self, code: str, /, **params: object) -> str:
        """The sentence in the language of the drawing."""
        return text(code, self.language, **params)

    def measure(self, metric: Metric) -> Measure:
        """How numbers of the metric are written."""
        return measure_of(metric, currency=self.currency, unit=self.unit, language=self.language)

    @property
    def why_other_metric(self) -> str:
        """A few words why a chart shows the value instead; the key figures tell more."""
        state = UnitState.SEVERAL if self.unit_state is UnitState.ONE else self.unit_state
        return self.say(f"dashboard.key_unit_{state.value}")


@dataclass(frozen=True, slots=True)
class Listing:
    """Members in the order of the chart, in the metric that it can show, or the reason why there are none."""

    items: tuple[Item, ...]
    metric: Metric
    measure: Measure
    obstacle: str = ""


def listing(content: DashboardContent, part: Part, lens: Lens, *, limit: int | None = None) -> Listing:
    """The first members by amount; those of a metric that does not add up in the order of their value."""
    ranking = content.rankings[part]
    metric, measure = ranking.metric, lens.measure(ranking.metric)
    if not ranking.members:
        return Listing((), metric, measure, lens.say("dashboard.why_none"))
    if metric is Metric.GROWTH and content.growth is None:
        return Listing((), metric, measure, lens.say("dashboard.why_no_year_before"))
    members = _ordered(ranking)[:limit]
    items = tuple(_item(member, rank, ranking, lens) for rank, member in enumerate(members, start=1))
    return Listing(items, metric, measure)


def click_key(facet: Facet, key: str) -> str:
    """What the filters call a member that a chart calls by its key."""
    return str(find_member(Dimension.COUNTRY, key)) if facet is Facet.COUNTRY and not key.isdigit() else key


def name_of(dimension: Dimension, code: int, lens: Lens) -> str:
    """Goods with their code; provinces short in Chinese; China among the origins of imports is marked."""
    return _named(dimension, code, lens.language, is_import=lens.selection.direction is Direction.IMPORT)


@functools.lru_cache(_REMEMBERED)
def _named(dimension: Dimension, code: int, language: Language, *, is_import: bool) -> str:
    """Kept, because every click names some hundred members again."""
    if dimension.hs_digits:
        return hs_name(_keyed(dimension, code), language)
    if dimension is Dimension.PROVINCE and language is Language.ZH:
        return _short_province(code)
    return member_name(dimension, code, language, is_import=is_import)


_keyed = functools.lru_cache(_REMEMBERED)(member_key)


def _short_province(code: int) -> str:
    try:
        return provinces.table().by_code(code).short_zh
    except KeyError:
        return str(code)


def _ordered(ranking: Ranking) -> Sequence[Member]:
    if ranking.metric.is_additive:
        return ranking.members
    return sorted(ranking.members, key=lambda member: -member.figures.value)


def _item(member: Member, rank: int, ranking: Ranking, lens: Lens) -> Item:
    return Item(
        key=_keyed(ranking.dimension, member.code),
        name=name_of(ranking.dimension, member.code, lens),
        value=member.amount,
        rank=rank,
        share=member.share,
        change=member.growth if ranking.metric is not Metric.GROWTH else None,
        remark="" if member.amount is not None else _remark(ranking.metric, lens),
        is_chosen=member.is_selected,
    )


def _remark(metric: Metric, lens: Lens) -> str:
    return lens.say("dashboard.no_year_before" if metric is Metric.GROWTH else "dashboard.no_quantity")
