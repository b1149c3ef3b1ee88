"""The indicators that the page offers, in the order in which it lists them."""

from __future__ import annotations

from app.bridge.analysis_concentration import CONCENTRATION
from app.bridge.analysis_editions import EDITIONS
from app.bridge.analysis_growth import GROWTH
from app.bridge.analysis_inquiry import Inquiry
from app.bridge.analysis_places import ADVANTAGE, COMPLEXITY, WORLD
from app.bridge.analysis_prices import PRICES
from app.bridge.analysis_relations import DIVERSIFICATION, SURVIVAL
from app.bridge.analysis_structure import BALANCE, SHIFT

INDICATORS: tuple[Inquiry, ...] = (
    GROWTH,
    PRICES,
    BALANCE,
    SHIFT,
    CONCENTRATION,
    DIVERSIFICATION,
    SURVIVAL,
    ADVANTAGE,
    WORLD,
    COMPLEXITY,
    EDITIONS,
)
