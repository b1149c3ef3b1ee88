"""Fits the trainable part of a network: epochs over shuffled views, the best epoch kept, a checkpoint to go on from."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mindspore as ms  # type: ignore[import-untyped]  # it ships no types
import numpy as np
from mindspore import nn
from numpy.typing import NDArray

from app.engine.jobs import CancelToken, Progress
from training.cells import arrays_of, set_arrays
from training.checkpoints import Checkpoint, read_checkpoint, write_checkpoint
from training.vision.frozen import StoredRows
from training.vision.networks.tail import SmoothedLoss
from training.vision.recipe import Recipe

_WARM_UP_STEPS = 20
_PREDICTED_AT_ONCE = 64

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Examples:
    """Views of all photos with the class of each; `chosen` are the rows that are meant."""

    views: Sequence[StoredRows]
    labels: NDArray[np.int32]
    weights: Array
    chosen: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.chosen)


@dataclass(slots=True)
class Fitted:
    """A curve of losses and hits, epoch by epoch; where photos were kept to choose by, they are of those."""

    losses: list[float] = field(default_factory=list)
    best_epoch: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a training keeps its state, whom it tells, and who may stop it."""

    checkpoint: Path
    resume: bool
    progress: Progress
    token: CancelToken


def fit_tail(tail: nn.Cell, fit: Examples, choose: Examples | None, recipe: Recipe, place: Place) -> Fitted:
    """Train `tail` in place. With photos to choose by it ends with its best epoch, else with its last one."""
    trainer = _Trainer(tail, fit, choose, recipe)
    started = time.monotonic()
    if place.resume and place.checkpoint.exists():
        trainer.load(read_checkpoint(place.checkpoint))
    while trainer.epoch < recipe.epochs and not trainer.is_stuck:
        trainer.run_epoch(place.progress, place.token)
        write_checkpoint(place.checkpoint, trainer.state())
    trainer.use_best()
    return Fitted(trainer.losses, trainer.best_epoch, time.monotonic() - started)


def logits_of(tail: nn.Cell, rows: StoredRows, chosen: NDArray[np.intp], token: CancelToken) -> Array:
    """Logits of some photos, in batches of one shape so that the graph is compiled once."""
    tail.set_train(False)
    run = ms.jit(tail)
    parts = []
    for start in range(0, len(chosen), _PREDICTED_AT_ONCE):
        token.check()
        at = chosen[np.arange(start, start + _PREDICTED_AT_ONCE).clip(max=len(chosen) - 1)]
        parts.append(run(ms.Tensor(rows.take(at))).asnumpy())
    return np.concatenate(parts)[: len(chosen)]


class _Trainer:
    """A tail between two epochs."""

    def __init__(self, tail: nn.Cell, fit: Examples, choose: Examples | None, recipe: Recipe) -> None:
        self._tail, self._fit, self._choose, self._recipe = tail, fit, choose, recipe
        self._batch = min(recipe.batch, len(fit))
        self._steps = len(fit) // self._batch
        self._optimizer = self._make_optimizer()
        loss = SmoothedLoss(int(tail.head.out_channels), recipe.smoothing)
        self._step = _make_step(tail, self._optimizer, loss)
        self._loss = loss
        self.epoch = 0
        self.losses: list[float] = []
        self._best: dict[str, Array] = {}

    @property
    def best_epoch(self) -> int:
        if self._choose is None:
            return max(len(self.losses) - 1, 0)
        return int(np.argmin(self.losses)) if self.losses else 0

    @property
    def is_stuck(self) -> bool:
        return bool(self.losses) and self.epoch - 1 - self.best_epoch >= self._recipe.patience

    def run_epoch(self, progress: Progress, token: CancelToken) -> None:
        """One view of each photo in a shuffled order, then the loss by which the best epoch is chosen."""
        random = np.random.default_rng([self._recipe.seed, self.epoch])
        order = self._fit.chosen[random.permutation(len(self._fit))]
        views = random.integers(0, len(self._fit.views), len(order))
        self._tail.set_train(True)
        total, losses = self._recipe.epochs * self._steps, []
        for step in range(self._steps):
            token.check()
            part = slice(step * self._batch, (step + 1) * self._batch)
            losses.append(float(self._step(*self._tensors(order[part], views[part])).asnumpy()))
            progress(self.epoch * self._steps + step + 1, total, f"{self.epoch + 1}/{self._recipe.epochs}")
        self.losses.append(float(np.mean(losses)) if self._choose is None else self._chosen_loss(token))
        if self.best_epoch == self.epoch:
            self._best = arrays_of(self._tail)
        self.epoch += 1

    def use_best(self) -> None:
        set_arrays(self._tail, self._best)
        self._tail.set_train(False)

    def state(self) -> Checkpoint:
        return Checkpoint(self.epoch, tuple(self.losses), arrays_of(self._optimizer), arrays_of(self._tail), self._best)

    def load(self, checkpoint: Checkpoint) -> None:
        self.epoch, self.losses, self._best = checkpoint.epoch, list(checkpoint.losses), dict(checkpoint.best)
        set_arrays(self._optimizer, checkpoint.optimizer)
        set_arrays(self._tail, checkpoint.network)

    def _tensors(self, at: NDArray[np.intp], views: NDArray[np.int64]) -> list[Any]:
        rows = np.empty((len(at), *self._fit.views[0].chunks[0].shape[1:]), dtype=np.float32)
        for number, view in enumerate(self._fit.views):
            mine = np.flatnonzero(views == number)
            if len(mine):
                rows[mine] = view.take(at[mine])
        return [ms.Tensor(column) for column in (rows, self._fit.labels[at], self._fit.weights[at])]

    def _chosen_loss(self, token: CancelToken) -> float:
        assert self._choose is not None
        chosen = self._choose.chosen
        logits = logits_of(self._tail, self._choose.views[0], chosen, token).astype(np.float64)
        shifted = logits - logits.max(axis=1, keepdims=True)
        told = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return float(-told[np.arange(len(chosen)), self._choose.labels[chosen]].mean())

    def _make_optimizer(self) -> Any:
        steps = self._recipe.epochs * self._steps
        falling = 0.5 * (1.0 + np.cos(np.pi * np.arange(steps) / steps))
        rising = np.minimum(1.0, (np.arange(steps) + 1) / _WARM_UP_STEPS)
        rates = (self._recipe.learning_rate * falling * rising).tolist()
        return nn.AdamWeightDecay(
            self._tail.trainable_params(), learning_rate=rates, weight_decay=self._recipe.weight_decay
        )


def _make_step(tail: nn.Cell, optimizer: Any, loss: SmoothedLoss) -> Callable[..., Any]:
    def forward(rows: Any, labels: Any, weights: Any) -> Any:
        return loss(tail(rows), labels, weights)

    gradients_of = ms.value_and_grad(forward, None, optimizer.parameters)

    def step(rows: Any, labels: Any, weights: Any) -> Any:
        value, gradients = gradients_of(rows, labels, weights)
        optimizer(gradients)
        return value

    jitted: Callable[..., Any] = ms.jit(step)
    return jitted
