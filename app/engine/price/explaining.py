"""What drove a price: the effect of each thing that the model was told, found by not telling it."""

from __future__ import annotations

import numpy as np

from app.engine.price.answers import Driver, Token
from app.engine.price.conformal import spread_of
from app.engine.price.features import Features
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.rows import OPEN, PriceRows

_DIGITS = {
    Token.HS4: 4,
    Token.HS6: 6,
    Token.HS8: 8,
    Token.HISTORY_HS4: 4,
    Token.HISTORY_HS6: 6,
    Token.HISTORY_HS8: 8,
}
_DIMENSIONS = {Token.COUNTRY: "country", Token.PROVINCE: "province", Token.MODE: "mode"}


def drivers(network: QuantileNetwork, features: Features, rows: PriceRows) -> tuple[Driver, ...]:
    """Drivers of the one row, the strongest effect first; what the question leaves open drives nothing."""
    price = _median(network, features)
    attention = {token: float(shares[0]) for token, shares in network.attention(features).items()}
    without = {token: _median(network, features.without(token)) for token in Token if _is_told(rows, token)}
    found = [Driver(token, float(np.exp(price - other)), attention.get(token, 0.0)) for token, other in without.items()]
    return tuple(sorted(found, key=lambda driver: -abs(np.log(driver.factor))))


def _is_told(rows: PriceRows, token: Token) -> bool:
    if token in _DIMENSIONS:
        return bool(getattr(rows, _DIMENSIONS[token])[0] != OPEN)
    if token is Token.QUANTITY:
        return bool(np.isfinite(rows.ln_quantity[0]))
    if token is Token.HISTORY_PARTNER:
        return bool(rows.country[0] != OPEN)
    digits = {
        Token.HS4: 4,
        Token.HS6: 6,
        Token.HS8: 8,
        Token.HISTORY_HS4: 4,
        Token.HISTORY_HS6: 6,
        Token.HISTORY_HS8: 8,
    }
    return int(rows.hs_digits[0]) >= digits.get(token, 0)


def _median(network: QuantileNetwork, features: Features) -> float:
    return float(spread_of(network.quantiles(features), network.probabilities).median[0])
