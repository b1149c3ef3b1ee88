"""Weights that are whole numbers of a step anyway, as those of networks that once were quantised, take a byte each."""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

_MOST = 127
_NEAR = 1e-5  # of the largest weight
_LEAST = 4_096  # weights that it is worth while for


def store_whole(model: onnx.ModelProto) -> None:
    """Made large again when the model is loaded: the runtime computes beforehand what depends on no input."""
    graph = model.graph
    numbers = {each.name: each for each in graph.initializer}
    for node in [each for each in graph.node if each.op_type in {"Conv", "Gemm"}]:
        held = numbers.get(node.input[1])
        if held is None or held.data_type != TensorProto.FLOAT:
            continue
        weights = numpy_helper.to_array(held)
        steps = _steps(weights)
        stored = np.round(weights / steps)
        if weights.size >= _LEAST and np.abs(weights - stored * steps).max() <= _NEAR * np.abs(weights).max():
            _replace(graph, held, stored.astype(np.int8), steps)


def _steps(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    largest = np.abs(weights).reshape(len(weights), -1).max(axis=1) / _MOST
    held = np.maximum(largest, np.finfo(np.float32).tiny).astype(np.float32)
    told: NDArray[np.float32] = held.reshape(-1, *[1] * (weights.ndim - 1))
    return told


def _replace(
    graph: onnx.GraphProto, held: onnx.TensorProto, stored: NDArray[np.int8], steps: NDArray[np.float32]
) -> None:
    name = held.name
    graph.initializer.remove(held)
    graph.initializer.extend(
        [numpy_helper.from_array(stored, f"{name}_whole"), numpy_helper.from_array(steps, f"{name}_step")]
    )
    graph.node.insert(0, helper.make_node("Mul", [f"{name}_cast", f"{name}_step"], [name], name=name))
    graph.node.insert(
        0, helper.make_node("Cast", [f"{name}_whole"], [f"{name}_cast"], name=f"{name}_cast", to=TensorProto.FLOAT)
    )
