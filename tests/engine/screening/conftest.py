from __future__ import annotations

from tests.engine.price.conftest import opened_store, pricer

__all__ = ["opened_store", "pricer"]
