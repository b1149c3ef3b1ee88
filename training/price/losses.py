"""What the network is trained to keep small."""

from __future__ import annotations

import enum
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from mindspore import ops
from numpy.typing import NDArray

from app.engine.price.accuracy import mean_of
from app.engine.price.network import QUANTILES

_LEVELS = len(QUANTILES)
_PINBALL, _SQUARE, _RELATIVE = 4.0, 1.0, 0.3
_MOST_LN_WEIGHT = 3.0


class Loss(enum.Enum):
    """DISTRIBUTION: pinball of all quantiles, squares for the mean, relative error for the price point alone.

    RELATIVE is the mean absolute percentage error of the source system, for one price and nothing else.
    """

    DISTRIBUTION = "distribution"
    RELATIVE = "relative"


def relative_weights(target: NDArray[np.float64]) -> NDArray[np.float32]:
    """Weights that turn absolute errors of ln price into errors relative to the price, cut off, with mean 1."""
    weights: NDArray[np.float64] = np.exp(-np.clip(target, -_MOST_LN_WEIGHT, _MOST_LN_WEIGHT))
    scaled: NDArray[np.float32] = (weights / weights.mean()).astype(np.float32)
    return scaled


class PriceLoss:
    """Loss of one batch, as a function that MindSpore can differentiate."""

    def __init__(self, loss: Loss) -> None:
        self._levels = ms.Tensor(np.array(QUANTILES, dtype=np.float32))
        shares = mean_of(np.eye(_LEVELS), QUANTILES)
        self._mean_of = ms.Tensor(shares.astype(np.float32)[:, None])
        self._is_relative = loss is Loss.RELATIVE  # a graph cannot compare members of an enumeration

    def __call__(self, told: Any, target: Any, weight: Any) -> Any:
        target = ops.expand_dims(target, 1)
        relative = ops.mean(ops.expand_dims(weight, 1) * ops.abs(target - told[:, _LEVELS:]))
        if self._is_relative:
            return relative
        off = target - told[:, :_LEVELS]
        pinball = ops.mean(ops.maximum(self._levels * off, (self._levels - 1.0) * off))
        square = ops.mean(ops.square(target - ops.matmul(told[:, :_LEVELS], self._mean_of)))
        return _PINBALL * pinball + _SQUARE * square + _RELATIVE * relative
