"""What the vision networks do, as one JSON object: python vision_outcomes.py FOLDER."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from mindspore import nn, ops
from PIL import Image

from app.engine.jobs import CancelToken, no_progress
from training.vision.export import export_onnx
from training.vision.fitting import Examples, Place, fit_tail, logits_of
from training.vision.frozen import StoredRows
from training.vision.networks.convolution import Convolution
from training.vision.networks.deployed import Deployed, Scaled, Scaling
from training.vision.networks.mobilenet import MobileNetV2
from training.vision.networks.names import names_of
from training.vision.networks.resnet import ResNet, Version
from training.vision.networks.tail import DistilledLoss, SmoothedLoss, Tail, freeze_layers, frozen_units
from training.vision.networks.weights import load_weights
from training.vision.recipe import Recipe

GLUON, TORCH = -1, 0
_THEIRS = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}


def convolutions() -> dict[str, float]:
    """Largest differences between plain convolutions and their forms for a CPU, and between their gradients."""
    found = {}
    inputs = ms.Tensor(np.random.default_rng(1).standard_normal((2, 5, 9, 8)).astype(np.float32))
    for kernel, stride in ((3, 1), (3, 2), (1, 1), (1, 2)):
        told, slopes = [], []
        for is_plain in (True, False):
            convolution = Convolution(5, 7, kernel, stride=stride, random=np.random.default_rng(0))
            convolution.write_plainly(is_plain=is_plain)
            slopes.append(slopes_of(convolution, inputs))
            told.append(ms.jit(convolution)(inputs).asnumpy())
        found[f"forward {kernel} by {stride}"] = float(np.abs(told[0] - told[1]).max())
        found[f"backward {kernel} by {stride}"] = max(float(np.abs(a - b).max()) for a, b in zip(*slopes, strict=True))
    return found


def slopes_of(convolution: Convolution, inputs: ms.Tensor) -> list[np.ndarray[Any, Any]]:
    """Of the sum of squares, by the inputs and by the weights."""

    def square(x: Any) -> Any:
        return ops.sum(ops.square(convolution(x)))

    gradients_of = ms.value_and_grad(square, 0, [convolution.weight])

    def slopes(x: Any) -> Any:
        return gradients_of(x)

    _, (by_inputs, by_weights) = ms.jit(slopes)(inputs)
    return [by_inputs.asnumpy(), by_weights[0].asnumpy()]


def loaded_by_name(net: nn.Cell, folder: Path, way: int, suffix: str) -> bool:
    """True if weights written under other frameworks' names come back whole, with their classifier."""
    names = list(names_of(net))[way]
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for own, parameter in net.parameters_dict().items():
        place, _, kind = own.rpartition(".")
        if place in names.cells:
            values = np.random.default_rng(len(arrays)).random(tuple(parameter.shape)).astype(np.float32)
            arrays[f"{names.cells[place][0]}.{_THEIRS.get(kind, kind)}"] = values
    if way == GLUON:
        arrays = {f"resnetv20_{name.replace('.', '_')}": values for name, values in arrays.items()}
    arrays |= {"fc.weight": np.ones((3, 4), np.float32), "fc.bias": np.ones(3, np.float32)}
    path = folder / f"weights{suffix}"
    if suffix == ".npz":
        np.savez(path, allow_pickle=False, **arrays)
    else:
        ms.save_checkpoint([{"name": name, "data": ms.Tensor(values)} for name, values in arrays.items()], str(path))
    loaded = load_weights(net, path)
    return not loaded.missing and loaded.classifier is not None


def learning(folder: Path) -> dict[str, Any]:
    """A small network on drawn pictures of three kinds: hits on new ones, trained at once and in two halves."""
    views, labels = drawn(96, seed=0)
    fit = Examples((views,), labels, np.ones(96, np.float32), np.arange(96))
    new, truth = drawn(48, seed=1)
    recipe = Recipe(epochs=4, batch=16, learning_rate=3e-3)
    at_once, _ = fitted(fit, recipe, folder / "a.checkpoint", resume=False)
    stopped_at = CancelToken()
    try:
        fitted(fit, recipe, folder / "b.checkpoint", resume=False, token=stopped_at, stop_after=14)
    except Exception as error:  # whatever ends a training
        stopped = type(error).__name__
    again, losses = fitted(fit, recipe, folder / "b.checkpoint", resume=True)
    told = [logits_of(tail, new, np.arange(48), CancelToken()) for tail in (at_once, again)]
    return {
        "hits": float((told[0].argmax(axis=1) == truth).mean()),
        "stopped": stopped,
        "difference": float(np.abs(told[0] - told[1]).max()),
        "epochs": len(losses),
    }


def fitted(
    fit: Examples,
    recipe: Recipe,
    checkpoint: Path,
    *,
    resume: bool,
    token: CancelToken | None = None,
    stop_after: int = 0,
) -> tuple[nn.Cell, list[float]]:
    token = token or CancelToken()

    def progress(done: int, total: int | None, note: str = "", /) -> None:
        if stop_after and done >= stop_after:
            token.cancel()

    tail = Tail(ResNet(18, 3, version=Version.V2, width=8), 0)
    told = fit_tail(tail, fit, None, recipe, Place(checkpoint, resume, progress if stop_after else no_progress, token))
    return tail, told.losses


def drawn(count: int, *, seed: int) -> tuple[StoredRows, np.ndarray[Any, Any]]:
    """Horizontal, vertical and no stripes, in noise."""
    random = np.random.default_rng(seed)
    labels = np.arange(count, dtype=np.int32) % 3
    pictures = random.normal(0, 0.3, (count, 3, 32, 32))
    stripes = np.sign(np.sin(np.arange(32) * 0.8))
    pictures[labels == 0] += stripes[:, None]
    pictures[labels == 1] += stripes[None, :]
    return StoredRows((pictures.astype(np.float16),)), labels


