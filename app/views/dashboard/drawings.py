"""Every chart of the page under the id of its card, and the key figures above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.bridge.charts.cards import Chart
from app.bridge.dashboard_charts import draw
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_figures import compared_figures, key_figures
from app.bridge.dashboard_sides import alike
from app.bridge.dashboard_state import DashboardState
from app.bridge.key_figure import KeyFigure
from app.engine.messages import Language
from app.views.dashboard.layouts import COMPARING, LEFT, RIGHT, chart_of, sided


def drawn_charts(contents: Sequence[DashboardContent], state: DashboardState, language: Language) -> dict[str, Chart]:
    """The charts of one content, or those of both sides in the same scales."""
    if len(contents) == 1:
        return draw(contents[0], state, language)
    left, right = (draw(content, state, language) for content in contents)
    charts: dict[str, Chart] = {}
    for name in dict.fromkeys(chart_of(card.id)[0] for card in COMPARING.cards):
        charts[sided(name, LEFT)], charts[sided(name, RIGHT)] = alike(*_marked(left[name], right[name]))
    return charts


def figures_of(contents: Sequence[DashboardContent], language: Language) -> tuple[KeyFigure, ...]:
    """The key figures of one content, or those of the right side beside those of the left."""
    if len(contents) == 1:
        return key_figures(contents[0], language)
    left, right = contents
    return compared_figures(left, right, language)


def _marked(left: Chart, right: Chart) -> tuple[Chart, Chart]:
    """Both under the letter of their side."""
    return replace(left, title=f"A · {left.title}"), replace(right, title=f"B · {right.title}")
