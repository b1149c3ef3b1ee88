"""Figures as text for the window; written in the engine, so that documents say them alike."""

from __future__ import annotations

from app.engine.reference.amounts import Number, amount, change, count, currency_name, price, share

__all__ = ["Number", "amount", "change", "count", "currency_name", "price", "share"]
