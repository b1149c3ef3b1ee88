"""One training from its photos to a network: the frozen part run once, folds of sources left out, the rest fitted."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from mindspore import nn  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from app.engine.errors import NotInDataError, UsageError
from app.engine.jobs import CancelToken
from training.terminal import Terminal
from training.vision.catalogue import Allowed, Catalogue
from training.vision.export import export_onnx
from training.vision.fitting import Examples, Fitted, Place, fit_tail, logits_of
from training.vision.frozen import FrozenOutputs, StoredRows
from training.vision.networks.build import KINDS
from training.vision.networks.deployed import Frozen
from training.vision.networks.tail import Tail, freeze_layers, frozen_units
from training.vision.networks.weights import Array, Loaded, load_weights
from training.vision.recipe import Recipe, photo_weights
from training.vision.splitting import Rows, learnable, make_folds
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


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Logits of photos by networks that did not learn from them; `rows` are the photos that were answered.

    `logits` are of their middle squares, `logits_whole` of the whole photos, and the program takes the mean of both.
    `trained` counts, for each fold and class, the photos that its network learnt from.
    """

    rows: Rows
    logits: NDArray[np.float32]
    logits_whole: NDArray[np.float32]
    folds: NDArray[np.int64]
    trained: NDArray[np.int64]


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

    def prepare(self) -> None:
        """Run the frozen part over all views, or find what an earlier run kept."""
        net, _ = self.start()
        whole = frozen_units(net, self.plan.frozen_layers)
        frozen = Frozen(net, whole, self.kind.scaling, pools=whole == len(net.layers_of_units))
        with tempfile.TemporaryDirectory() as folder:
            graph = export_onnx(frozen, Path(folder) / "frozen.onnx", ("output",))
        outputs = FrozenOutputs(self.catalogue, graph, self.plan.cache, seed=self.plan.recipe.seed)
        progress = self._terminal.progress("train.frozen")
        self.views = [
            outputs.view(number, progress=progress, token=self._token)
            for number in range(PLAIN + self.plan.recipe.views)
        ]

    def start(self) -> tuple[nn.Cell, Loaded | None]:
        """A network with the given weights and a new head, frozen as far as asked."""
        net = self.kind.build(len(self.classes), self.plan.recipe.seed)
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
            logits[:, left] = self.answer(net, left)
            trained[at] = np.bincount(self.labels[fit], minlength=len(self.classes))
            self.checkpoint(f".fold{fold}").unlink(missing_ok=True)
        middle, whole = logits
        return Answers(np.arange(len(photos)), middle, whole, self.folds.of_photo, trained)

    def answer_one_fold(self) -> tuple[nn.Cell, Loaded | None, Fitted, Rows, Answers]:
        """One fold to test on, the next to choose the epoch by, all others to learn from."""
        numbers = self.folds.numbers
        of_row = self.folds.of_photo[self.rows]
        test, choose = self.rows[of_row == numbers[0]], self.rows[of_row == numbers[1]]
        fit = self.rows[(of_row != numbers[0]) & (of_row != numbers[1])]
        net, loaded, fitted = self.fit(fit, choose)
        trained = np.bincount(self.labels[fit], minlength=len(self.classes))[None]
        middle, whole = self.answer(net, test)
        return net, loaded, fitted, fit, Answers(test, middle, whole, np.zeros(len(test), np.int64), trained)

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
        return np.stack([logits_of(tail, view, rows, self._token) for view in self.views[:PLAIN]])

    def imagenet_logits(self, classifier: tuple[Array, Array]) -> NDArray[np.float32]:
        """What the classifier of the given weights says of the plain views of all photos; needs all layers frozen."""
        weight, bias = classifier
        return np.stack([view.all() @ weight.T + bias for view in self.views[:PLAIN]])

    def features(self) -> NDArray[np.float16]:
        """Of the middle squares of all photos, before anything was learnt; needs all layers frozen."""
        return np.concatenate(self.views[0].chunks)

    def drawn_pictures(self) -> NDArray[np.float32]:
        """Plain views of photos drawn evenly from those that are learnt from, for the ranges of fewer bits."""
        views = Views(self.catalogue, self.plan.recipe.seed)
        drawn = self.rows[:: max(1, len(self.rows) // _DRAWN)]
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
        return Examples(self.views, self.labels, weights, rows)
