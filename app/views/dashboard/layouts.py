"""Where the charts stand, alone and side by side."""

from __future__ import annotations

from app.bridge.charts.cards import Card, Layout

LEFT, RIGHT = "left", "right"
_SIDED = ("world", "china", "countries", "provinces", "products", "modes", "tree")

SINGLE = Layout(
    (
        Card("world", wide=5, medium=7, rows=4, least=340),
        Card("china", wide=4, medium=5, rows=4, least=340),
        Card("countries", wide=3, medium=4, narrow=6, rows=4),
        Card("trend", wide=4, medium=8, rows=4),
        Card("products", wide=4, medium=6, narrow=12, rows=4),
        Card("provinces", wide=4, medium=6, narrow=6, rows=4),
        Card("tree", wide=6, medium=12, rows=5),
        Card("modes", wide=3, medium=6, narrow=6, rows=5),
        Card("concentration", wide=3, medium=6, narrow=12, rows=5),
    ),
    row=84,
)


def sided(name: str, side: str) -> str:
    """The card of a chart on one side."""
    return f"{side}.{name}"


def chart_of(card: str) -> tuple[str, str]:
    """Chart and side of a card; the side is empty where one selection is shown alone."""
    side, _, name = card.rpartition(".")
    return name, side


COMPARING = Layout(
    tuple(Card(sided(name, side), wide=6, medium=6, narrow=6, rows=4) for name in _SIDED for side in (LEFT, RIGHT)),
    row=84,
)
