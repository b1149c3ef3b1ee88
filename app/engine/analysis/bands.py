"""How concentrated a trade is called, by its Herfindahl-Hirschman index."""

from __future__ import annotations

import enum

# Merger Guidelines of the US Department of Justice and Federal Trade Commission (2023), section 2.1, of 1 for 10,000
MODERATE_FROM, HIGH_FROM = 0.10, 0.18


class Band(enum.Enum):
    """How concentrated the members are."""

    SPREAD = "spread"
    MODERATE = "moderate"
    HIGH = "high"


def band_of(hhi: float) -> Band:
    """The band of an index between 0 and 1."""
    return Band.HIGH if hhi > HIGH_FROM else Band.MODERATE if hhi >= MODERATE_FROM else Band.SPREAD
