"""Tiny networks of the shape that photo networks have: they know red, green and blue from each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from app.engine.inference.cards import Card, Port, sha256_of, write_card
from app.engine.vision.constants import Constants, constants_document

RED, GREEN, BLUE = "08", "44", "87"
CHAPTERS = (RED, GREEN, BLUE)
# ImageNet's strawberry and sports car, which the reference table puts into 08 and 87
STRAWBERRY, SPORTS_CAR = 949, 817


def write_network(
    folder: Path,
    *,
    name: str = "tiny",
    version: str = "1",
    chapters: Sequence[str] = CHAPTERS,
    with_imagenet: bool = True,
    constants: Constants | None = None,
    strength: float = 12.0,
) -> Path:
    """Model and card in `folder`; `strength` is how far the colour of a photo tells the three chapters apart."""
    path = folder / f"{name}.onnx"
    content = _graph(with_imagenet, strength).SerializeToString()
    path.write_bytes(content)
    count = len(CHAPTERS)
    outputs = [Port("logits", "float32", (count,)), Port("maps", "float32", (count, 7, 7))]
    outputs += [Port("features", "float32", (3,))]
    outputs += [Port("imagenet", "float32", (1000,))] if with_imagenet else []
    write_card(
        path,
        Card(
            model=name,
            version=version,
            file=path.name,
            sha256=sha256_of(content),
            inputs=(Port("pixels", "float32", (3, 224, 224)),),
            outputs=tuple(outputs),
            labels={"chapters": tuple(chapters)},
            data={"source": "made by a test", "licence": "Apache-2.0"},
            command="pytest",
            metrics={"left_out": {"top1": 0.5, "top3": 0.75}},
            constants=constants_document(constants) if constants else {},
        ),
    )
    return path


def _graph(with_imagenet: bool, strength: float) -> onnx.ModelProto:
    """Colours, averaged over 7 × 7 places, less their mean: maps; averaged over the places: logits."""
    mixing = (np.eye(3, dtype=np.float32) - 1 / 3) * strength
    nodes = [
        helper.make_node("AveragePool", ["pixels"], ["places"], kernel_shape=[32, 32], strides=[32, 32]),
        helper.make_node("Div", ["places", "full"], ["shares"]),
        helper.make_node("Conv", ["shares", "mixing"], ["maps"]),
        helper.make_node("ReduceMean", ["maps", "axes"], ["logits"], keepdims=0),
        helper.make_node("ReduceMean", ["shares", "axes"], ["features"], keepdims=0),
    ]
    if with_imagenet:
        nodes.append(helper.make_node("MatMul", ["logits", "spread"], ["imagenet"]))
    weights = [
        ("full", np.array(255, np.float32)),
        ("mixing", mixing[:, :, None, None]),
        ("axes", np.array([2, 3], np.int64)),
        ("spread", _spread()),
    ]
    outputs = {"logits": (3,), "maps": (3, 7, 7), "features": (3,)} | ({"imagenet": (1000,)} if with_imagenet else {})
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n", 3, 224, 224])],
        [helper.make_tensor_value_info(key, TensorProto.FLOAT, ["n", *shape]) for key, shape in outputs.items()],
        [numpy_helper.from_array(value, key) for key, value in weights if key != "spread" or with_imagenet],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def _spread() -> NDArray[np.float32]:
    spread = np.zeros((3, 1000), np.float32)
    spread[0, STRAWBERRY] = spread[2, SPORTS_CAR] = 2
    return spread
