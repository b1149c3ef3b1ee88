"""The price network in MindSpore: tokens of identities and figures, self-attention, and a distribution of ln price."""

from __future__ import annotations

import enum
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from mindspore import nn, ops
from numpy.typing import NDArray

from app.engine.price.features import COLUMNS, IDENTITIES, SILENT
from app.engine.price.network import QUANTILES, TOKENS, tokens_of_columns

WIDTH, HIDDEN = 16, 64
_LEVELS = len(QUANTILES)
_MEDIAN = QUANTILES.index(0.5)
_FIRST_GAP = -1.5  # before softplus: quantiles begin about a fifth apart
_FIRST_PRICE_POINT = -0.3  # below the median, where prices with the smallest relative error lie

Array = NDArray[np.float32]


class Variant(enum.Enum):
    """The network as it is, and without each of the parts whose worth is measured."""

    FULL = "full"
    NO_ATTENTION = "no-attention"
    NO_HISTORY = "no-history"


class PriceNet(nn.Cell):  # type: ignore[misc]  # untyped base
    """From ids and figures of a batch to (distribution of what the first estimate leaves, attention by token)."""

    def __init__(self, means: Array, deviations: Array, *, seed: int, variant: Variant = Variant.FULL) -> None:
        super().__init__()
        random = np.random.default_rng(seed)
        tokens, identities = len(TOKENS), len(IDENTITIES)
        sizes = list(IDENTITIES.values())
        self._tokens, self._with_id = tokens, identities * WIDTH
        self._attends = variant is not Variant.NO_ATTENTION
        self.starts = ms.Tensor(np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32))
        self.means, self.scales = ms.Tensor(means), ms.Tensor((1.0 / deviations).astype(np.float32))
        own = _own_figures()
        self.own = ms.Tensor(own if variant is not Variant.NO_HISTORY else np.zeros_like(own))
        self.table = _parameter("table", 0.02 * random.standard_normal((sum(sizes), WIDTH)))
        self.figure_weights = _parameter("figures", own * random.standard_normal(own.shape) / 3.0)
        self.token_bias = _parameter("tokens", 0.3 * random.standard_normal(tokens * WIDTH))
        spread = WIDTH**-0.5
        self.query = _parameter("query", spread * random.standard_normal((WIDTH, WIDTH)))
        self.key = _parameter("key", spread * random.standard_normal((WIDTH, WIDTH)))
        self.value = _parameter("value", spread * random.standard_normal((WIDTH, WIDTH)))
        self.mix = _parameter("mix", 0.5 * spread * random.standard_normal((WIDTH, WIDTH)))
        self.wide = _parameter("wide", random.standard_normal((tokens * WIDTH, HIDDEN)) * (tokens * WIDTH) ** -0.5)
        self.wide_bias = _parameter("wide_bias", np.zeros(HIDDEN))
        self.deep = _parameter("deep", random.standard_normal((HIDDEN, HIDDEN)) * HIDDEN**-0.5)
        self.deep_bias = _parameter("deep_bias", np.zeros(HIDDEN))
        self.head = _parameter("head", 0.1 * random.standard_normal((HIDDEN, _LEVELS + 1)) * HIDDEN**-0.5)
        first = [0.0, *[_FIRST_GAP] * (_LEVELS - 1), _FIRST_PRICE_POINT]
        self.head_bias = _parameter("head_bias", np.array(first))
        self.median_of, self.gaps_of, self.point_of = map(ms.Tensor, _assembly())

    def construct(self, ids: Any, figures: Any) -> tuple[Any, Any]:
        """Quantiles and price point, each above or below the first estimate; attention that tokens receive."""
        known = ops.matmul((figures - self.means) * self.scales, self.figure_weights * self.own) + self.token_bias
        named = ops.reshape(ops.gather(self.table, ids + self.starts, 0), (-1, self._with_id))
        tokens = ops.concat((known[:, : self._with_id] + named, known[:, self._with_id :]), 1)
        tokens, attention = self._attend(tokens)
        wide = ops.relu(ops.matmul(tokens, self.wide) + self.wide_bias)
        deep = wide + ops.relu(ops.matmul(wide, self.deep) + self.deep_bias)
        told = ops.matmul(deep, self.head) + self.head_bias
        gaps = ops.softplus(told[:, 1:_LEVELS])
        return (
            ops.matmul(told[:, :1], self.median_of)
            + ops.matmul(gaps, self.gaps_of)
            + ops.matmul(told[:, _LEVELS:], self.point_of),
            attention,
        )

    def _attend(self, flat: Any) -> tuple[Any, Any]:
        each = ops.reshape(flat, (-1, WIDTH))
        shape = (-1, self._tokens, WIDTH)
        query = ops.reshape(ops.matmul(each, self.query * WIDTH**-0.5), shape)
        key = ops.transpose(ops.reshape(ops.matmul(each, self.key), shape), (0, 2, 1))
        shares = ops.softmax(ops.bmm(query, key), -1)
        received = ops.mean(shares, 1)
        if not self._attends:
            return flat, received
        seen = ops.bmm(shares, ops.reshape(ops.matmul(each, self.value), shape))
        mixed = each + ops.matmul(ops.reshape(seen, (-1, WIDTH)), self.mix)
        return ops.reshape(mixed, (-1, self._tokens * WIDTH)), received


def _parameter(name: str, values: NDArray[np.float64]) -> Any:
    return ms.Parameter(ms.Tensor(values.astype(np.float32)), name=name)


def _own_figures() -> Array:
    """1 where a figure belongs to a token, so that each token is made of its own figures only."""
    own = np.zeros((len(COLUMNS), len(TOKENS), WIDTH), dtype=np.float32)
    for token, columns in tokens_of_columns().items():
        own[columns, TOKENS.index(token)] = 1.0
    own[[COLUMNS.index(name) for name in SILENT]] = 0.0
    return own.reshape(len(COLUMNS), -1)


def _assembly() -> tuple[Array, Array, Array]:
    """Matrices that add median, gaps and price point up to the output; quantiles cannot cross."""
    width = _LEVELS + 1
    median = np.ones((1, width), dtype=np.float32)
    gaps = np.zeros((_LEVELS - 1, width), dtype=np.float32)
    for gap in range(_MEDIAN):
        gaps[gap, : gap + 1] = -1.0
    for gap in range(_MEDIAN, _LEVELS - 1):
        gaps[gap, gap + 1 : _LEVELS] = 1.0
    point = np.zeros((1, width), dtype=np.float32)
    point[0, _LEVELS] = 1.0
    return median, gaps, point
