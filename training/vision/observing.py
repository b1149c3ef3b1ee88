"""What tensors of a network hold on calibration pictures, and the steps of 8 bits that lose least of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray
from onnx import TensorProto, helper

from app.engine.inference.sessions import CPU

LEVELS = 255
_PLACES = 32  # drawn of each picture
_TRIED = 8_000  # drawn values of a channel that ranges are tried on
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """Drawn values, channels × draws, and the highest of each channel anywhere; `places` is what a picture has."""

    drawn: Array
    highest: Array
    places: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Whole numbers 0 to 255 stand for (number − zero) × step."""

    step: float
    zero: int


def open_bare(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    """A session on one thread, for a model that has no card yet."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=[CPU])


def observe(model: onnx.ModelProto, names: Sequence[str], pictures: Array) -> dict[str, Observed]:
    """Each of the named tensors, N × channels × height × width, on every picture."""
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    told = {output.name for output in shown.graph.output}
    shown.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names if name not in told
    )
    session = open_bare(shown)
    random = np.random.default_rng(0)
    drawn: dict[str, list[Array]] = {name: [] for name in names}
    highest: dict[str, list[Array]] = {name: [] for name in names}
    places = dict.fromkeys(names, 0)
    for picture in pictures:
        for name, found in zip(names, session.run(list(names), {"pixels": picture[None]}), strict=True):
            values = found[0].reshape(found.shape[1], -1)
            drawn[name].append(values[:, random.integers(0, values.shape[1], _PLACES)])
            highest[name].append(values.max(axis=1))
            places[name] = values.shape[1]
    return {
        name: Observed(np.concatenate(drawn[name], axis=1), np.max(highest[name], axis=0), places[name])
        for name in names
    }


def best_steps(observed: Observed, importance: Sequence[float] | Array) -> Steps:
    """The range whose rounding and clipping together cost least, each channel weighed by its importance."""
    values = observed.drawn[:, :: max(1, observed.drawn.shape[1] // _TRIED)]
    lowest, highest = min(0.0, float(values.min())), max(1e-6, float(values.max()))
    tried = [_steps(lowest * below, highest * above) for below in _SHARES for above in _SHARES]
    return min(tried, key=lambda steps: _loss(values, steps, np.asarray(importance)))


def whole(values: Array, steps: Steps) -> Array:
    """As they are after they were stored in 8 bits."""
    stored = np.clip(np.round(values / steps.step) + steps.zero, 0, LEVELS)
    told: Array = ((stored - steps.zero) * steps.step).astype(np.float32)
    return told


def answers(model: onnx.ModelProto, pictures: Array, wanted: Sequence[str]) -> Mapping[str, Array]:
    """The named outputs, a row for each picture."""
    session = open_bare(model)
    found = [session.run(list(wanted), {"pixels": picture[None]}) for picture in pictures]
    return {name: np.concatenate([each[at] for each in found]) for at, name in enumerate(wanted)}


def _steps(lowest: float, highest: float) -> Steps:
    step = (highest - lowest) / LEVELS
    return Steps(step, round(-lowest / step))


def _loss(values: Array, steps: Steps, importance: NDArray[np.floating]) -> float:
    return float((np.square(values - whole(values, steps)).mean(axis=1) * importance).sum())
