"""Our network in `bench price`, and the same without attention and without history."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from app.engine.jobs import CancelToken, no_progress
from app.engine.price.accuracy import mean_of
from app.engine.price.network import BATCH, DISTRIBUTION, FIGURE_INPUT, IDS, QUANTILES
from benchmarks.price_measures import Answer
from training.price.data import Examples, Split
from training.price.export import export_onnx
from training.price.fitting import Recipe, fit_network
from training.price.network import Variant

_LEVELS = len(QUANTILES)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FittedNetwork:
    """A trained network as the program would run it."""

    tell: Callable[[Examples], Answer]
    fit_s: float
    fit_cpu_s: float


def fit_variant(split: Split, variant: Variant, seed: int) -> FittedNetwork:
    """Train with the recipe of `tradescope-train`, and run what it exports on one thread."""
    fit, choose = split.fit, split.choose
    level = 0.0
    if variant is Variant.NO_HISTORY:
        level = float(np.mean(fit.target + fit.features.anchor))
        fit, choose = _from_level(fit, level), _from_level(choose, level)
    started, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        fitted = fit_network(
            fit,
            choose,
            Recipe(seed=seed, variant=variant),
            checkpoint=Path(folder) / "bench.checkpoint",
            resume=False,
            progress=no_progress,
            token=CancelToken(),
        )
        seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
        content = export_onnx(fitted.net, Path(folder) / "bench.onnx")
    session = _session(content)

    def tell(examples: Examples) -> Answer:
        anchor = np.full(len(examples), level) if variant is Variant.NO_HISTORY else examples.features.anchor
        return _answer(session, examples, anchor)

    return FittedNetwork(tell, seconds, cpu_seconds)


def _from_level(examples: Examples, level: float) -> Examples:
    return replace(examples, target=examples.target + examples.features.anchor - level)


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _answer(session: onnxruntime.InferenceSession, examples: Examples, anchor: Floats) -> Answer:
    told = np.empty((len(examples), _LEVELS + 1))
    for start in range(0, len(examples), BATCH):
        at = slice(start, start + BATCH)
        inputs = {IDS: examples.features.ids[at], FIGURE_INPUT: examples.features.figures[at]}
        (told[at],) = session.run([DISTRIBUTION], inputs)
    told += anchor[:, None]
    quantiles = told[:, :_LEVELS]
    middle = quantiles[:, QUANTILES.index(0.75)] - quantiles[:, QUANTILES.index(0.25)]
    return Answer(mean_of(quantiles, QUANTILES), told[:, _LEVELS], middle, quantiles)
