"""MobileNetV2 with inverted residual blocks."""

from __future__ import annotations

from typing import Any

import numpy as np
from mindspore import nn, ops  # type: ignore[import-untyped]  # it ships no types

from training.vision.networks.convolution import Convolution, new_head, pooled

_EPSILON = 1e-5
_STEM, _LAST = 32, 1280
# Expansion, channels, blocks and first stride of each stage
_STAGES = (
    (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
)  # fmt: skip


class MobileNetV2(nn.Cell):  # type: ignore[misc]  # untyped base
    """From normalised pixels N×3×H×W to logits; `units` are stem, blocks and last convolution, in order."""

    def __init__(self, classes: int, *, width: float = 1.0, pads_like_tensorflow: bool = False, seed: int = 0) -> None:
        super().__init__()
        random = np.random.default_rng(seed)
        make = _Maker(random, pads_like_tensorflow)
        channels = _eighths(_STEM * width)
        units: list[nn.Cell] = [_Layer(3, channels, 3, make, stride=2)]
        for expansion, wanted, count, first_stride in _STAGES:
            outputs = _eighths(wanted * width)
            for at in range(count):
                stride = first_stride if at == 0 else 1
                units.append(_InvertedResidual(channels, outputs, stride, expansion, make))
                channels = outputs
        self.features = _eighths(_LAST * max(1.0, width))
        units.append(_Layer(channels, self.features, 1, make))
        self.units = nn.CellList(units)
        self.head = new_head(self.features, classes, random)

    @property
    def layers_of_units(self) -> list[int]:
        """Convolutions of each unit, as `--freeze` counts them."""
        return [len(unit.convolutions) for unit in self.units]

    def construct(self, pixels: Any) -> Any:
        """Logits, N×classes."""
        x = pixels
        for unit in self.units:
            x = unit(x)
        return self.head(pooled(x))


class _Maker:
    """Makes the convolutions of one network."""

    def __init__(self, random: np.random.Generator, pads_like_tensorflow: bool) -> None:
        self._random, self._pads_like_tensorflow = random, pads_like_tensorflow

    def convolution(self, inputs: int, outputs: int, kernel: int, stride: int, groups: int) -> Convolution:
        return Convolution(
            inputs, outputs, kernel, stride=stride, groups=groups, random=self._random,
            pads_like_tensorflow=self._pads_like_tensorflow,
        )  # fmt: skip


class _Layer(nn.Cell):  # type: ignore[misc]  # untyped base
    """Convolution, normalisation and, unless it `is_linear`, relu cut off at six."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, make: _Maker,
        *, stride: int = 1, groups: int = 1, is_linear: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.conv = make.convolution(inputs, outputs, kernel, stride, groups)
        self.bn = nn.BatchNorm2d(outputs, eps=_EPSILON, momentum=0.9)
        self.is_linear = is_linear

    @property
    def convolutions(self) -> list[Convolution]:
        return [self.conv]

    def construct(self, x: Any) -> Any:
        x = self.bn(self.conv(x))
        return x if self.is_linear else ops.relu6(x)


class _InvertedResidual(nn.Cell):  # type: ignore[misc]  # untyped base
    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int, make: _Maker) -> None:
        super().__init__()
        middle = inputs * expansion
        layers = [_Layer(inputs, middle, 1, make)] if expansion > 1 else []
        layers.append(_Layer(middle, middle, 3, make, stride=stride, groups=middle))
        layers.append(_Layer(middle, outputs, 1, make, is_linear=True))
        self.layers = nn.CellList(layers)
        self.is_residual = stride == 1 and inputs == outputs

    @property
    def convolutions(self) -> list[Convolution]:
        return [layer.conv for layer in self.layers]

    def construct(self, x: Any) -> Any:
        y = x
        for layer in self.layers:
            y = layer(y)
        return x + y if self.is_residual else y


def _eighths(channels: float) -> int:
    """The nearest multiple of eight that is not more than a tenth below."""
    rounded = max(8, int(channels + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * channels else rounded
