"""What the cells of a network are called in files of other frameworks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mindspore import nn  # type: ignore[import-untyped]  # it ships no types

from training.vision.networks.mobilenet import MobileNetV2
from training.vision.networks.resnet import ResNet, Version

_SHORTCUTS = ("downsample", "down_sample", "down_sample_layer")
_CLASSIFIERS = ("fc", "classifier", "end_point", "head.classifier", "classifier.1", "head.fc", "output", "dense0")


@dataclass(frozen=True, slots=True)
class Names:
    """For each own cell the names that it may have; and those of the layer that classifies."""

    cells: Mapping[str, Sequence[str]]
    classifiers: Sequence[str]


def names_of(net: nn.Cell) -> Iterator[Names]:
    """One way of naming after another: torchvision's with MindSpore's variants of it, then Gluon's."""
    if isinstance(net, MobileNetV2):
        yield Names(dict(_mobilenet(net)), _CLASSIFIERS)
        return
    assert isinstance(net, ResNet)
    if net.version is Version.V1_5:
        yield Names(dict(_residual(net)), _CLASSIFIERS)
    yield Names(dict(_gluon(net)), _CLASSIFIERS)


def _blocks(net: ResNet) -> Iterator[tuple[int, int, int]]:
    """Unit, stage from 1 and block from 0."""
    unit = 0
    for stage, count in enumerate(net.plan.blocks, start=1):
        for block in range(count):
            unit += 1
            yield unit, stage, block


def _residual(net: ResNet) -> Iterator[tuple[str, Sequence[str]]]:
    yield "units.0.conv1", ("conv1",)
    yield "units.0.bn1", ("bn1",)
    for unit, stage, block in _blocks(net):
        theirs = f"layer{stage}.{block}"
        for at in range(1, net.plan.layers_per_block + 1):
            yield f"units.{unit}.conv{at}", (f"{theirs}.conv{at}",)
            yield f"units.{unit}.bn{at}", (f"{theirs}.bn{at}",)
        yield f"units.{unit}.shortcut", tuple(f"{theirs}.{name}.0" for name in _SHORTCUTS)
        yield f"units.{unit}.shortcut_norm", tuple(f"{theirs}.{name}.1" for name in _SHORTCUTS)


def _gluon(net: ResNet) -> Iterator[tuple[str, Sequence[str]]]:
    """Gluon counts the convolutions and normalisations of a stage through, shortcuts after their block's own."""
    is_v2 = net.version is Version.V2
    yield "units.0.conv1", ("conv0",)
    yield "units.0.bn1", ("batchnorm1" if is_v2 else "batchnorm0",)
    if is_v2:
        yield "units.0.input_norm", ("batchnorm0",)
        yield f"units.{sum(net.plan.blocks) + 1}.norm", ("batchnorm2",)
    convolution = norm = 0
    for unit, stage, block in _blocks(net):
        if block == 0:
            convolution = norm = 0
        for at in range(1, net.plan.layers_per_block + 1):
            yield f"units.{unit}.conv{at}", (f"stage{stage}_conv{convolution}",)
            yield f"units.{unit}.bn{at}", (f"stage{stage}_batchnorm{norm}",)
            convolution, norm = convolution + 1, norm + 1
        if net.units[unit].has_shortcut:
            yield f"units.{unit}.shortcut", (f"stage{stage}_conv{convolution}",)
            convolution += 1
            if not is_v2:
                yield f"units.{unit}.shortcut_norm", (f"stage{stage}_batchnorm{norm}",)
                norm += 1


def _mobilenet(net: MobileNetV2) -> Iterator[tuple[str, Sequence[str]]]:
    """torchvision keeps each layer of a block in a list of its own, but for the last, whose parts lie bare."""
    last = len(net.layers_of_units) - 1
    for unit, layers in enumerate(net.layers_of_units):
        if unit in {0, last}:
            yield f"units.{unit}.conv", (f"features.{unit}.0",)
            yield f"units.{unit}.bn", (f"features.{unit}.1",)
            continue
        for at in range(layers):
            is_bare = at == layers - 1
            theirs = f"features.{unit}.conv"
            yield f"units.{unit}.layers.{at}.conv", (f"{theirs}.{at}" if is_bare else f"{theirs}.{at}.0",)
            yield f"units.{unit}.layers.{at}.bn", (f"{theirs}.{at + 1}" if is_bare else f"{theirs}.{at}.1",)
