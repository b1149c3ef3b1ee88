"""Networks by the name that the command line gives them, with the pixels that their weights were trained on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mindspore import nn  # type: ignore[import-untyped]  # it ships no types

from training.vision.networks.deployed import IMAGENET_SCALING, UNIT_SCALING, Scaling
from training.vision.networks.mobilenet import MobileNetV2
from training.vision.networks.resnet import DEPTHS, ResNet, Version


@dataclass(frozen=True, slots=True)
class Kind:
    """How to build a network for a number of classes and a seed, and what its pixels are scaled to."""

    build: Callable[[int, int], nn.Cell]
    scaling: Scaling


def _resnet(depth: int, version: Version) -> Kind:
    return Kind(lambda classes, seed: ResNet(depth, classes, version=version, seed=seed), IMAGENET_SCALING)


KINDS = {
    # As TensorFlow pads and scales, and as torchvision does
    "mobilenetv2": Kind(lambda classes, seed: MobileNetV2(classes, pads_like_tensorflow=True, seed=seed), UNIT_SCALING),
    "mobilenetv2-torch": Kind(lambda classes, seed: MobileNetV2(classes, seed=seed), IMAGENET_SCALING),
    **{f"resnet{depth}": _resnet(depth, Version.V1_5) for depth in DEPTHS},
    **{f"resnet{depth}v2": _resnet(depth, Version.V2) for depth in DEPTHS},
}
