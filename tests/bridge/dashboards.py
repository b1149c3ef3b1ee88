"""Contents of the dashboard over the demo data, asked as the page asks."""

from __future__ import annotations

from pathlib import Path

from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_metrics import Metric
from app.bridge.dashboard_question import ask_dashboard, ask_products
from app.engine.store.open_store import open_store
from app.engine.store.selection import Selection


def content_of(store: Path, selection: Selection, metric: Metric = Metric.VALUE) -> DashboardContent:
    """The whole answer, products counted."""
    with open_store(store) as opened:
        content = ask_dashboard(opened, selection, metric)
        return content if content.is_empty else ask_products(opened, content)
