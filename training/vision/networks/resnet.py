"""ResNet-18 to -152: basic and bottleneck blocks, version 1.5 and the pre-activation version 2."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import numpy as np
from mindspore import nn, ops  # type: ignore[import-untyped]  # it ships no types

from training.vision.networks.convolution import Convolution, new_head, pooled, ring_of_zeros

_EPSILON = 1e-5
_STEM = 64


class Version(enum.Enum):
    """V1_5: activation after each convolution, stride in the 3×3 one; V2: activation before each convolution."""

    V1_5 = "v1.5"
    V2 = "v2"


@dataclass(frozen=True, slots=True)
class Depth:
    """Blocks per stage, and whether they are bottlenecks of three convolutions or basic ones of two."""

    blocks: tuple[int, int, int, int]
    is_bottleneck: bool

    @property
    def layers_per_block(self) -> int:
        """Convolutions on the main path of a block."""
        return 3 if self.is_bottleneck else 2

    @property
    def expansion(self) -> int:
        """Channels at the end of a block for each in its middle."""
        return 4 if self.is_bottleneck else 1


DEPTHS = {
    18: Depth((2, 2, 2, 2), is_bottleneck=False),
    34: Depth((3, 4, 6, 3), is_bottleneck=False),
    50: Depth((3, 4, 6, 3), is_bottleneck=True),
    101: Depth((3, 4, 23, 3), is_bottleneck=True),
    152: Depth((3, 8, 36, 3), is_bottleneck=True),
}


class ResNet(nn.Cell):  # type: ignore[misc]  # untyped base
    """From normalised pixels N×3×H×W to logits; `units` are stem, blocks and last activation, in order."""

    def __init__(
        self, depth: int, classes: int, *, version: Version = Version.V1_5, width: int = _STEM, seed: int = 0
    ) -> None:
        super().__init__()
        random = np.random.default_rng(seed)
        plan = DEPTHS[depth]
        self.version, self.plan = version, plan
        channels = width
        units: list[nn.Cell] = [_Stem(width, version, random)]
        for stage, count in enumerate(plan.blocks):
            middle = width * 2**stage
            for at in range(count):
                stride = 2 if at == 0 and stage > 0 else 1
                block = _PreActivationBlock if version is Version.V2 else _Block
                units.append(block(channels, middle, stride, plan, random))
                channels = middle * plan.expansion
        if version is Version.V2:
            units.append(_LastActivation(channels))
        self.units = nn.CellList(units)
        self.features = channels
        self.head = new_head(channels, classes, random)

    @property
    def layers_of_units(self) -> list[int]:
        """Convolutions on the main path of each unit, as `--freeze` counts them."""
        blocks = [self.plan.layers_per_block] * sum(self.plan.blocks)
        return [1, *blocks, *([0] if self.version is Version.V2 else [])]

    def construct(self, pixels: Any) -> Any:
        """Logits, N×classes."""
        x = pixels
        for unit in self.units:
            x = unit(x)
        return self.head(pooled(x))


class _Stem(nn.Cell):  # type: ignore[misc]  # untyped base
    def __init__(self, width: int, version: Version, random: np.random.Generator) -> None:
        super().__init__()
        self.is_v2 = version is Version.V2
        if self.is_v2:
            self.input_norm = _norm(3)
        self.conv1 = Convolution(3, width, 7, stride=2, random=random)
        self.bn1 = _norm(width)
        self.padded = ring_of_zeros()
        self.pool = ops.MaxPool(kernel_size=3, strides=2, pad_mode="valid")

    def construct(self, x: Any) -> Any:
        if self.is_v2:
            x = self.input_norm(x)
        x = ops.relu(self.bn1(self.conv1(x)))
        # Zero is the least value after relu, so that padding with it is padding with nothing
        return self.pool(self.padded(x))


class _Block(nn.Cell):  # type: ignore[misc]  # untyped base
    def __init__(self, inputs: int, middle: int, stride: int, plan: Depth, random: np.random.Generator) -> None:
        super().__init__()
        outputs = middle * plan.expansion
        self.is_bottleneck, self.has_shortcut = plan.is_bottleneck, stride != 1 or inputs != outputs
        first, second = _first_two(inputs, middle, stride, plan, random)
        self.conv1, self.bn1 = first, _norm(middle)
        self.conv2, self.bn2 = second, _norm(middle)
        if self.is_bottleneck:
            self.conv3, self.bn3 = Convolution(middle, outputs, 1, random=random), _norm(outputs)
        if self.has_shortcut:
            self.shortcut = Convolution(inputs, outputs, 1, stride=stride, random=random)
            self.shortcut_norm = _norm(outputs)

    def construct(self, x: Any) -> Any:
        y = ops.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.is_bottleneck:
            y = self.bn3(self.conv3(ops.relu(y)))
        if self.has_shortcut:
            x = self.shortcut_norm(self.shortcut(x))
        return ops.relu(x + y)


class _PreActivationBlock(nn.Cell):  # type: ignore[misc]  # untyped base
    def __init__(self, inputs: int, middle: int, stride: int, plan: Depth, random: np.random.Generator) -> None:
        super().__init__()
        outputs = middle * plan.expansion
        self.is_bottleneck, self.has_shortcut = plan.is_bottleneck, stride != 1 or inputs != outputs
        first, second = _first_two(inputs, middle, stride, plan, random)
        self.bn1, self.conv1 = _norm(inputs), first
        self.bn2, self.conv2 = _norm(middle), second
        if self.is_bottleneck:
            self.bn3, self.conv3 = _norm(middle), Convolution(middle, outputs, 1, random=random)
        if self.has_shortcut:
            self.shortcut = Convolution(inputs, outputs, 1, stride=stride, random=random)

    def construct(self, x: Any) -> Any:
        active = ops.relu(self.bn1(x))
        y = self.conv2(ops.relu(self.bn2(self.conv1(active))))
        if self.is_bottleneck:
            y = self.conv3(ops.relu(self.bn3(y)))
        return y + (self.shortcut(active) if self.has_shortcut else x)


class _LastActivation(nn.Cell):  # type: ignore[misc]  # untyped base
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = _norm(channels)

    def construct(self, x: Any) -> Any:
        return ops.relu(self.norm(x))


def _first_two(
    inputs: int, middle: int, stride: int, plan: Depth, random: np.random.Generator
) -> tuple[Convolution, Convolution]:
    """A block's first convolutions; the first 3×3 one takes the stride."""
    if plan.is_bottleneck:
        narrow = Convolution(inputs, middle, 1, random=random)
        return narrow, Convolution(middle, middle, 3, stride=stride, random=random)
    strided = Convolution(inputs, middle, 3, stride=stride, random=random)
    return strided, Convolution(middle, middle, 3, random=random)


def _norm(channels: int) -> nn.Cell:
    return nn.BatchNorm2d(channels, eps=_EPSILON, momentum=0.9)
