"""A network that tests make up: the first estimate of the features, with a fixed spread around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.engine.price.answers import Token
from app.engine.price.conformal import Floats
from app.engine.price.features import Features

_PROBABILITIES = np.array([0.05, 0.1, 0.5, 0.9, 0.95])
_AWAY = np.array([-1.0, -0.8, 0.0, 0.8, 1.0])


@dataclass(frozen=True, slots=True)
class AnchorNetwork:
    """Predicts what the history says, and that it may be off by the same everywhere."""

    version: str = "made up for tests"

    @property
    def probabilities(self) -> Floats:
        return _PROBABILITIES

    def quantiles(self, features: Features) -> Floats:
        return np.asarray(features.anchor[:, None] + _AWAY)

    def attention(self, features: Features) -> dict[Token, Floats]:
        return {}
