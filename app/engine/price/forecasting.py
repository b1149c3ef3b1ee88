"""What the pricer needs of a network: a seam for the shipped one and for those that tests make up."""

from __future__ import annotations

from typing import Protocol

from app.engine.price.answers import Token
from app.engine.price.conformal import Floats
from app.engine.price.features import Features


class QuantileNetwork(Protocol):
    """Predicts the distribution of ln price from features; callable from any thread."""

    @property
    def version(self) -> str:
        """Name and hash of the model, by which a calibration knows whose errors it holds."""

    @property
    def probabilities(self) -> Floats:
        """Increasing probabilities of the quantiles."""

    def quantiles(self, features: Features) -> Floats:
        """Quantiles of ln price per base unit: (rows, probabilities)."""

    def attention(self, features: Features) -> dict[Token, Floats]:
        """Share of attention of each token, by row; empty for a network that does not tell."""
