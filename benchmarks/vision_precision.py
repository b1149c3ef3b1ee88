"""One network in several precisions: how often each gives the answer of the first, and how often a right one."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.engine.vision.batch import recognise_all
from app.engine.vision.recogniser import open_recogniser
from app.engine.vision.sources import Photo


def precision_table(models: Sequence[Path], folder: Path, photos: Sequence[Photo], *, count: int) -> str:
    """On photos drawn evenly from the list; where they were learnt from, only the differences mean something."""
    every = max(1, len(photos) // count)
    drawn = list(photos)[::every][:count]
    lines = [
        f"| {len(drawn):,} photos | MB | same answer | top-1 | top-3 | infer ms, median |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    reference: list[str] = []
    for model in models:
        told_of = recognise_all(open_recogniser(model), [folder / photo.file for photo in drawn], threads=1)
        answers = [
            (photo, answer.recognition) for photo, answer in zip(drawn, told_of, strict=True) if answer.recognition
        ]
        best = [told.ranking.best.chapter for _, told in answers]
        reference = reference or best
        right = np.mean([photo.chapter == told.ranking.best.chapter for photo, told in answers])
        among = np.mean([photo.chapter in {each.chapter for each in told.ranking.shown} for photo, told in answers])
        same = np.mean([mine == first for mine, first in zip(best, reference, strict=True)])
        took = statistics.median(told.latency.infer_ms for _, told in answers)
        size = model.stat().st_size / 1e6
        lines.append(f"| {model.stem} | {size:.1f} | {same:.2%} | {right:.2%} | {among:.2%} | {took:.1f} |")
    return "\n".join(lines)
