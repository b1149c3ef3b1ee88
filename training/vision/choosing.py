"""Which blocks can do with 8 bits: those that save most work for the noise that they bring into the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from onnx import numpy_helper

from training.vision.bottlenecks import Array, Block, find_blocks
from training.vision.narrowing import narrow, prepare
from training.vision.observing import Observed, answers, observe

# Mean square of what may be added to the logarithm of a class's evidence, classes compared with each other
MOST_NOISE = 9e-4
_COMPARED = ("logits", "imagenet")
_JUDGED_BY = 120  # pictures


def narrow_quietly(
    model: onnx.ModelProto, pictures: Array, *, most_noise: float = MOST_NOISE
) -> onnx.ModelProto | None:
    """The folded model with as many blocks in 8 bits as bring no more noise than that; None where it has no blocks.

    What is left of the error on average is taken off the biases of the answers.
    """
    blocks = find_blocks(model)
    if not blocks:
        return None
    wanted = [output.name for output in model.graph.output if output.name in _COMPARED]
    tensors = dict.fromkeys(name for block in blocks for name in (block.layers[0].taken, block.layers[0].told))
    observed = observe(model, list(tensors), pictures)
    few = pictures[:: max(1, len(pictures) // _JUDGED_BY)]
    exact = answers(model, few, wanted)
    ready = [prepare(block, observed) for block in blocks]
    noises = [_noise(answers(narrow(model, [each]), few, wanted), exact) for each in ready]
    chosen = _chosen(noises, [_work(block, observed) for block in blocks], most_noise)
    written = narrow(model, [ready[at] for at in chosen])
    _take_off_means(written, model, pictures, wanted)
    return written


def _chosen(noises: Sequence[float], works: Sequence[float], most_noise: float) -> list[int]:
    chosen: list[int] = []
    left = most_noise
    for at in sorted(range(len(noises)), key=lambda at: noises[at] / works[at]):
        if noises[at] > left:
            break
        left -= noises[at]
        chosen.append(at)
    return chosen


def _noise(told: Mapping[str, Array], exact: Mapping[str, Array]) -> float:
    """What all classes have in common changes no answer."""
    return float(np.mean([np.var(told[name] - exact[name], axis=1).mean() for name in exact]))


def _work(block: Block, observed: Mapping[str, Observed]) -> float:
    """Multiplications of a picture; a depthwise layer that strides is taken for one that does not."""
    return sum(layer.weights.size for layer in block.layers) * float(observed[block.layers[0].told].places)


def _take_off_means(narrowed: onnx.ModelProto, model: onnx.ModelProto, pictures: Array, wanted: Sequence[str]) -> None:
    told, exact = answers(narrowed, pictures, wanted), answers(model, pictures, wanted)
    numbers = {each.name: each for each in narrowed.graph.initializer}
    for node in narrowed.graph.node:
        name = node.output[0]
        bias = next((each for each in reversed(node.input) if each in numbers), None)
        if name in told and node.op_type in {"Add", "Gemm"} and bias:
            mean = (told[name] - exact[name]).mean(axis=0)
            held = numpy_helper.to_array(numbers[bias])
            if held.shape == mean.shape:
                numbers[bias].CopyFrom(numpy_helper.from_array((held - mean).astype(np.float32), bias))
