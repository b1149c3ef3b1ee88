"""The heads of a network in 8 bits, and a large one through fewer numbers: most of a small file would be these.

Only weights change, the sums stay in 32 bits, so that nothing has to be calibrated. A classifier of many classes is
split into two whose product comes closest to it on features that occur.
"""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

Array = NDArray[np.float32]

_MOST = 127.0
_RIDGE = 1e-3  # of the mean square of a feature, for those that the pictures never showed


def shrink_heads(model: onnx.ModelProto, features: Array, rank: int) -> None:
    """Split the classifier that takes `features` in at `rank`, and store the weights of all heads in 8 bits."""
    graph = model.graph
    for node in [each for each in graph.node if each.op_type == "Gemm" and "features" in each.input]:
        _split(graph, node, features, rank)
    told = {output.name for output in graph.output}
    heads = [node for node in graph.node if node.op_type in {"Conv", "Gemm"} and _feeds(node, told)]
    for node in heads:
        _store_small(graph, node)


def split_weights(weight: Array, features: Array, rank: int) -> tuple[Array, Array]:
    """Two matrices, classes×rank and rank×features, whose product answers on `features` nearly as `weight` does."""
    squares = features.astype(np.float64).T @ features.astype(np.float64) / len(features)
    squares += np.eye(len(squares)) * _RIDGE * np.trace(squares) / len(squares)
    values, vectors = np.linalg.eigh(squares)
    root, back = vectors * np.sqrt(values), vectors / np.sqrt(values)
    outer, strengths, inner = np.linalg.svd(weight.astype(np.float64) @ root, full_matrices=False)
    balanced = np.sqrt(strengths[:rank])
    outside, inside = outer[:, :rank] * balanced, balanced[:, None] * (inner[:rank] @ back.T)
    return outside.astype(np.float32), inside.astype(np.float32)


def _feeds(node: onnx.NodeProto, told: set[str]) -> bool:
    return bool(told & set(node.output)) or node.name.endswith(_INNER)


_INNER = "_inner"


def _split(graph: onnx.GraphProto, node: onnx.NodeProto, features: Array, rank: int) -> None:
    outside, inside = split_weights(_weights(graph, node.input[1]), features, rank)
    given, weight = node.input[0], node.input[1]
    first = helper.make_node(
        "Gemm", [given, f"{weight}{_INNER}"], [f"{given}{_INNER}"], name=f"{node.name}{_INNER}", transB=1
    )
    _replace(graph, weight, outside)
    graph.initializer.append(numpy_helper.from_array(inside, f"{weight}{_INNER}"))
    node.input[0] = first.output[0]
    graph.node.insert(list(graph.node).index(node), first)


def _store_small(graph: onnx.GraphProto, node: onnx.NodeProto) -> None:
    """A scale for each output channel, and whole numbers of 8 bits."""
    name = node.input[1]
    weight = _weights(graph, name)
    scales = np.abs(weight.reshape(len(weight), -1)).max(axis=1) / _MOST
    scales = np.maximum(scales, np.finfo(np.float32).tiny).astype(np.float32)
    by_channel = scales.reshape(-1, *[1] * (weight.ndim - 1))
    _replace(graph, name, np.round(weight / by_channel).astype(np.int8))
    graph.initializer.extend(
        [
            numpy_helper.from_array(scales, f"{name}_scale"),
            numpy_helper.from_array(np.zeros(len(weight), np.int8), f"{name}_zero_point"),
        ]
    )
    node.input[1] = f"{name}_restored"
    restored = helper.make_node(
        "DequantizeLinear", [name, f"{name}_scale", f"{name}_zero_point"], [node.input[1]], axis=0, name=node.input[1]
    )
    graph.node.insert(list(graph.node).index(node), restored)


def _weights(graph: onnx.GraphProto, name: str) -> Array:
    found: Array = numpy_helper.to_array(next(each for each in graph.initializer if each.name == name))
    return found


def _replace(graph: onnx.GraphProto, name: str, values: NDArray[np.float32] | NDArray[np.int8]) -> None:
    tensor = next(each for each in graph.initializer if each.name == name)
    tensor.CopyFrom(numpy_helper.from_array(values, name))
