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
from training.vision.networks.tail import DistilledLoss, SmoothedLoss
from training.vision.recipe import Recipe, draw_epoch, photos_of_an_epoch

_WARM_UP_STEPS = 20
_PREDICTED_AT_ONCE = 64

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Examples:
    """Views of all photos with the class of each; `chosen` are the rows that are meant.

    `taught` are a teacher's logits for each view of all photos, none where nobody teaches.
    """

    views: Sequence[StoredRows]
    labels: NDArray[np.int32]
    weights: Array
    chosen: NDArray[np.intp]
    taught: Sequence[Array] = ()

    @property
    def answers_taught(self) -> int:
        """Logits of the teacher, which a network learns after those of its classes."""
        return self.taught[0].shape[1] if self.taught else 0

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
    while trainer.epoch < min(recipe.epochs, recipe.stop_after or recipe.epochs) and not trainer.is_stuck:
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
        of_epoch = photos_of_an_epoch(fit.labels[fit.chosen], recipe.cap)
        self._batch = min(recipe.batch, of_epoch)
        self._steps = of_epoch // self._batch
        self._optimizer = self._make_optimizer()
        self._classes = int(tail.head.out_channels) - fit.answers_taught
        self._step = self._make_step()
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
        """One view of each drawn photo in a shuffled order, then the loss by which the best epoch is chosen."""
        random = np.random.default_rng([self._recipe.seed, self.epoch])
        chosen = self._fit.chosen
        draw = draw_epoch(self._fit.labels[chosen], self._fit.weights[chosen], self._recipe, random)
        views = random.integers(0, len(self._fit.views), len(draw.at))
        self._tail.set_train(True)
        total, losses = self._recipe.epochs * self._steps, []
        for step in range(self._steps):
            token.check()
            part = slice(step * self._batch, (step + 1) * self._batch)
            tensors = self._tensors(chosen[draw.at[part]], views[part], draw.weights[part])
            losses.append(float(self._step(*tensors).asnumpy()))
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

    def _tensors(self, at: NDArray[np.intp], views: NDArray[np.int64], weights: Array) -> list[Any]:
        fit = self._fit
        rows = np.empty((len(at), *fit.views[0].chunks[0].shape[1:]), dtype=np.float32)
        taught = np.empty((len(at), fit.answers_taught), dtype=np.float32)
        for number, view in enumerate(fit.views):
            mine = np.flatnonzero(views == number)
            if len(mine):
                rows[mine] = view.take(at[mine])
                if fit.taught:
                    taught[mine] = fit.taught[number][at[mine]]
        columns = [rows, fit.labels[at], weights, *([taught] if fit.taught else [])]
        return [ms.Tensor(column) for column in columns]

    def _chosen_loss(self, token: CancelToken) -> float:
        assert self._choose is not None
        chosen = self._choose.chosen
        told = logits_of(self._tail, self._choose.views[0], chosen, token)
        logits = told[:, : self._classes].astype(np.float64)
        shifted = logits - logits.max(axis=1, keepdims=True)
        surprise = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return float(-surprise[np.arange(len(chosen)), self._choose.labels[chosen]].mean())

    def _make_optimizer(self) -> Any:
        steps = self._recipe.epochs * self._steps
        falling = 0.5 * (1.0 + np.cos(np.pi * np.arange(steps) / steps))
        rising = np.minimum(1.0, (np.arange(steps) + 1) / _WARM_UP_STEPS)
        rates = (self._recipe.learning_rate * falling * rising).tolist()
        return nn.AdamWeightDecay(
            self._tail.trainable_params(), learning_rate=rates, weight_decay=self._recipe.weight_decay
        )

    def _make_step(self) -> Callable[..., Any]:
        recipe = self._recipe
        if self._fit.taught:
            distilled = DistilledLoss(
                self._classes, recipe.smoothing, share=recipe.distillation, softness=recipe.softness
            )
            return _distilled_step(self._tail, self._optimizer, distilled)
        return _labelled_step(self._tail, self._optimizer, SmoothedLoss(self._classes, recipe.smoothing))


def _labelled_step(tail: nn.Cell, optimizer: Any, loss: SmoothedLoss) -> Callable[..., Any]:
    def forward(rows: Any, labels: Any, weights: Any) -> Any:
        return loss(tail(rows), labels, weights)

    gradients_of = ms.value_and_grad(forward, None, optimizer.parameters)

    def step(rows: Any, labels: Any, weights: Any) -> Any:
        value, gradients = gradients_of(rows, labels, weights)
        optimizer(gradients)
        return value

    jitted: Callable[..., Any] = ms.jit(step)
    return jitted


def _distilled_step(tail: nn.Cell, optimizer: Any, loss: DistilledLoss) -> Callable[..., Any]:
    def forward(rows: Any, labels: Any, weights: Any, taught: Any) -> Any:
        return loss(tail(rows), labels, weights, taught)

    gradients_of = ms.value_and_grad(forward, None, optimizer.parameters)

    def step(rows: Any, labels: Any, weights: Any, taught: Any) -> Any:
        value, gradients = gradients_of(rows, labels, weights, taught)
        optimizer(gradients)
        return value

    jitted: Callable[..., Any] = ms.jit(step)
    return jitted
