"""Blocks of a network in 8 bits: found by their shape, chosen by the noise that they bring, the rest as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.vision.bottlenecks import find_blocks
from training.vision.choosing import narrow_quietly
from training.vision.narrowing import narrow, prepare
from training.vision.observing import answers, best_steps, observe, whole
from training.vision.quantise import write_int8
from training.vision.whole_weights import store_whole

Floats = NDArray[np.float32]
_CHANNELS, _WIDE, _CLASSES, _SIDE = 4, 12, 5, 8
_ALL = 1e9


@pytest.fixture(scope="module")
def network() -> onnx.ModelProto:
    return bottleneck_network()


@pytest.fixture(scope="module")
def pictures() -> Floats:
    drawn: Floats = np.random.default_rng(1).uniform(0, 1, (12, 3, _SIDE, _SIDE)).astype(np.float32)
    return drawn


def test_a_block_is_three_layers_and_the_last_widening_layer_is_one_by_itself(network: onnx.ModelProto) -> None:
    blocks = find_blocks(network)

    assert [[layer.node.output[0] for layer in block.layers] for block in blocks] == [
        ["wide0", "around0", "narrow0"],
        ["wide1", "around1", "narrow1"],
        ["last"],
    ]


def test_all_blocks_in_8_bits_answer_nearly_as_32_bits_do(network: onnx.ModelProto, pictures: Floats) -> None:
    narrowed = narrow_quietly(network, pictures, most_noise=_ALL)

    assert narrowed
    onnx.checker.check_model(narrowed)
    assert _bytes_of_weights(narrowed) == {"wide0", "around0", "narrow0", "wide1", "around1", "narrow1", "last"}
    told, wanted = (answers(each, pictures, ["logits"])["logits"] for each in (narrowed, network))
    assert told == pytest.approx(wanted, abs=0.1 * float(np.ptp(wanted)))
    assert not np.array_equal(told, wanted)


def test_no_block_is_chosen_where_no_noise_is_allowed(network: onnx.ModelProto, pictures: Floats) -> None:
    narrowed = narrow_quietly(network, pictures, most_noise=0.0)

    assert narrowed
    assert _bytes_of_weights(narrowed) == set()


def test_what_the_error_is_on_average_is_taken_off_the_answers(network: onnx.ModelProto, pictures: Floats) -> None:
    narrowed = narrow_quietly(network, pictures, most_noise=_ALL)

    assert narrowed
    told, wanted = (answers(each, pictures, ["logits"])["logits"] for each in (narrowed, network))
    assert (told - wanted).mean(axis=0) == pytest.approx(0, abs=1e-4)


def test_a_channel_without_weights_keeps_its_bias(pictures: Floats) -> None:
    network = bottleneck_network(dead_channel=True)
    (block, *_) = find_blocks(network)
    observed = observe(network, [block.layers[0].taken, block.layers[0].told], pictures)

    narrowed = narrow(network, [prepare(block, observed)])

    told, wanted = (answers(each, pictures, ["logits"])["logits"] for each in (narrowed, network))
    assert told == pytest.approx(wanted, abs=0.1 * float(np.ptp(wanted)))


def test_another_kind_of_network_has_no_blocks(pictures: Floats) -> None:
    network = bottleneck_network(blocks=0, is_clipped=False)

    assert narrow_quietly(network, pictures) is None


def test_a_rare_outlier_does_not_cost_all_others_their_steps() -> None:
    random = np.random.default_rng(0)
    network = bottleneck_network()
    observed = observe(network, ["first"], random.uniform(0, 1, (4, 3, _SIDE, _SIDE)).astype(np.float32))["first"]
    values = observed.drawn.copy()
    values[0, 0] = values.max() * 1.5

    steps = best_steps(type(observed)(values, values.max(axis=1), observed.places), np.ones(len(values), np.float32))

    assert np.abs(whole(observed.drawn, steps) - observed.drawn).mean() < steps.step


def test_weights_that_are_whole_numbers_of_a_step_take_a_byte_and_answer_the_same(pictures: Floats) -> None:
    network = bottleneck_network(wide=1_200)
    held = next(each for each in network.graph.initializer if each.name == "wide0_weights")
    steps = np.abs(numpy_helper.to_array(held)).max(axis=(1, 2, 3), keepdims=True) / 127
    held.CopyFrom(numpy_helper.from_array(np.round(numpy_helper.to_array(held) / steps) * steps, held.name))
    wanted = answers(network, pictures, ["logits"])["logits"]

    store_whole(network)

    kinds = {each.name: each.data_type for each in network.graph.initializer}
    assert kinds["wide0_weights_whole"] == TensorProto.INT8
    assert kinds["wide1_weights"] == TensorProto.FLOAT
    assert answers(network, pictures, ["logits"])["logits"] == pytest.approx(wanted, rel=1e-4, abs=1e-4)


def test_the_file_of_a_network_of_blocks_is_written_with_them_in_8_bits(
    network: onnx.ModelProto, pictures: Floats, tmp_path: Path
) -> None:
    model, written = tmp_path / "blocks.onnx", tmp_path / "blocks-int8.onnx"
    onnx.save(network, str(model))

    write_int8(model, written, pictures)

    assert {each.name for each in onnx.load(str(written)).graph.output} == {"logits"}
    told = answers(onnx.load(str(written)), pictures, ["logits"])["logits"]
    assert told == pytest.approx(answers(network, pictures, ["logits"])["logits"], abs=0.1)


def bottleneck_network(
    *, blocks: int = 2, wide: int = _WIDE, dead_channel: bool = False, is_clipped: bool = True
) -> onnx.ModelProto:
    """A convolution, blocks with bypasses, a widening layer, and the mean of its places as evidence of classes."""
    random = np.random.default_rng(0)
    numbers: dict[str, NDArray[np.float32]] = {"least": np.array(0, np.float32), "most": np.array(6, np.float32)}
    nodes = [*_layer(numbers, random, "pixels", "first", (_CHANNELS, 3, 3, 3))]
    stream = "first"
    for at in range(blocks):
        nodes += _layer(numbers, random, stream, f"wide{at}", (wide, _CHANNELS, 1, 1), clip=True)
        nodes += _layer(numbers, random, f"wide{at}_clipped", f"around{at}", (wide, 1, 3, 3), clip=True)
        nodes += _layer(numbers, random, f"around{at}_clipped", f"narrow{at}", (_CHANNELS, wide, 1, 1))
        nodes.append(helper.make_node("Add", [stream, f"narrow{at}"], [f"sum{at}"], f"sum{at}"))
        stream = f"sum{at}"
    nodes += _layer(numbers, random, stream, "last", (_CLASSES, _CHANNELS, 1, 1), clip=is_clipped)
    if dead_channel:
        numbers["wide0_weights"][0] = 0
        numbers["wide0_bias"][0] = 3.0
    seen = "last_clipped" if is_clipped else "last"
    nodes.append(helper.make_node("ReduceMean", [seen], ["means"], "means", axes=[2, 3], keepdims=0))
    nodes.append(helper.make_node("Add", ["means", "head_bias"], ["logits"], "logits"))
    numbers["head_bias"] = random.normal(0, 1, _CLASSES).astype(np.float32)
    graph = helper.make_graph(
        nodes,
        "bottlenecks",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n", 3, _SIDE, _SIDE])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", _CLASSES])],
        [numpy_helper.from_array(value, name) for name, value in numbers.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _layer(
    numbers: dict[str, NDArray[np.float32]],
    random: np.random.Generator,
    taken: str,
    told: str,
    shape: tuple[int, int, int, int],
    *,
    clip: bool = False,
) -> Iterator[onnx.NodeProto]:
    spread = 1.5 / np.sqrt(shape[1] * shape[2] * shape[3])
    numbers[f"{told}_weights"] = random.normal(0, spread, shape).astype(np.float32)
    numbers[f"{told}_bias"] = random.normal(0.3, 0.2, shape[0]).astype(np.float32)
    group = shape[0] if shape[1] == 1 else 1
    pads = [shape[2] // 2] * 4
    yield helper.make_node("Conv", [taken, f"{told}_weights", f"{told}_bias"], [told], told, group=group, pads=pads)
    if clip:
        yield helper.make_node("Clip", [told, "least", "most"], [f"{told}_clipped"], f"{told}_clip")


def _bytes_of_weights(model: onnx.ModelProto) -> set[str]:
    """The layers whose weights are whole numbers of 8 bits."""
    named = {each.name for each in model.graph.initializer if each.data_type == TensorProto.INT8}
    ends = ("_clipped_small_weights_whole", "_small_weights_whole")
    return {name.removesuffix(ends[0]).removesuffix(ends[1]) for name in named if name.endswith(ends)}
