"""The scenes of the big screen: in which order they come, and where their charts stand."""

from __future__ import annotations

import enum

from app.bridge.charts.cards import Card, Layout
from app.bridge.dashboard_content import DashboardContent, Part
from app.engine.analysis.story import Topic

RANKS = "ranks"
TILES = ("first", "second", "third", "fourth")
SIDE_TILES = ("upper", "middle", "lower")
_WIDE = 2.0
_COLUMNS = 12


class Scene(enum.Enum):
    """What is shown at one time; the order is that of the rotation."""

    TOTALS = "totals"
    PARTNERS = "partners"
    PROVINCES = "provinces"
    PRODUCTS = "products"
    FLOWS = "flows"
    STORY = "story"


_NEEDS = {
    Scene.PARTNERS: Part.COUNTRY,
    Scene.PROVINCES: Part.PROVINCE,
    Scene.PRODUCTS: Part.PARTS,
    Scene.FLOWS: Part.COUNTRY,
}
# The larger card beside the ranking, and its columns on usual and on wide screens
_PAIRS = {Scene.PARTNERS: ("world", 8, 8), Scene.PROVINCES: ("china", 7, 7), Scene.PRODUCTS: ("tree", 7, 7)}


def is_wide(width: int, height: int) -> bool:
    """True for screens such as 21:9, which have room beside a map."""
    return width >= _WIDE * height


def scenes_of(content: DashboardContent, hidden: tuple[str, ...] = (), *, has_story: bool = False) -> tuple[Scene, ...]:
    """Scenes that the source can fill, without those that the operator hides; none without any record."""
    if content.is_empty:
        return ()
    filled = [scene for scene in Scene if scene not in _NEEDS or _has_members(content, _NEEDS[scene])]
    filled = [scene for scene in filled if scene is not Scene.STORY or has_story]
    return tuple(scene for scene in filled if scene.value not in hidden) or tuple(filled[:1])


def scene_layout(scene: Scene, *, tiles: int, is_wide: bool) -> Layout:
    """Cards that fill the screen and never scroll; `tiles` is the number of key figures in the row on top."""
    if scene is Scene.TOTALS:
        return _display(*_totals(tiles))
    if scene is Scene.STORY:
        return _display(*(Card(topic.value, _COLUMNS // 3) for topic in Topic))
    if scene is Scene.FLOWS:
        return _display(Card("flows", 8), Card(RANKS, 4)) if is_wide else _display(Card("flows", _COLUMNS))
    name, usual, wide = _PAIRS[scene]
    columns = wide if is_wide else usual
    return _display(Card(name, columns), Card(RANKS, _COLUMNS - columns))


def _totals(tiles: int) -> tuple[Card, ...]:
    row = (Card(name, _COLUMNS // tiles, rows=3) for name in TILES[:tiles])
    column = (Card(name, 3, rows=2) for name in SIDE_TILES)
    return (*row, Card("trend", 9, rows=6), *column)


def _display(*cards: Card) -> Layout:
    return Layout(cards, fills=True, has_menus=False)


def _has_members(content: DashboardContent, part: Part) -> bool:
    return part in content.rankings and bool(content.rankings[part].members)
