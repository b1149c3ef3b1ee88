"""`tradescope-train price`: from a store to a model file with its card."""

from __future__ import annotations

import argparse
import datetime
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.engine.errors import UsageError
from app.engine.inference.cards import Card, sha256_of, write_card
from app.engine.jobs import CancelToken
from app.engine.price.accuracy import PointPrices, mean_of, measure_errors, pinball
from app.engine.price.network import QUANTILES, labels
from app.engine.store.open_store import interruptible, open_store
from training.price import export
from training.price.data import Examples, Split, read_split
from training.price.fitting import Fitted, Recipe, fit_network, predict
from training.price.losses import Loss
from training.price.network import PriceNet
from training.price.parallel import Workers, join_workers
from training.terminal import Terminal

_LEVELS = len(QUANTILES)
_DEMO = "tradescope demo build: generated from the repository's own tables, calibrated on public aggregates"
_OWN = "records of the user's own store"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    recipe = Recipe()
    parser.add_argument("--store", type=Path, required=True, help="folder of the store to learn from")
    parser.add_argument("--out", type=Path, default=Path("ckpt/price.onnx"), help="model file to write, card beside it")
    parser.add_argument("--seed", type=int, default=recipe.seed)
    parser.add_argument("--epochs", type=int, default=recipe.epochs)
    parser.add_argument("--first-year", type=int, help="first year to fit (default: the fourth of the store)")
    parser.add_argument("--resume", action="store_true", help="go on from the last finished epoch")
    parser.add_argument("--compare-losses", action="store_true", help="train with the relative loss too, for the card")
    parser.add_argument("--no-mindir", action="store_true", help="write ONNX only")
    parser.add_argument("--parallel", action="store_true", help="be one of several processes that msrun starts")


def run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> None:
    """Train, export and write the card."""
    if arguments.epochs < 1:
        raise UsageError("train.epochs_too_few", given=arguments.epochs)
    workers = join_workers() if arguments.parallel else Workers()
    work = _Work(arguments.out, arguments.resume, workers, terminal, token)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    split = _read(arguments, terminal, token)
    recipe = Recipe(seed=arguments.seed, epochs=arguments.epochs)
    fitted = work.fit(split, recipe)
    losses = None
    if arguments.compare_losses:
        relative = work.fit(split, replace(recipe, loss=Loss.RELATIVE))
        losses = _relative_errors(relative.net, split.test)
    if workers.is_first:
        metrics = _metrics(split, fitted) | ({"test_with_relative_loss": losses} if losses else {})
        _write(arguments.out, fitted, split, recipe, metrics, with_mindir=not arguments.no_mindir)
        work.remove_checkpoints()
        test = metrics["test"]
        terminal.say("train.written", path=str(arguments.out), mape=test["mape"], rmse=test["rmse_ln"])


@dataclass(frozen=True, slots=True)
class _Work:
    """Where a training leaves its checkpoints, and whom it tells."""

    out: Path
    resume: bool
    workers: Workers
    terminal: Terminal
    token: CancelToken

    def fit(self, split: Split, recipe: Recipe) -> Fitted:
        checkpoint = self._checkpoint(recipe.loss)
        return fit_network(
            split.fit,
            split.choose,
            recipe,
            checkpoint=checkpoint,
            resume=self.resume and checkpoint.exists(),
            progress=self.terminal.progress("train.progress"),
            token=self.token,
            workers=self.workers,
        )

    def remove_checkpoints(self) -> None:
        for loss in Loss:
            self._checkpoint(loss).unlink(missing_ok=True)

    def _checkpoint(self, loss: Loss) -> Path:
        return self.out.with_suffix(f".{loss.value}.checkpoint")


def _read(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> Split:
    terminal.say("train.reading", path=str(arguments.store))
    with open_store(arguments.store) as store, interruptible(token):
        split = read_split(
            store,
            seed=arguments.seed,
            first_fit_year=arguments.first_year,
            progress=terminal.progress("train.read"),
            token=token,
        )
    terminal.say("train.rows", fit=len(split.fit), choose=len(split.choose), test=len(split.test))
    return split


def _metrics(split: Split, fitted: Fitted) -> dict[str, Any]:
    """Errors on the year that the network was chosen by and on the one that nothing was chosen by."""
    return {
        "choose": _errors(fitted.net, split.choose),
        "test": _errors(fitted.net, split.test),
        "loss_by_epoch": [round(loss, 6) for loss in fitted.chosen_losses],
        "best_epoch": fitted.best_epoch + 1,
        "seconds": round(fitted.seconds),
    }


def _errors(net: PriceNet, examples: Examples) -> dict[str, float]:
    features, rows = examples.features, examples.rows
    assert rows.ln_price is not None
    told, _ = predict(net, features.ids, features.figures)
    quantiles = told[:, :_LEVELS] + features.anchor[:, None]
    median, mean = quantiles[:, QUANTILES.index(0.5)], mean_of(quantiles, QUANTILES)
    estimates = PointPrices(told[:, _LEVELS] + features.anchor, median, mean)
    errors = measure_errors(estimates, rows.ln_price, rows.ln_quantity).as_dict()
    return errors | {"pinball": pinball(quantiles, QUANTILES, rows.ln_price)}


def _relative_errors(net: PriceNet, examples: Examples) -> dict[str, float]:
    """Of a network whose only trained output is the price point."""
    features, rows = examples.features, examples.rows
    assert rows.ln_price is not None
    told, _ = predict(net, features.ids, features.figures)
    point = told[:, _LEVELS] + features.anchor
    return measure_errors(PointPrices(point, point, point), rows.ln_price, rows.ln_quantity).as_dict()


def _write(
    out: Path, fitted: Fitted, split: Split, recipe: Recipe, metrics: dict[str, Any], *, with_mindir: bool
) -> None:
    content = export.export_onnx(fitted.net, out)
    if with_mindir:
        export.export_mindir(fitted.net, out.with_suffix(".mindir"))
    sha256 = sha256_of(content)
    fit_until, choose, test = split.years
    card = Card(
        model="price",
        version=f"{datetime.datetime.now(datetime.UTC):%Y%m%d}-{sha256[:8]}",
        file=out.name,
        sha256=sha256,
        inputs=export.INPUTS,
        outputs=export.OUTPUTS,
        labels=labels(),
        data={
            "source": _DEMO if split.is_demo else _OWN,
            "licence": "Apache-2.0" if split.is_demo else "that of the user's records",
            "currency": split.currency,
            "split": f"fitted on years to {fit_until}, chosen on {choose}, tested on {test}",
            "rows": f"{len(split.fit)} shown for fitting, {len(split.choose)} to choose, {len(split.test)} to test",
        },
        command=f"tradescope-train price --store STORE --seed {recipe.seed} --epochs {recipe.epochs}",
        metrics=metrics,
    )
    write_card(out, card)
