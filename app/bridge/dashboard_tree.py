"""The product tree: chapters in their sections, or the parts of the selected goods."""

from __future__ import annotations

from collections.abc import Sequence

from app.bridge.charts.items import Item
from app.bridge.charts.options_shares import Node
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_members import Lens
from app.bridge.dashboard_names import hs_name
from app.engine.reference import hs_codes


def tree_nodes(content: DashboardContent, items: Sequence[Item], lens: Lens) -> list[Node]:
    """One group for each section, or for each of several selected goods; else the goods themselves."""
    worth = [item for item in items if item.value and item.value > 0]
    prefixes = content.basis.selection.hs
    if not prefixes:
        return _sections(worth, lens)
    if len(prefixes) > 1 and any(len(item.key) > len(prefixes[0]) for item in worth):
        groups = [(key, hs_name(key, lens.language), [i for i in worth if i.key.startswith(key)]) for key in prefixes]
        return [_group(key, name, members) for key, name, members in groups if members]
    return [_leaf(item) for item in worth]


def _sections(items: Sequence[Item], lens: Lens) -> list[Node]:
    table = hs_codes.table()
    names = {section.section: section.name(lens.language) for section in table.sections}
    members: dict[str, list[Item]] = {}
    for item in items:
        try:
            members.setdefault(table.chapter(item.key).section, []).append(item)
        except KeyError:
            members.setdefault("", []).append(item)
    return [_group("", f"{section} {names.get(section, '')}".strip(), found) for section, found in members.items()]


def _group(key: str, name: str, members: Sequence[Item]) -> Node:
    value = sum(item.value or 0.0 for item in members)
    shares = [item.share for item in members if item.share is not None]
    item = Item(key=key, name=name, value=value, share=sum(shares) if shares else None)
    return Node(item, children=tuple(_leaf(member) for member in members))


def _leaf(item: Item) -> Node:
    return Node(item)
