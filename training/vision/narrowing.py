"""Chosen blocks of a folded network in 8 bits; the rest, and the sums that run through it, keep 32.

A block takes its input in 8 bits and tells its narrowing layer's sums in 32, so that nothing is rounded twice. The
channels between its first two layers are scaled to use all 8 bits, which changes no answer: each is clipped above what
it was ever seen to hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from training.vision.bottlenecks import Array, Block, Layer
from training.vision.observing import LEVELS, Observed, Steps, best_steps

_MOST = 127
_ROOM = 1.1  # above the highest value that was seen
_LEAST_SHARE = 0.05  # of the clip, for channels that hardly ever hold anything
# A bias is a whole number of 32 bits of its channel's steps: channels with no weights to speak of need larger ones
_BIAS_LEVELS = 2.0**30
_TO_PLACES, _TO_CHANNELS = (0, 2, 3, 1), (0, 3, 1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Narrow:
    """A block's layers, scaled, with the steps of what each takes in, and those of what the first two tell."""

    layers: tuple[Layer, ...]
    taken: tuple[Steps, ...]
    told: tuple[Steps, ...]


def prepare(block: Block, observed: Mapping[str, Observed]) -> Narrow:
    """The steps that `observed` calls for."""
    first, *others = block.layers
    clipped = [Steps((layer.most or 0.0) / LEVELS, 0) for layer in block.layers if layer.most]
    importance = np.square(first.weights).sum(axis=(0, 2, 3))
    taken = best_steps(observed[first.taken], importance)
    layers = (*_scaled(first, others[0], observed[first.told].highest), *others[1:]) if others else (first,)
    return Narrow(layers, (taken, *clipped)[: len(layers)], tuple(clipped))


def narrow(model: onnx.ModelProto, blocks: Collection[Narrow]) -> onnx.ModelProto:
    """A copy of the model with these blocks in 8 bits."""
    written = onnx.ModelProto()
    written.CopyFrom(model)
    writer = _Writer({layer.node.output[0]: (block, at) for block in blocks for at, layer in enumerate(block.layers)})
    for node in model.graph.node:
        writer.write(node)
    del written.graph.node[:]
    written.graph.node.extend(writer.nodes)
    used = {name for node in writer.nodes for name in node.input}
    kept = [each for each in written.graph.initializer if each.name in used]
    del written.graph.initializer[:]
    written.graph.initializer.extend([*kept, *writer.numbers])
    return written


def _scaled(first: Layer, second: Layer, highest: Array) -> tuple[Layer, Layer]:
    most = first.most or 0.0
    scale = most / np.clip(highest * _ROOM, most * _LEAST_SHARE, most)
    by_channel = scale.reshape(-1, 1, 1, 1).astype(np.float32)
    wider = replace(first, weights=first.weights * by_channel, bias=first.bias * by_channel.ravel())
    return wider, replace(second, weights=second.weights / by_channel)


class _Writer:
    """The nodes of the narrow model, and the numbers that are new in it."""

    def __init__(self, layers: Mapping[str, tuple[Narrow, int]]) -> None:
        self._layers = layers
        self._clipped = {block.layers[at].told: (block, at) for block, at in layers.values() if at < len(block.told)}
        self._restored: dict[str, str] = {}
        self._stored: set[str] = set()
        self.nodes: list[onnx.NodeProto] = []
        self.numbers: list[onnx.TensorProto] = []

    def write(self, node: onnx.NodeProto) -> None:
        """The node as it is, or as a layer in 8 bits, with what it tells in 8 bits where that is clipped."""
        block, at = self._layers.get(node.output[0] if node.output else "", (None, 0))
        if block is None:
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            copy.input[:] = [self._restored.get(name, name) for name in node.input]
            self.nodes.append(copy)
        elif block.layers[at].most:
            self._convolution(block.layers[at], block.taken[at])
        else:
            self._product(block.layers[at], block.taken[at])
        for name in set(node.output) & self._clipped.keys():
            block, at = self._clipped[name]
            stored = self._store(name, block.told[at])
            is_turned_first = at + 1 < len(block.layers) and not block.layers[at + 1].most
            if not is_turned_first:
                self._restored[name] = self._restore(name, stored, numbers=name)

    def _convolution(self, layer: Layer, taken: Steps) -> None:
        given = self._restored.get(layer.taken) or self._restore(
            f"{layer.told}_taken", self._store(layer.taken, taken), numbers=layer.taken
        )
        weights, steps = _whole_weights(layer, taken)
        bias_steps = steps * np.float32(taken.step)
        bias = np.round(layer.bias / bias_steps.astype(np.float64)).astype(np.int32)
        inputs = [
            given,
            self._constant(f"{layer.told}_small_weights", weights, steps, axis=0),
            self._constant(f"{layer.told}_small_bias", bias, bias_steps, axis=0),
        ]
        node = helper.make_node("Conv", inputs, [layer.node.output[0]], name=layer.node.name)
        node.attribute.extend(layer.node.attribute)
        self.nodes.append(node)

    def _product(self, layer: Layer, taken: Steps) -> None:
        """A pointwise layer as a product of matrices, which is one that tells 32 bits."""
        told = layer.node.output[0]
        weights, steps = _whole_weights(layer, taken)
        turned = self._node("Transpose", [f"{layer.taken}_stored"], f"{told}_turned", perm=_TO_PLACES)
        given = self._restore(f"{told}_taken", turned, numbers=layer.taken)
        matrix = np.ascontiguousarray(weights.reshape(len(weights), -1).T)
        product = self._node(
            "MatMul", [given, self._constant(f"{told}_small_weights", matrix, steps, axis=1)], f"{told}_product"
        )
        summed = self._node("Add", [product, self._number(f"{told}_small_bias", layer.bias)], f"{told}_summed")
        self._node("Transpose", [summed], told, perm=_TO_CHANNELS)

    def _store(self, name: str, steps: Steps) -> str:
        if name in self._stored:
            return f"{name}_stored"
        self._stored.add(name)
        step = self._number(f"{name}_step", np.float32(steps.step))
        zero = self._number(f"{name}_zero", np.uint8(steps.zero))
        return self._node("QuantizeLinear", [name, step, zero], f"{name}_stored")

    def _restore(self, name: str, stored: str, *, numbers: str) -> str:
        """With the step and zero that the tensor `numbers` was stored with."""
        return self._node("DequantizeLinear", [stored, f"{numbers}_step", f"{numbers}_zero"], f"{name}_restored")

    def _constant(self, name: str, values: NDArray[np.int8] | NDArray[np.int32], steps: Array, *, axis: int) -> str:
        numbers = [values, steps, np.zeros(len(steps), values.dtype)]
        inputs = [
            self._number(f"{name}_{part}", each) for part, each in zip(("whole", "step", "zero"), numbers, strict=True)
        ]
        return self._node("DequantizeLinear", inputs, name, axis=axis)

    def _number(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        self.numbers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def _node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output


def _whole_weights(layer: Layer, taken: Steps) -> tuple[NDArray[np.int8], Array]:
    """A step for each output channel."""
    largest = np.abs(layer.weights.reshape(len(layer.weights), -1)).max(axis=1) / _MOST
    steps = np.maximum(largest, np.abs(layer.bias) / (taken.step * _BIAS_LEVELS))
    steps = np.maximum(steps, np.finfo(np.float32).tiny).astype(np.float32)
    by_channel = steps.reshape(-1, *[1] * (layer.weights.ndim - 1))
    return np.clip(np.round(layer.weights / by_channel), -_MOST, _MOST).astype(np.int8), steps
