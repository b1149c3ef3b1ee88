"""A trained network as the program runs it: from pixels to logits, activation maps, features, ImageNet's classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from mindspore import nn, ops
from numpy.typing import NDArray

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
    """From pixels of 0 to 255 to the network's own."""

    def __init__(self, scaling: Scaling) -> None:
        super().__init__()
        mean, deviation = (np.array(part, dtype=np.float64) for part in (scaling.mean, scaling.deviation))
        self.factor = ms.Tensor((1 / (255 * deviation)).astype(np.float32).reshape(1, 3, 1, 1))
        self.offset = ms.Tensor((-mean / deviation).astype(np.float32).reshape(1, 3, 1, 1))

    def construct(self, pixels: Any) -> Any:
        """N×3×H×W."""
        return pixels * self.factor + self.offset


class Frozen(nn.Cell):  # type: ignore[misc]  # untyped base
    """Scaling and the first units of a network; with `pools`, to the mean over places."""

    def __init__(self, net: nn.Cell, units: int, scaling: Scaling, *, pools: bool) -> None:
        super().__init__()
        self.scaled, self.units, self.pools = Scaled(scaling), nn.CellList(list(net.units)[:units]), pools

    def construct(self, pixels: Any) -> Any:
        """What the units that train are fed with."""
        x = self.scaled(pixels)
        for unit in self.units:
            x = unit(x)
        return pooled(x) if self.pools else x


class Deployed(nn.Cell):  # type: ignore[misc]  # untyped base
    """The head becomes a convolution, so that the maps are the parts that each place adds to the logits."""

    def __init__(self, net: nn.Cell, scaling: Scaling, imagenet: tuple[Array, Array] | None) -> None:
        super().__init__()
        self.scaled, self.units = Scaled(scaling), net.units
        weight = net.head.weight.asnumpy()
        self.head = ms.Parameter(ms.Tensor(weight[:, :, None, None]), name="head_by_place")
        self.bias = ms.Parameter(ms.Tensor(net.head.bias.asnumpy()), name="head_bias")
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
