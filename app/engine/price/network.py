"""The price network at run time: from features to a distribution of ln price, and what it looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine import paths
from app.engine.errors import ResourceError
from app.engine.inference.sessions import ModelSession, open_session
from app.engine.jobs import CancelToken
from app.engine.price.accuracy import mean_of
from app.engine.price.answers import Token
from app.engine.price.features import COLUMNS, FIGURES, IDENTITIES, Features

QUANTILES = (0.025, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.975)
TOKENS = (*IDENTITIES, *(token for token in FIGURES if token not in IDENTITIES))
IDS, FIGURE_INPUT, DISTRIBUTION, ATTENTION = "ids", "figures", "distribution", "attention"
BATCH = 512
"""Rows that are told at once: larger batches fall out of the processor's cache."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """What the network tells of each row, all of ln price; nan where there is no history to start from.

    `quantiles` has a column per level of QUANTILES; `mean` is the expected ln price; `price_point` is the one price
    whose relative error is smallest on average, which lies below the median.
    """

    quantiles: Floats
    mean: Floats
    price_point: Floats


class PriceNetwork:
    """The loaded network; usable from several threads."""

    def __init__(self, session: ModelSession) -> None:
        self._session = session

    @property
    def version(self) -> str:
        """The version in its card."""
        return self._session.card.version

    @property
    def probabilities(self) -> Floats:
        """Of the quantiles, rising."""
        return np.array(QUANTILES)

    def tell(self, features: Features, *, token: CancelToken | None = None) -> Told:
        """The distribution of ln price for each row."""
        told = self._run(features, DISTRIBUTION, len(QUANTILES) + 1, token)
        levels = len(QUANTILES)
        told += features.anchor[:, None]
        quantiles = told[:, :levels]
        return Told(quantiles, mean_of(quantiles, QUANTILES), told[:, levels])

    def quantiles(self, features: Features) -> Floats:
        """Quantiles of ln price, a row per row and a column per level of QUANTILES, rising."""
        return self.tell(features).quantiles

    def attention(self, features: Features) -> dict[Token, Floats]:
        """Share of the attention that each token receives, by row; the shares of a row add up to 1."""
        shares = self._run(features, ATTENTION, len(TOKENS), None)
        return {token: shares[:, at] for at, token in enumerate(TOKENS)}

    def _run(self, features: Features, output: str, width: int, token: CancelToken | None) -> Floats:
        result = np.empty((len(features), width))
        for batch in _batches(len(features)):
            if token:
                token.check()
            inputs = {IDS: features.ids[batch], FIGURE_INPUT: features.figures[batch]}
            (result[batch],) = self._session.run(inputs, [output])
        return result


def default_network() -> Path:
    """The network that the program ships."""
    return paths.checkpoints() / "price.onnx"


def load_price_network(path: Path, *, threads: int = 1) -> PriceNetwork:
    """The network at `path`; ResourceError if it is not what its card says or was trained for other features."""
    session = open_session(path, threads=threads)
    if dict(session.card.labels) != labels():
        raise ResourceError("model.other_features", path=str(path))
    return PriceNetwork(session)


def labels() -> dict[str, tuple[str, ...]]:
    """What the places of the network's inputs and outputs mean, as its card must say."""
    return {
        IDS: tuple(f"{token.value} {size}" for token, size in IDENTITIES.items()),
        FIGURE_INPUT: COLUMNS,
        DISTRIBUTION: (*(f"q{level:g}" for level in QUANTILES), "price_point"),
        ATTENTION: tuple(token.value for token in TOKENS),
    }


def tokens_of_columns() -> dict[Token, slice]:
    """Where the figures of each token stand among the columns."""
    places: dict[Token, slice] = {}
    start = 0
    for token, names in FIGURES.items():
        places[token] = slice(start, start + len(names))
        start += len(names)
    return places


def _batches(rows: int) -> Iterator[slice]:
    for start in range(0, rows, BATCH):
        yield slice(start, min(start + BATCH, rows))
