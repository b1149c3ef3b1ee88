"""The indicators that the page offers, in the order in which it lists them."""

from __future__ import annotations

from app.bridge.analysis_concentration import CONCENTRATION
from app.bridge.analysis_inquiry import Inquiry

INDICATORS: tuple[Inquiry, ...] = (CONCENTRATION,)
