"""The blocks of a folded network: widen, look around, narrow; they are what is quantised as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A convolution; `told` is what others take of it, after it was clipped where it is, and `most` where it is."""

    node: onnx.NodeProto
    told: str
    weights: Array
    bias: Array
    most: float | None

    @property
    def taken(self) -> str:
        """The tensor that it takes in."""
        return str(self.node.input[0])

    @property
    def is_depthwise(self) -> bool:
        """Each channel is looked at by itself."""
        return self.weights.shape[1] == 1 and _attribute(self.node, "group") == len(self.weights) > 1

    @property
    def is_pointwise(self) -> bool:
        """Each place is looked at by itself."""
        return self.weights.shape[2:] == (1, 1) and _attribute(self.node, "group") == 1


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One pointwise clipped layer, or such a one, a depthwise one and a pointwise one that is not clipped."""

    layers: tuple[Layer, ...]


def find_blocks(model: onnx.ModelProto) -> tuple[Block, ...]:
    """In the order of the graph; none for a network of another kind."""
    graph = _Graph(model)
    return tuple(block for node in model.graph.node if (block := _block_at(graph, node)))


class _Graph:
    """Who makes and who takes each tensor."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.values = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
        self.takers: dict[str, list[onnx.NodeProto]] = {}
        for node in model.graph.node:
            for name in node.input:
                self.takers.setdefault(name, []).append(node)

    def layer(self, node: onnx.NodeProto) -> Layer | None:
        if node.op_type != "Conv" or len(node.input) < 3 or not set(node.input[1:]) <= self.values.keys():
            return None
        weights, bias = (self.values[name].astype(np.float32) for name in node.input[1:3])
        told = node.output[0]
        takers = self.takers.get(told, [])
        if len(takers) != 1 or takers[0].op_type != "Clip":
            return Layer(node, told, weights, bias, None)
        least, most = (float(self.values[name]) if name in self.values else np.nan for name in takers[0].input[1:3])
        return Layer(node, takers[0].output[0], weights, bias, most) if least == 0 else None

    def following(self, layer: Layer) -> Layer | None:
        takers = self.takers.get(layer.told, [])
        return self.layer(takers[0]) if len(takers) == 1 else None


def _block_at(graph: _Graph, node: onnx.NodeProto) -> Block | None:
    first = graph.layer(node)
    if first is None or not first.is_pointwise or not first.most:
        return None
    second = graph.following(first)
    if second is None:
        return Block((first,))
    third = graph.following(second) if second.is_depthwise and second.most else None
    return Block((first, second, third)) if third and third.is_pointwise and third.most is None else None


def _attribute(node: onnx.NodeProto, name: str) -> int:
    found: Iterator[int] = (int(helper.get_attribute_value(each)) for each in node.attribute if each.name == name)
    return next(found, 1)
