"""The part of a network that trains: the units after the frozen ones, and the heads."""

from __future__ import annotations

from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
from mindspore import nn, ops

from training.vision.networks.convolution import pooled


class Tail(nn.Cell):  # type: ignore[misc]  # untyped base
    """Shares the units of `net` from number `units` on, and its head; without any it takes pooled features."""

    def __init__(self, net: nn.Cell, units: int) -> None:
        super().__init__()
        rest = list(net.units)[units:]
        self.units, self.head, self.has_units = nn.CellList(rest), net.head, bool(rest)

    def construct(self, x: Any) -> Any:
        """Logits, N×classes."""
        for unit in self.units:
            x = unit(x)
        return self.head(pooled(x) if self.has_units else x)


class SmoothedLoss(nn.Cell):  # type: ignore[misc]  # untyped base
    """Cross entropy with weights by photo, against labels that leave a small share to all other classes."""

    def __init__(self, classes: int, smoothing: float) -> None:
        super().__init__()
        self._on, self._off = 1.0 - smoothing + smoothing / classes, smoothing / classes
        self._classes = classes

    def construct(self, logits: Any, labels: Any, weights: Any) -> Any:
        """The mean over a batch."""
        target = ops.one_hot(labels, self._classes, ms.Tensor(self._on), ms.Tensor(self._off))
        return ops.mean(weights * -ops.sum(target * ops.log_softmax(logits, -1), -1))


class DistilledLoss(nn.Cell):  # type: ignore[misc]  # untyped base
    """`SmoothedLoss` of the first `classes` logits, and how far the others are from a teacher's.

    Both sides of the second part are softened alike; the square keeps its gradients as large as without.
    """

    def __init__(self, classes: int, smoothing: float, *, share: float, softness: float) -> None:
        super().__init__()
        self._of_labels = SmoothedLoss(classes, smoothing)
        self._classes, self._softness, self._share = classes, softness, share * softness**2

    def construct(self, logits: Any, labels: Any, weights: Any, taught: Any) -> Any:
        """The mean over a batch; `taught` are the teacher's logits."""
        target = ops.softmax(taught / self._softness, -1)
        told = ops.log_softmax(logits[:, self._classes :] / self._softness, -1)
        surprise = ops.mean(-ops.sum(target * told, -1))
        return self._of_labels(logits[:, : self._classes], labels, weights) + self._share * surprise


def frozen_units(net: nn.Cell, layers: int) -> int:
    """How many units lie wholly within the first `layers` layers."""
    counted = 0
    for number, of_unit in enumerate(net.layers_of_units):
        counted += of_unit
        if counted > layers:
            return number
    return len(net.layers_of_units)


def freeze_layers(net: nn.Cell, layers: int) -> None:
    """Nothing of the first `layers` layers trains, nor what normalises them."""
    whole = frozen_units(net, layers)
    left = layers - sum(net.layers_of_units[:whole])
    for number, unit in enumerate(net.units):
        if number < whole:
            for parameter in unit.get_parameters():
                parameter.requires_grad = False
        elif number == whole:
            for at in range(1, left + 1):
                for parameter in unit.get_parameters():
                    if f".conv{at}." in parameter.name or f".bn{at}." in parameter.name:
                        parameter.requires_grad = False
