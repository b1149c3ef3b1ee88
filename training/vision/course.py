"""One training from its photos to a network: the frozen part run once, folds of sources left out, the rest fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from mindspore import nn  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from app.engine.errors import NotInDataError, UsageError
from app.engine.jobs import CancelToken
from app.engine.vision.preprocess import SIDE
from training.terminal import Terminal
from training.vision.catalogue import Allowed, Catalogue
from training.vision.fitting import Examples, Fitted, Place, fit_tail, logits_of
from training.vision.frozen import FrozenOutputs, StoredRows, answers_of, frozen_graph
from training.vision.networks.build import KINDS
from training.vision.networks.tail import Tail, freeze_layers, frozen_units
from training.vision.networks.weights import Array, Loaded, load_weights
from training.vision.recipe import Recipe, photo_weights
from training.vision.splitting import Rows, learnable, make_folds
from training.vision.teacher import Teacher
from training.vision.views import PLAIN, Views

ALL_LAYERS = 10_000
_LEAST_CLASSES = 2
_DRAWN = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line asks for besides the photos."""

    network: str
    weights: Path | None
    frozen_layers: int
    allowed: Allowed
    recipe: Recipe
    cache: Path
    checkpoint: Path
    resume: bool
    side: int = SIDE
    teacher: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Logits of photos by networks that did not learn from them; `rows` are the photos that were answered.

    `logits` are of their middle squares, `logits_whole` of the whole photos, and the program takes the mean of both.
    `trained` counts, for each fold and class, the photos that its network learnt from; the epoch was chosen by the fold
    `chosen_by`. `imagenet` is the mean of both views for a network that learnt ImageNet's classes from a teacher.
    """

    rows: Rows
    logits: NDArray[np.float32]
    logits_whole: NDArray[np.float32]
    folds: NDArray[np.int64]
    trained: NDArray[np.int64]
    chosen_by: int | None = None
    imagenet: NDArray[np.float32] | None = None


class Course:
    """Prepares on construction nothing but lists; `prepare` runs the frozen part."""

    def __init__(self, catalogue: Catalogue, plan: Plan, terminal: Terminal, token: CancelToken) -> None:
        self.catalogue, self.plan, self.kind = catalogue, plan, KINDS[plan.network]
        self.rows = learnable(catalogue, plan.allowed)
        self.classes = tuple(sorted({catalogue.photos[at].label for at in self.rows}))
        if len(self.classes) < _LEAST_CLASSES:
            raise NotInDataError("train.too_few_classes", path=str(catalogue.folder), found=len(self.classes))
        self.folds = make_folds(catalogue, plan.recipe.seed)
        self._terminal, self._token = terminal, token
        self.labels = self._labels()
        self.views: Sequence[StoredRows] = ()
        self._teacher = Teacher(plan.teacher, seed=plan.recipe.seed) if plan.teacher else None
        self._taught: Sequence[Array] = ()

    def prepare(self) -> None:
        """Run the frozen part over all views, or find what an earlier run kept."""
        net, _ = self.start()
        plan, count = self.plan, PLAIN + self.plan.recipe.views
        graph = frozen_graph(net, frozen_units(net, plan.frozen_layers), self.kind.scaling, side=plan.side)
        outputs = FrozenOutputs(self.catalogue, graph, plan.cache, seed=plan.recipe.seed)
        progress = self._terminal.progress("train.frozen")
        self.views = [outputs.view(number, progress=progress, token=self._token) for number in range(count)]
        if self._teacher:
            self._taught = self._teacher.logits(self.catalogue, count, plan.cache, progress=progress, token=self._token)

    def start(self) -> tuple[nn.Cell, Loaded | None]:
        """A network with the given weights and a new head, frozen as far as asked."""
        answers = len(self.classes) + (self._teacher.answers if self._teacher else 0)
        net = self.kind.build(answers, self.plan.recipe.seed)
        loaded = load_weights(net, self.plan.weights) if self.plan.weights else None
        freeze_layers(net, self.plan.frozen_layers)
        whole = frozen_units(net, self.plan.frozen_layers)
        if whole and loaded is None:
            raise UsageError("train.nothing_to_freeze", given=self.plan.frozen_layers)
        missing = [name for name in (loaded.missing if loaded else ()) if int(name.split(".")[1]) < whole]
        if missing:
            raise UsageError("train.frozen_missing", name=min(missing), weights=str(self.plan.weights))
        return net, loaded

    def answer_folds(self) -> Answers:
        """Every fold answered by a network that learnt from the others, with the same recipe."""
        photos, numbers = self.catalogue.photos, self.folds.numbers
        logits = np.zeros((PLAIN, len(photos), len(self.classes)), dtype=np.float32)
        trained = np.zeros((len(numbers), len(self.classes)), dtype=np.int64)
        for at, fold in enumerate(numbers):
            left = np.flatnonzero(self.folds.of_photo == fold)
            fit = self.rows[self.folds.of_photo[self.rows] != fold]
            net, _, _ = self.fit(fit, None, suffix=f".fold{fold}")
            logits[:, left] = self.answer(net, left)[..., : len(self.classes)]
            trained[at] = np.bincount(self.labels[fit], minlength=len(self.classes))
            self.checkpoint(f".fold{fold}").unlink(missing_ok=True)
        middle, whole = logits
        return Answers(np.arange(len(photos)), middle, whole, self.folds.of_photo, trained)

    def answer_one_fold(self) -> tuple[nn.Cell, Loaded | None, Fitted, Rows, Answers]:
        """One fold to test on, the next to choose the epoch by, both answered by what learnt from all others."""
        test, choose, *_ = self.folds.numbers
        of_row, classes = self.folds.of_photo[self.rows], len(self.classes)
        fit = self.rows[(of_row != test) & (of_row != choose)]
        net, loaded, fitted = self.fit(fit, self.rows[of_row == choose])
        answered = np.flatnonzero((self.folds.of_photo == test) | (self.folds.of_photo == choose))
        told = self.answer(net, answered)
        middle, whole = told[..., :classes]
        trained = np.tile(np.bincount(self.labels[fit], minlength=classes), (2, 1))
        imagenet = told[..., classes:].mean(axis=0) if self._taught else None
        answers = Answers(answered, middle, whole, self.folds.of_photo[answered], trained, choose, imagenet)
        return net, loaded, fitted, fit, answers

    def learnt_classifier(self, net: nn.Cell) -> tuple[Array, Array] | None:
        """What the network learnt from its teacher, as a classifier of its own."""
        weight, bias = net.head.weight.asnumpy(), net.head.bias.asnumpy()
        classes = len(self.classes)
        return (weight[classes:], bias[classes:]) if self._teacher else None

    def fit(self, fit: Rows, choose: Rows | None, *, suffix: str = "") -> tuple[nn.Cell, Loaded | None, Fitted]:
        """A network that learnt from the rows of `fit`."""
        net, loaded = self.start()
        tail = Tail(net, frozen_units(net, self.plan.frozen_layers))
        place = Place(self.checkpoint(suffix), self.plan.resume, self._terminal.progress("train.progress"), self._token)
        chosen = None if choose is None else self._examples(choose)
        fitted = fit_tail(tail, self._examples(fit), chosen, self.plan.recipe, place)
        return net, loaded, fitted

    def answer(self, net: nn.Cell, rows: Rows) -> NDArray[np.float32]:
        """Logits of the plain views of some photos, views first."""
        tail = Tail(net, frozen_units(net, self.plan.frozen_layers))
        views = self.views[:PLAIN]
        if tail.has_units:
            return answers_of(tail, views, rows, self._token)
        return np.stack([logits_of(tail, view, rows, self._token) for view in views])

    def imagenet_logits(self, classifier: tuple[Array, Array]) -> NDArray[np.float32]:
        """What the classifier of the given weights says of the plain views of all photos; needs all layers frozen."""
        weight, bias = classifier
        return np.stack([view.all() @ weight.T + bias for view in self.views[:PLAIN]])

    def features(self) -> NDArray[np.float16]:
        """Of the middle squares of all photos, before anything was learnt; needs all layers frozen."""
        return np.concatenate(self.views[0].chunks)

    def drawn_pictures(self, learnt: Rows) -> NDArray[np.float32]:
        """Plain views of photos drawn evenly from those that were learnt from, for the ranges of fewer bits."""
        views = Views(self.catalogue, self.plan.recipe.seed)
        drawn = learnt[:: max(1, len(learnt) // _DRAWN)]
        return np.stack([views.pixels(int(at), number) for at in drawn for number in range(PLAIN)])

    def checkpoint(self, suffix: str = "") -> Path:
        """Where a training keeps its state."""
        return self.plan.checkpoint.with_suffix(suffix + ".checkpoint")

    def _labels(self) -> NDArray[np.int32]:
        """The class of each photo; 0 for those of classes that are not learnt, which are never asked for."""
        places = {name: at for at, name in enumerate(self.classes)}
        return np.array([places.get(photo.label, 0) for photo in self.catalogue.photos], dtype=np.int32)

    def _examples(self, rows: Rows) -> Examples:
        photos = [self.catalogue.photos[at] for at in rows]
        weights = np.zeros(len(self.catalogue.photos), dtype=np.float32)
        balance = self.plan.recipe.balance
        weights[rows] = photo_weights([each.label for each in photos], [each.source for each in photos], balance)
        return Examples(self.views, self.labels, weights, rows, self._taught)
