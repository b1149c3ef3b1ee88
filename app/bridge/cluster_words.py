"""Groups and their members in the words of the screen, and the items that charts show of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.bridge import dashboard_amounts as amounts
from app.bridge.charts.cards import Format, Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_groups import GroupKey
from app.bridge.dashboard_filters import Facet
from app.engine.analysis.clusters.grouping import Grouping
from app.engine.analysis.clusters.methods import NO_GROUP
from app.engine.analysis.clusters.words import description, group_names, letter, summary
from app.engine.messages import Language, text
from app.engine.store.dimensions import Dimension, member_key
from app.engine.store.members import member_name

_FACETS = {Dimension.COUNTRY: Facet.COUNTRY, Dimension.PROVINCE: Facet.PROVINCE}


@dataclass(frozen=True, slots=True)
class GroupWords:
    """One group as its card says it; `number` is its colour in the series of the theme."""

    number: int
    sign: str
    name: str
    summary: str
    description: str


def group_words(grouping: Grouping, language: Language) -> tuple[GroupWords, ...]:
    """A card for each group."""
    names = group_names(grouping.groups, language)
    return tuple(
        GroupWords(
            number=number,
            sign=letter(number),
            name=names[number],
            summary=summary(group, language),
            description=description(grouping, number, language),
        )
        for number, group in enumerate(grouping.groups)
    )


def group_keys(grouping: Grouping, language: Language) -> tuple[GroupKey, ...]:
    """Legend entries: each group, then one for members in no group if there are any."""
    names = group_names(grouping.groups, language)
    keys = [GroupKey(number, letter(number), f"{letter(number)} {name}") for number, name in enumerate(names)]
    if (grouping.labels == NO_GROUP).any():
        said = text("clusters.without_group", language)
        keys.append(GroupKey(None, said, said))
    return tuple(keys)


def key_places(grouping: Grouping) -> list[int]:
    """The place of each member's group among the legend entries."""
    return [len(grouping.groups) if label == NO_GROUP else label for label in grouping.labels.tolist()]


def member_items(grouping: Grouping, language: Language, chosen: Collection[str]) -> list[Item]:
    """Every member with its value, in the order of the matrix; its group stands in the remark."""
    matrix, dimension = grouping.matrix, grouping.request.dimension
    keys = group_keys(grouping, language)
    total = float(matrix.values.sum())
    return [
        Item(
            key=member_key(dimension, code),
            name=member_name(dimension, code, language),
            value=value,
            share=value / total,
            remark=keys[place].name,
            is_chosen=facet_key(dimension, code) in chosen,
        )
        for code, value, place in zip(
            matrix.members.tolist(), matrix.values.tolist(), key_places(grouping), strict=True
        )
    ]


def facet_of(dimension: Dimension) -> Facet:
    """The kind of filter that a member of the dimension is."""
    return _FACETS.get(dimension, Facet.HS)


def facet_key(dimension: Dimension, code: int) -> str:
    """The member as a filter names it."""
    return member_key(dimension, code) if dimension.hs_digits else str(code)


def facet_keys(grouping: Grouping) -> Mapping[str, str]:
    """From the keys of charts and tables to those of filters."""
    dimension = grouping.request.dimension
    return {member_key(dimension, code): facet_key(dimension, code) for code in grouping.matrix.members.tolist()}


def money(grouping: Grouping, language: Language) -> Measure:
    """How values of members are written."""
    return money_in(grouping.basis.context.currency if grouping.basis.context else None, language)


def money_in(currency: str | None, language: Language) -> Measure:
    """How values in a currency are written."""
    return Measure(Format.AMOUNT, amounts.currency_name(currency, language))
