"""Weights from files of other frameworks: MindSpore's own, torchvision's and Gluon's names, and a folded ONNX graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import onnx
import safetensors
import safetensors.numpy
from mindspore import nn
from numpy.typing import NDArray
from onnx import numpy_helper

from app.engine.errors import InputError
from training.vision.networks.names import Names, names_of

Array = NDArray[np.float32]
Arrays = Mapping[str, Array]

_UNREADABLE = (OSError, ValueError, RuntimeError, KeyError, safetensors.SafetensorError)
# What each parameter is called elsewhere
_ALSO = {
    "gamma": ("gamma", "weight"),
    "beta": ("beta", "bias"),
    "moving_mean": ("moving_mean", "running_mean"),
    "moving_variance": ("moving_variance", "running_var"),
    "weight": ("weight",),
    "bias": ("bias",),
}
_WRAPPED = re.compile(r"^(module\.|network\.|backbone\.|resnetv\d+b?_|features\.(?=features))+")
_GLUON_END = re.compile(r"_(gamma|beta|running_mean|running_var|weight|bias)$")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Parameters that the file had, those that keep their random start, and the classifier if it is whole."""

    found: frozenset[str]
    missing: frozenset[str]
    classifier: tuple[Array, Array] | None


def load_weights(net: nn.Cell, path: Path) -> Loaded:
    """Put the weights of a file into `net`, whose head stays as it is; InputError for a file of another network."""
    if path.suffix == ".onnx":
        return _load_folded(net, path)
    arrays = _read(path)
    for names in names_of(net):
        loaded = _load_named(net, arrays, names)
        if loaded.found:
            return loaded
    raise InputError("train.weights_foreign", path=str(path))


def _read(path: Path) -> Arrays:
    try:
        if path.suffix == ".npz":
            with np.load(path) as stored:
                given = {name: stored[name] for name in stored.files}
        elif path.suffix == ".safetensors":
            given = safetensors.numpy.load_file(path)
        else:
            given = {name: value.asnumpy() for name, value in ms.load_checkpoint(str(path)).items()}
    except FileNotFoundError as error:
        raise InputError("train.weights_missing", path=str(path)) from error
    except _UNREADABLE as error:
        raise InputError("train.weights_unreadable", path=str(path)) from error
    return {_plain(name): np.asarray(value, dtype=np.float32) for name, value in given.items()}


def _plain(name: str) -> str:
    return _GLUON_END.sub(r".\1", _WRAPPED.sub("", name))


def _load_named(net: nn.Cell, arrays: Arrays, names: Names) -> Loaded:
    found, missing = set(), set()
    for own, parameter in net.parameters_dict().items():
        if own.startswith("head."):
            continue
        place, _, kind = own.rpartition(".")
        values = _first(arrays, names.cells.get(place, ()), kind)
        if values is None or values.shape != tuple(parameter.shape):
            missing.add(own)
        else:
            parameter.set_data(ms.Tensor(values))
            found.add(own)
    weight, bias = (_first(arrays, names.classifiers, kind) for kind in ("weight", "bias"))
    classifier = None if weight is None or bias is None else (weight, bias)
    return Loaded(frozenset(found), frozenset(missing), classifier)


def _first(arrays: Arrays, places: Sequence[str], kind: str) -> Array | None:
    for place in places:
        for called in _ALSO[kind]:
            values = arrays.get(f"{place}.{called}")
            if values is not None:
                return values
    return None


def _load_folded(net: nn.Cell, path: Path) -> Loaded:
    """Convolutions in their order, with normalisation folded into weights and biases; the last one classifies."""
    try:
        graph = onnx.load(str(path)).graph
    except FileNotFoundError as error:
        raise InputError("train.weights_missing", path=str(path)) from error
    except Exception as error:  # its parser's exceptions have no common base of their own
        raise InputError("train.weights_unreadable", path=str(path)) from error
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    folded = [(arrays[node.input[1]], arrays[node.input[2]]) for node in graph.node if node.op_type == "Conv"]
    own = net.parameters_dict()
    places = [name[: -len(".conv.weight")] for name in own if name.endswith(".conv.weight")]
    if len(folded) != len(places) + 1:
        raise InputError("train.weights_foreign", path=str(path))
    for place, (weight, bias) in zip(places, folded, strict=False):
        if weight.shape != tuple(own[f"{place}.conv.weight"].shape):
            raise InputError("train.weights_foreign", path=str(path))
        one = np.ones_like(bias)
        values = {"conv.weight": weight, "bn.gamma": one, "bn.beta": bias}
        values |= {"bn.moving_mean": 0 * one, "bn.moving_variance": one - np.float32(_epsilon(net))}
        for kind, value in values.items():
            own[f"{place}.{kind}"].set_data(ms.Tensor(value))
    weight, bias = (part.reshape(len(part), -1)[-1000:] for part in folded[-1])  # some count "background" first
    loaded = frozenset(name for name in own if not name.startswith("head."))
    return Loaded(loaded, frozenset(), (weight, bias.reshape(-1)))


def _epsilon(net: nn.Cell) -> float:
    return next(float(cell.eps) for _, cell in net.cells_and_names() if isinstance(cell, nn.BatchNorm2d))
