"""The address of the chart page has to be known before pytest-qt makes its application."""

from __future__ import annotations

from app.bridge.charts.scheme import register_scheme

register_scheme()
