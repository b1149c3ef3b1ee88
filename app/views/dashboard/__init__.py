"""The dashboard: one selection, key figures, and charts that filter each other."""

from app.views.dashboard.page import DashboardPage

__all__ = ["DashboardPage"]
