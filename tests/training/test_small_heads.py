"""A large classifier through fewer numbers answers as before on features that occur, and its file is smaller."""

from __future__ import annotations

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.vision.small_heads import shrink_heads, split_weights

FEATURES, CLASSES, KINDS = 60, 200, 5

Array = NDArray[np.float32]


@pytest.fixture
def features() -> Array:
    """Many figures that five kinds of picture decide."""
    random = np.random.default_rng(0)
    seen: Array = (random.random((300, KINDS)) @ random.normal(size=(KINDS, FEATURES))).astype(np.float32)
    return seen


@pytest.fixture
def weight() -> Array:
    drawn: Array = np.random.default_rng(1).normal(size=(CLASSES, FEATURES)).astype(np.float32)
    return drawn


def heads(weight: Array) -> onnx.ModelProto:
    """Features straight into a large classifier."""
    initializers = [numpy_helper.from_array(weight, "w"), numpy_helper.from_array(np.ones(CLASSES, np.float32), "b")]
    node = helper.make_node("Gemm", ["features", "w", "b"], ["imagenet"], name="gemm", transB=1)
    ports = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", count])
        for name, count in (("features", FEATURES), ("imagenet", CLASSES))
    ]
    graph = helper.make_graph([node], "heads", ports[:1], ports[1:], initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def told_by(model: onnx.ModelProto, features: Array) -> Array:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    told: Array = session.run(["imagenet"], {"features": features})[0]
    return told


def test_as_many_numbers_as_pictures_differ_in_are_enough(features: Array, weight: Array) -> None:
    outside, inside = split_weights(weight, features, KINDS)

    wanted = features @ weight.T
    assert (outside.shape, inside.shape) == ((CLASSES, KINDS), (KINDS, FEATURES))
    assert np.abs(features @ inside.T @ outside.T - wanted).max() < 0.01 * np.abs(wanted).max()


def test_the_smaller_file_gives_the_answers_of_the_larger_one(features: Array, weight: Array) -> None:
    large, small = heads(weight), heads(weight)

    shrink_heads(small, features, 20)

    onnx.checker.check_model(small)
    wanted, told = told_by(large, features), told_by(small, features)
    assert np.corrcoef(told.ravel(), wanted.ravel())[0, 1] > 0.999
    assert len(small.SerializeToString()) < len(large.SerializeToString()) / 4
