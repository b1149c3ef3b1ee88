"""One network in several precisions: how often each gives the answer of the first, and how often a right one.

Where answers differ, the table tells how far the first was from another answer itself: the lead of its best chapter.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.engine.vision.answers import Ranking
from app.engine.vision.batch import recognise_all
from app.engine.vision.recogniser import open_recogniser
from app.engine.vision.sources import Photo


def precision_table(models: Sequence[Path], folder: Path, photos: Sequence[Photo], *, count: int) -> str:
    """On photos drawn evenly from the list; where they were learnt from, only the differences mean something."""
    every = max(1, len(photos) // count)
    drawn = list(photos)[::every][:count]
    lines = [
        f"| {len(drawn):,} photos | MB | same answer | lead where not, median, most | top-1 | top-3 | infer ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    reference: list[Ranking] = []
    for model in models:
        told_of = recognise_all(open_recogniser(model), [folder / photo.file for photo in drawn], threads=1)
        answers = [
            (photo, answer.recognition) for photo, answer in zip(drawn, told_of, strict=True) if answer.recognition
        ]
        rankings = [told.ranking for _, told in answers]
        reference = reference or rankings
        right = np.mean([photo.chapter == told.ranking.best.chapter for photo, told in answers])
        among = np.mean([photo.chapter in {each.chapter for each in told.ranking.shown} for photo, told in answers])
        differing = [
            first for mine, first in zip(rankings, reference, strict=True) if mine.best.chapter != first.best.chapter
        ]
        took = statistics.median(told.latency.infer_ms for _, told in answers)
        size = model.stat().st_size / 1e6
        same = 1 - len(differing) / len(rankings)
        lines.append(
            f"| {model.stem} | {size:.1f} | {same:.2%} | {_leads(differing)} | {right:.2%} | {among:.2%} | {took:.1f} |"
        )
    return "\n".join(lines)


def _leads(rankings: Sequence[Ranking]) -> str:
    """Of the best chapter before the second, in points of probability."""
    leads = [each.chapters[0].probability - each.chapters[1].probability for each in rankings]
    return f"{statistics.median(leads):.1%}, {max(leads):.1%}" if leads else ""
