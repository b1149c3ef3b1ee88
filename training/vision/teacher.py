"""A complete network whose answers another one learns: run once over all views, and its logits kept in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import UsageError
from app.engine.jobs import CancelToken, Progress
from training.vision.catalogue import Catalogue
from training.vision.frozen import FrozenOutputs, frozen_graph
from training.vision.networks.build import KINDS
from training.vision.networks.weights import Array, load_weights

_NETWORK = "mobilenetv2"
_UNUSED_CLASSES = 2


class Teacher:
    """MobileNetV2 with the classifier of its weights; UsageError for weights without one."""

    def __init__(self, weights: Path, *, seed: int) -> None:
        self._kind, self._seed = KINDS[_NETWORK], seed
        self._net = self._kind.build(_UNUSED_CLASSES, seed)
        classifier = load_weights(self._net, weights).classifier
        if classifier is None:
            raise UsageError("train.teacher_incomplete", path=str(weights))
        self._weight, self._bias = classifier

    @property
    def answers(self) -> int:
        """Classes that the teacher knows."""
        return len(self._bias)

    def logits(
        self, catalogue: Catalogue, views: int, cache: Path, *, progress: Progress, token: CancelToken
    ) -> list[NDArray[np.float32]]:
        """Of the first `views` views of all photos."""
        units = len(self._net.layers_of_units)
        graph = frozen_graph(self._net, units, self._kind.scaling)
        outputs = FrozenOutputs(catalogue, graph, cache, seed=self._seed)
        return [self._classified(outputs.view(each, progress=progress, token=token).all()) for each in range(views)]

    def _classified(self, features: Array) -> NDArray[np.float32]:
        told: NDArray[np.float32] = features @ self._weight.T + self._bias
        return told
