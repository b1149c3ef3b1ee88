"""The way down from the world to one commodity code, and the selection at each step of the way back."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.bridge.dashboard_filters import HS_DIGITS
from app.engine.store.selection import Selection


class Step(enum.Enum):
    """What a step of the way narrows."""

    WORLD = "world"
    COUNTRY = "country"
    PROVINCE = "province"
    HS = "hs"


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step; `keys` are the members it stands for, `selection` is what going back to it shows."""

    step: Step
    keys: tuple[str, ...]
    selection: Selection


def crumbs_of(selection: Selection) -> tuple[Crumb, ...]:
    """World, then whatever of country, province and HS levels the selection is narrowed to; the last is where it is."""
    return tuple(_crumbs(selection))


def _crumbs(selection: Selection) -> Iterator[Crumb]:
    world = replace(selection, countries=(), provinces=(), hs=())
    yield Crumb(Step.WORLD, (), world)
    country = replace(world, countries=selection.countries)
    if selection.countries:
        yield Crumb(Step.COUNTRY, tuple(map(str, selection.countries)), country)
    province = replace(country, provinces=selection.provinces)
    if selection.provinces:
        yield Crumb(Step.PROVINCE, tuple(map(str, selection.provinces)), province)
    yield from (Crumb(Step.HS, keys, replace(province, hs=keys)) for keys in _hs_levels(selection.hs))


def _hs_levels(prefixes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The levels above that all prefixes share, then the prefixes."""
    if not prefixes:
        return
    for digits in HS_DIGITS:
        above = {prefix[:digits] for prefix in prefixes}
        if len(above) == 1 and all(len(prefix) >= digits for prefix in prefixes) and tuple(above) != prefixes:
            yield tuple(above)
    yield prefixes
