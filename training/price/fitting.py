"""Fits the price network: epochs over shuffled batches, the best epoch kept, and a checkpoint to go on from."""

from __future__ import annotations

import time
from collections.abc import Callable
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
from training.price.data import Examples
from training.price.losses import Loss, PriceLoss, relative_weights
from training.price.network import PriceNet, Variant
from training.price.parallel import Workers

_WARM_UP_STEPS = 50
_REPORT_EVERY = 20
_PREDICTED_AT_ONCE = 8192
_LEAST_DEVIATION = 1e-3

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a training besides its data."""

    seed: int = 0
    epochs: int = 4
    batch: int = 4096
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    table_decay: float = 20.0  # of the table of identities, which would learn single records by heart
    hidden_identities: float = 0.3  # share that is hidden while training, so that unknown ones are answered
    patience: int = 2  # epochs without improvement before it stops
    variant: Variant = Variant.FULL
    loss: Loss = Loss.DISTRIBUTION


@dataclass(slots=True)
class Fitted:
    """A trained network with the loss on the year that it was chosen by, epoch by epoch."""

    net: PriceNet
    chosen_losses: list[float] = field(default_factory=list)
    best_epoch: int = 0
    seconds: float = 0.0


def fit_network(
    fit: Examples,
    choose: Examples,
    recipe: Recipe,
    *,
    checkpoint: Path,
    resume: bool,
    progress: Progress,
    token: CancelToken,
    workers: Workers | None = None,
) -> Fitted:
    """The network of the best epoch; with `resume` it goes on from `checkpoint`, to the same end."""
    trainer = _Trainer(fit, choose, recipe, workers or Workers())
    started = time.monotonic()
    if resume:
        trainer.load(read_checkpoint(checkpoint))
    while trainer.epoch < recipe.epochs and not trainer.is_stuck:
        trainer.run_epoch(progress, token)
        if trainer.workers.is_first:
            write_checkpoint(checkpoint, trainer.state())
    return Fitted(trainer.best_net(), trainer.losses, trainer.best_epoch, time.monotonic() - started)


def predict(net: PriceNet, ids: NDArray[np.int32], figures: Array) -> tuple[Array, Array]:
    """Distribution and attention of many rows, in batches of one shape so that the graph is compiled once."""
    run = ms.jit(net)
    parts: list[tuple[Array, Array]] = []
    for start in range(0, len(ids), _PREDICTED_AT_ONCE):
        at = np.arange(start, start + _PREDICTED_AT_ONCE).clip(max=len(ids) - 1)
        told, attention = run(ms.Tensor(ids[at]), ms.Tensor(figures[at]))
        parts.append((told.asnumpy(), attention.asnumpy()))
    told, attention = (np.concatenate(part)[: len(ids)] for part in zip(*parts, strict=True))
    return told, attention


class _Trainer:
    """A network between two epochs."""

    def __init__(self, fit: Examples, choose: Examples, recipe: Recipe, workers: Workers) -> None:
        self._fit, self._choose, self._recipe, self.workers = fit, choose, recipe, workers
        self._target = fit.target.astype(np.float32)
        self._weight = relative_weights(fit.target)
        self._choose_weight = relative_weights(choose.target)
        figures = fit.features.figures
        deviations = np.maximum(figures.std(axis=0), _LEAST_DEVIATION)
        self._net = PriceNet(figures.mean(axis=0), deviations, seed=recipe.seed, variant=recipe.variant)
        self._batch = min(recipe.batch, len(fit) // workers.count)
        self._steps = max(len(fit) // (self._batch * workers.count), 1)
        self._optimizer = self._make_optimizer()
        self._step = _make_step(self._net, self._optimizer, PriceLoss(recipe.loss), workers)
        self._loss_of = _make_loss(self._net, PriceLoss(recipe.loss))
        self.epoch = 0
        self.losses: list[float] = []
        self._best: dict[str, Array] = {}

    @property
    def best_epoch(self) -> int:
        return int(np.argmin(self.losses)) if self.losses else 0

    @property
    def is_stuck(self) -> bool:
        return bool(self.losses) and self.epoch - 1 - self.best_epoch >= self._recipe.patience

    def run_epoch(self, progress: Progress, token: CancelToken) -> None:
        """One pass over the shuffled rows, then the loss on the year to choose by."""
        random = np.random.default_rng([self._recipe.seed, self.epoch])
        order = random.permutation(len(self._target))[self.workers.rank :: self.workers.count]
        total = self._recipe.epochs * self._steps
        for step in range(self._steps):
            token.check()
            self._step(*self._tensors(order[step * self._batch : (step + 1) * self._batch], random))
            if step % _REPORT_EVERY == 0:
                progress(self.epoch * self._steps + step, total, f"{self.epoch + 1}/{self._recipe.epochs}")
        self.losses.append(self._chosen_loss())
        if self.best_epoch == self.epoch:
            self._best = arrays_of(self._net)
        self.epoch += 1

    def best_net(self) -> PriceNet:
        """The network with the weights of its best epoch."""
        set_arrays(self._net, self._best)
        self._net.set_train(False)
        return self._net

    def state(self) -> Checkpoint:
        return Checkpoint(self.epoch, tuple(self.losses), arrays_of(self._optimizer), arrays_of(self._net), self._best)

    def load(self, checkpoint: Checkpoint) -> None:
        self.epoch, self.losses, self._best = checkpoint.epoch, list(checkpoint.losses), dict(checkpoint.best)
        set_arrays(self._optimizer, checkpoint.optimizer)
        set_arrays(self._net, checkpoint.network)

    def _tensors(self, at: NDArray[np.intp], random: np.random.Generator) -> list[Any]:
        ids = self._fit.features.ids[at]
        ids = np.where(random.random(ids.shape) < self._recipe.hidden_identities, 0, ids).astype(np.int32)
        columns = (ids, self._fit.features.figures[at], self._target[at], self._weight[at])
        return [ms.Tensor(column) for column in columns]

    def _make_optimizer(self) -> Any:
        steps = self._recipe.epochs * self._steps
        falling = 0.5 * (1.0 + np.cos(np.pi * np.arange(steps) / steps))
        rising = np.minimum(1.0, (np.arange(steps) + 1) / _WARM_UP_STEPS)
        rates = (self._recipe.learning_rate * falling * rising).tolist()
        table = [parameter for parameter in self._net.trainable_params() if parameter.name == "table"]
        others = [parameter for parameter in self._net.trainable_params() if parameter.name != "table"]
        groups = [
            {"params": table, "weight_decay": self._recipe.table_decay},
            {"params": others, "weight_decay": self._recipe.weight_decay},
        ]
        return nn.AdamWeightDecay(groups, learning_rate=rates)

    def _chosen_loss(self) -> float:
        features, target = self._choose.features, self._choose.target.astype(np.float32)
        whole = len(target) // _PREDICTED_AT_ONCE * _PREDICTED_AT_ONCE or len(target)
        size = min(_PREDICTED_AT_ONCE, len(target))
        losses = []
        for start in range(0, whole, size):
            at = slice(start, start + size)
            columns = (features.ids[at], features.figures[at], target[at], self._choose_weight[at])
            losses.append(float(self._loss_of(*(ms.Tensor(column) for column in columns)).asnumpy()))
        return float(np.mean(losses))


def _make_step(net: PriceNet, optimizer: Any, loss: PriceLoss, workers: Workers) -> Callable[..., Any]:
    def forward(ids: Any, figures: Any, target: Any, weight: Any) -> Any:
        told, _ = net(ids, figures)
        return loss(told, target, weight)

    gradients_of = ms.value_and_grad(forward, None, optimizer.parameters)
    reduce = workers.gradient_reducer(optimizer.parameters)

    def step(ids: Any, figures: Any, target: Any, weight: Any) -> Any:
        value, gradients = gradients_of(ids, figures, target, weight)
        if reduce is not None:
            gradients = reduce(gradients)
        optimizer(gradients)
        return value

    jitted: Callable[..., Any] = ms.jit(step)
    return jitted


def _make_loss(net: PriceNet, loss: PriceLoss) -> Callable[..., Any]:
    def value(ids: Any, figures: Any, target: Any, weight: Any) -> Any:
        told, _ = net(ids, figures)
        return loss(told, target, weight)

    jitted: Callable[..., Any] = ms.jit(value)
    return jitted
