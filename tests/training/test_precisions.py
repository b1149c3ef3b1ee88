"""A network in fewer bits answers as before, and its card tells of which network it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from app.engine.inference.cards import read_card, sha256_of, write_card
from app.engine.vision.network import load_photo_network
from tests.engine.vision.networks import write_network
from training.vision.precisions import Precision, cards_beside, path_of, write_precisions
from training.vision.quantise import write_int8

LAYERS = 5


@pytest.fixture(scope="module")
def pictures() -> NDArray[np.float32]:
    drawn: NDArray[np.float32] = np.random.default_rng(0).uniform(0, 255, (6, 3, 224, 224)).astype(np.float32)
    return drawn


@pytest.mark.parametrize("precision", Precision)
def test_fewer_bits_give_the_answers_of_the_network_that_they_are_of(
    tmp_path: Path, pictures: NDArray[np.float32], precision: Precision
) -> None:
    model = write_network(tmp_path)

    write_precisions(model, [precision], pictures)

    told, wanted = (load_photo_network(path).run(pictures) for path in (path_of(model, precision), model))
    assert told.logits == pytest.approx(wanted.logits, abs=0.05)
    assert told.logits.argmax(axis=1).tolist() == wanted.logits.argmax(axis=1).tolist()


def test_the_card_names_the_network_and_claims_no_hits_that_were_counted_of_it(
    tmp_path: Path, pictures: NDArray[np.float32]
) -> None:
    model = write_network(tmp_path)

    write_precisions(model, [Precision.INT8], pictures)

    path = path_of(model, Precision.INT8)
    card = read_card(path)
    assert (card.model, card.sha256) == ("tiny-int8", sha256_of(path.read_bytes()))
    assert card.data["fp32_sha256"] == read_card(model).sha256
    assert card.metrics == {}


def test_only_files_of_exactly_this_network_are_found_beside_it(tmp_path: Path, pictures: NDArray[np.float32]) -> None:
    model = write_network(tmp_path)
    write_precisions(model, list(Precision), pictures)
    other = path_of(model, Precision.FP16)
    card = read_card(other)
    write_card(other, replace(card, data={**card.data, "fp32_sha256": "0" * 64}))

    assert [path for path, _ in cards_beside(model)] == [path_of(model, Precision.INT8)]


def test_the_first_convolutions_and_the_heads_keep_their_bits(tmp_path: Path) -> None:
    model, written = tmp_path / "deep.onnx", tmp_path / "deep-int8.onnx"
    onnx.save(deep_network(), str(model))
    pictures = np.random.default_rng(1).uniform(0, 255, (4, 3, 8, 8)).astype(np.float32)

    write_int8(model, written, pictures)

    kinds = {each.name: each.data_type for each in onnx.load(str(written)).graph.initializer}
    assert sum(kind == TensorProto.INT8 for name, kind in kinds.items() if name.endswith("_quantized")) == 1
    assert all(kinds[f"w{number}"] == TensorProto.FLOAT for number in (0, 1, 2, LAYERS - 1))


@pytest.mark.parametrize(("narrow_sums", "taken_by"), [(False, "Conv"), (True, "QuantizeLinear")])
def test_sums_keep_their_bits_unless_told_otherwise(tmp_path: Path, *, narrow_sums: bool, taken_by: str) -> None:
    model, written = tmp_path / "sum.onnx", tmp_path / "sum-int8.onnx"
    deep = deep_network()
    head = deep.graph.node[-1]
    deep.graph.node.insert(LAYERS - 1, helper.make_node("Add", [head.input[0], "pixels"], ["sum"], "sum"))
    head.input[0] = "sum"
    onnx.save(deep, str(model))
    pictures = np.random.default_rng(1).uniform(0, 255, (4, 3, 8, 8)).astype(np.float32)

    write_int8(model, written, pictures, wide_at_first=0, narrow_sums=narrow_sums)

    assert [node.op_type for node in onnx.load(str(written)).graph.node if "sum" in node.input] == [taken_by]


def deep_network() -> onnx.ModelProto:
    """Convolutions one after another as of old operators, the last of which is an output."""
    random = np.random.default_rng(0)
    weights = [random.normal(0, 0.3, (3, 3, 3, 3)).astype(np.float32) for _ in range(LAYERS)]
    names = ["pixels", *(f"x{number}" for number in range(LAYERS - 1)), "maps"]
    nodes = [
        helper.make_node("Conv", [names[at], f"w{at}"], [names[at + 1]], f"conv{at}", pads=[1, 1, 1, 1])
        for at in range(LAYERS)
    ]
    graph = helper.make_graph(
        nodes,
        "deep",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n", 3, 8, 8])],
        [helper.make_tensor_value_info("maps", TensorProto.FLOAT, ["n", 3, 8, 8])],
        [numpy_helper.from_array(weight, f"w{at}") for at, weight in enumerate(weights)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=7)