def distilling(folder: Path) -> dict[str, Any]:
    """Labels say whether a row is of the third kind, a teacher of which it is: what is learnt of either on new rows."""
    random = np.random.default_rng(0)
    net = ResNet(18, 2 + 3, version=Version.V2, width=8)
    kinds = np.arange(240) % 3
    means = 2 * random.normal(0, 1, (3, net.features))
    rows = means[kinds] + random.normal(0, 1, (240, net.features))
    views, taught = StoredRows((rows.astype(np.float16),)), 8 * np.eye(3, dtype=np.float32)[kinds]
    labels = (kinds < 2).astype(np.int32)
    fit = Examples((views,), labels, np.ones(240, np.float32), np.arange(180), (taught,))
    tail = Tail(net, len(net.layers_of_units))
    recipe = Recipe(epochs=20, batch=16, learning_rate=3e-2, cap=40)
    fit_tail(tail, fit, None, recipe, Place(folder / "taught.checkpoint", False, no_progress, CancelToken()))
    told = logits_of(tail, views, np.arange(180, 240), CancelToken())
    return {
        "labels": float((told[:, :2].argmax(axis=1) == labels[180:]).mean()),
        "taught": float((told[:, 2:].argmax(axis=1) == kinds[180:]).mean()),
    }


def distilled_loss() -> dict[str, float]:
    """At the teacher's own answers, and at other ones; the labels' part is the same in both."""
    random = np.random.default_rng(0)
    labels, weights = ms.Tensor(np.array([0, 1], np.int32)), ms.Tensor(np.ones(2, np.float32))
    of_labels, taught = (random.standard_normal((2, count)).astype(np.float32) for count in (2, 4))
    loss = ms.jit(DistilledLoss(2, 0.1, share=0.5, softness=2.0))
    alone = ms.jit(SmoothedLoss(2, 0.1))(ms.Tensor(of_labels), labels, weights).asnumpy()
    found = {}
    for name, answers in (("same", taught), ("shifted", taught + 3), ("other", -taught)):
        logits = ms.Tensor(np.concatenate([of_labels, answers], axis=1))
        found[name] = float(loss(logits, labels, weights, ms.Tensor(taught)).asnumpy() - alone)
    soft = np.exp(taught / 2) / np.exp(taught / 2).sum(axis=1, keepdims=True)
    found["entropy"] = float(0.5 * 4 * -(soft * np.log(soft)).sum(axis=1).mean())
    return found


def seen_smaller(folder: Path) -> dict[str, Any]:
    """A network that sees 64 pixels of a side in a file that takes 224 in: differences from Pillow and from here."""
    picture = np.random.default_rng(0).integers(0, 256, (224, 224, 3)).astype(np.uint8)
    wanted = np.asarray(Image.fromarray(picture).resize((64, 64), Image.Resampling.BILINEAR)).transpose(2, 0, 1)
    pixels = picture.transpose(2, 0, 1)[None].astype(np.float32)
    plain = Scaling((0.0, 0.0, 0.0), (1 / 255, 1 / 255, 1 / 255))
    shrunk = ms.jit(Scaled(plain, 64))(ms.Tensor(pixels))
    net = ResNet(18, 2 + 3, version=Version.V2, width=8)
    net.set_train(False)
    taught = (net.head.weight.asnumpy()[2:], net.head.bias.asnumpy()[2:])
    told = ms.jit(net)(shrunk).asnumpy()
    deployed = Deployed(net, plain, taught, side=64, classes=2)
    content = export_onnx(deployed, folder / "smaller.onnx", ("logits", "maps", "features", "imagenet"))
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    logits, maps, imagenet = session.run(["logits", "maps", "imagenet"], {"pixels": pixels})
    return {
        "pillow": float(np.abs(shrunk.asnumpy()[0] - wanted).max()),
        "logits": float(np.abs(np.concatenate([logits, imagenet], axis=1) - told).max()),
        "maps": list(maps.shape),
    }


def freezing() -> dict[str, Any]:
    """Forty layers of a ResNet-50 are stem and three stages; forty-one are one convolution more."""
    net = ResNet(50, 3, version=Version.V2, width=8)
    freeze_layers(net, 41)
    frozen = {parameter.name for parameter in net.get_parameters() if not parameter.requires_grad}
    return {
        "units": frozen_units(net, 40),
        "first_of_stage_4": "units.14.conv1.weight" in frozen,
        "second_of_stage_4": "units.14.conv2.weight" in frozen,
        "last_of_stage_3": "units.13.conv3.weight" in frozen,
    }


if __name__ == "__main__":
    place = Path(sys.argv[1])
    outcomes = {
        "convolutions": convolutions(),
        "torchvision": loaded_by_name(ResNet(50, 3, width=8), place, TORCH, ".npz"),
        "gluon": loaded_by_name(ResNet(34, 3, version=Version.V2, width=8), place, GLUON, ".npz"),
        "mindspore": loaded_by_name(MobileNetV2(3, width=0.25), place, TORCH, ".ckpt"),
        "learning": learning(place),
        "distilling": distilling(place),
        "distilled_loss": distilled_loss(),
        "seen_smaller": seen_smaller(place),
        "freezing": freezing(),
        "layers": {depth: sum(ResNet(depth, 3, width=8).layers_of_units) + 1 for depth in (18, 34, 50, 101, 152)},
    }
    (place / "outcomes.json").write_text(json.dumps(outcomes), encoding="utf-8")
