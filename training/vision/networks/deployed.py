"""A trained network as the program runs it: from pixels to logits, activation maps, features, ImageNet's classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from mindspore import nn, ops
from numpy.typing import NDArray

from app.engine.vision.preprocess import SIDE
from training.vision.networks.convolution import pooled

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scaling:
    """What a network's own pixels are: (values / 255 - mean) / deviation for red, green and blue."""

    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]


IMAGENET_SCALING = Scaling((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
UNIT_SCALING = Scaling((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))  # -1 to 1


class Scaled(nn.Cell):  # type: ignore[misc]  # untyped base
    """From pixels of 0 to 255 to the network's own, shrunk to `side` where that is less than what comes in."""

    def __init__(self, scaling: Scaling, side: int = SIDE) -> None:
        super().__init__()
        mean, deviation = (np.array(part, dtype=np.float64) for part in (scaling.mean, scaling.deviation))
        self.factor = ms.Tensor((1 / (255 * deviation)).astype(np.float32).reshape(1, 3, 1, 1))
        self.offset = ms.Tensor((-mean / deviation).astype(np.float32).reshape(1, 3, 1, 1))
        self.shrinks = side != SIDE
        if self.shrinks:
            shrinking = shrinking_matrix(SIDE, side)
            self.down, self.across = ms.Tensor(shrinking[None, None]), ms.Tensor(shrinking.T[None, None].copy())

    def construct(self, pixels: Any) -> Any:
        """N×3×H×W."""
        if self.shrinks:
            pixels = ops.matmul(self.down, ops.matmul(pixels, self.across))
        return pixels * self.factor + self.offset


def shrinking_matrix(long: int, short: int) -> Array:
    """short×long: each row mixes neighbours by a triangle as wide as a step, which is bilinear without aliasing."""
    step = long / short
    middles = (np.arange(short) + 0.5) * step
    weights = np.maximum(0.0, 1.0 - np.abs(np.arange(long) + 0.5 - middles[:, None]) / step)
    shrinking: Array = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return shrinking


class Frozen(nn.Cell):  # type: ignore[misc]  # untyped base
    """Scaling and the first units of a network; with `pools`, to the mean over places."""

    def __init__(self, net: nn.Cell, units: int, scaling: Scaling, *, pools: bool, side: int = SIDE) -> None:
        super().__init__()
        self.scaled, self.units, self.pools = Scaled(scaling, side), nn.CellList(list(net.units)[:units]), pools

    def construct(self, pixels: Any) -> Any:
        """What the units that train are fed with."""
        x = self.scaled(pixels)
        for unit in self.units:
            x = unit(x)
        return pooled(x) if self.pools else x


class Deployed(nn.Cell):  # type: ignore[misc]  # untyped base
    """The head becomes a convolution, so that the maps are the parts that each place adds to the logits.

    `classes` are the head's first rows; others that a teacher taught are no part of it.
    """

    def __init__(
        self,
        net: nn.Cell,
        scaling: Scaling,
        imagenet: tuple[Array, Array] | None,
        *,
        side: int = SIDE,
        classes: int | None = None,
    ) -> None:
        super().__init__()
        self.scaled, self.units = Scaled(scaling, side), net.units
        weight, head_bias = net.head.weight.asnumpy()[:classes], net.head.bias.asnumpy()[:classes]
        self.head = ms.Parameter(ms.Tensor(weight[:, :, None, None]), name="head_by_place")
        self.bias = ms.Parameter(ms.Tensor(head_bias), name="head_bias")
        self.by_place = ops.Conv2D(len(weight), (1, 1))
        self.keeps_imagenet = imagenet is not None
        if imagenet is not None:
            kept, bias = imagenet
            self.imagenet = nn.Dense(kept.shape[1], len(kept), weight_init=ms.Tensor(kept), bias_init=ms.Tensor(bias))

    def construct(self, pixels: Any) -> Any:
        """Logits, maps, features and, where they are kept, the logits of ImageNet's classes."""
        x = self.scaled(pixels)
        for unit in self.units:
            x = unit(x)
        maps = self.by_place(x, self.head)
        logits = pooled(maps) + self.bias
        features = pooled(x)
        if self.keeps_imagenet:
            return logits, maps, features, self.imagenet(features)
        return logits, maps, features
