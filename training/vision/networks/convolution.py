"""Convolutions that are equal on every device and fast on each: on a CPU 1×1 and 3×3 ones become one matrix product."""

from __future__ import annotations

from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from mindspore import nn, ops


class Convolution(nn.Cell):  # type: ignore[misc]  # untyped base
    """A convolution without bias; symmetric zero padding unless `pads_like_tensorflow`.

    MindSpore's own 3×3 convolution is many times slower on a CPU than the same sum written as nine shifted views and a
    matrix product, and so are the gradients of a 1×1 one with a stride; without a stride they take twice the time of
    the product. `by_product` is that form of both.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int,
        *,
        stride: int = 1,
        groups: int = 1,
        pads_like_tensorflow: bool = False,
        random: np.random.Generator,
    ) -> None:
        super().__init__()
        fan = inputs // groups * kernel * kernel
        start = random.standard_normal((outputs, inputs // groups, kernel, kernel)) * (2.0 / fan) ** 0.5
        self.weight = ms.Parameter(ms.Tensor(start.astype(np.float32)), name="weight")
        self.stride, self.kernel, self.outputs, self.fan = stride, kernel, outputs, fan
        if pads_like_tensorflow:
            self._plain = ops.Conv2D(outputs, (kernel, kernel), pad_mode="same", stride=stride, group=groups)
        else:
            self._plain = ops.Conv2D(
                outputs, (kernel, kernel), pad_mode="pad", pad=kernel // 2, stride=stride, group=groups
            )
        self._padded = ring_of_zeros()
        self._by_weights = ops.MatMul(transpose_b=True)
        self._can_be_product = kernel in {1, 3} and groups == 1 and not pads_like_tensorflow
        self.write_plainly(is_plain=ms.get_context("device_target") != "CPU")

    def write_plainly(self, *, is_plain: bool = True) -> None:
        """As one operator, which exporters understand and other devices are fastest with."""
        self.by_product = self._can_be_product and not is_plain

    def construct(self, x: Any) -> Any:
        """The convolution of N×C×H×W."""
        if self.by_product:
            return self._product_at_places(x) if self.kernel == 1 else self._product(x)
        return self._plain(x, self.weight)

    def _product_at_places(self, x: Any) -> Any:
        if self.stride > 1:
            x = x[:, :, :: self.stride, :: self.stride]
        batch, channels, height, width = x.shape
        places = ops.reshape(ops.transpose(x, (0, 2, 3, 1)), (batch * height * width, channels))
        product = self._by_weights(places, ops.reshape(self.weight, (self.outputs, channels)))
        return ops.transpose(ops.reshape(product, (batch, height, width, self.outputs)), (0, 3, 1, 2))

    def _product(self, x: Any) -> Any:
        batch, channels, height, width = x.shape
        step = self.stride
        high, wide = (height - 1) // step + 1, (width - 1) // step + 1
        padded = self._padded(x)
        bottom, right = (high - 1) * step + 1, (wide - 1) * step + 1
        views = []
        for at in range(9):  # one loop: the compiler of graphs knows no nested comprehension
            row, column = at // 3, at % 3
            views.append(padded[:, :, row : row + bottom : step, column : column + right : step])
        columns = ops.reshape(ops.stack(views, 2), (batch, channels * 9, high * wide))
        columns = ops.reshape(ops.transpose(columns, (1, 0, 2)), (channels * 9, batch * high * wide))
        product = ops.matmul(ops.reshape(self.weight, (self.outputs, self.fan)), columns)
        return ops.transpose(ops.reshape(product, (self.outputs, batch, high, wide)), (1, 0, 2, 3))


def write_plainly(net: nn.Cell, *, is_plain: bool = True) -> None:
    """Switch every convolution of a network between one operator and the form that is fast on a CPU."""
    for _, cell in net.cells_and_names():
        if isinstance(cell, Convolution):
            cell.write_plainly(is_plain=is_plain)


def ring_of_zeros() -> Any:
    """One row or column of zeros on each side, by an operator that can be exported."""
    return ops.Pad(((0, 0), (0, 0), (1, 1), (1, 1)))


def new_head(features: int, classes: int, random: np.random.Generator) -> nn.Cell:
    """A classifier whose start depends on the seed alone."""
    start = (random.standard_normal((classes, features)) * features**-0.5).astype(np.float32)
    return nn.Dense(features, classes, weight_init=ms.Tensor(start), bias_init="zeros")


def pooled(x: Any) -> Any:
    """The mean over places, N×C."""
    return ops.mean(x, (2, 3))
