"""The tables of `bench vision`."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from app.engine.vision.measures import Counted, Score, count
from benchmarks.vision_accuracy import OURS, Contest


def accuracy_tables(contest: Contest) -> str:
    """Means over folds with their spread, ImageNet's own kind, then ours by fold, chapter and source."""
    parts = [_contestants(contest), _folds(contest), _open_set(contest)]
    ours = contest.answers(OURS).where(contest.scored)
    photos = [photo for photo, scored in zip(contest.told.photos, contest.scored, strict=True) if scored]
    chapters = count(ours, [photo.chapter for photo in photos])
    sources = count(ours, [photo.group for photo in photos])
    parts += [_counted("chapter", chapters), _counted("source", sources), _unscored(contest)]
    return "\n\n".join(parts)


def _contestants(contest: Contest) -> str:
    everywhere = np.ones_like(contest.scored)
    lines = [
        "| left-out sources | top-1 | top-3 | macro | all photos: top-1 | top-3 | answered at 0.6 | right of these"
        " | ECE | ImageNet's kind: top-1 | top-3 |",
        "| --- |" + " ---: |" * 10,
    ]
    for name in contest.probabilities:
        folds, together = contest.by_fold(name), contest.score(name, everywhere)
        kind = contest.score(name, contest.of_imagenet) if (contest.of_imagenet & contest.scored).any() else None
        lines.append(
            f"| {name} | {_spread([each.top1 for each in folds])} | {_spread([each.top3 for each in folds])}"
            f" | {_spread([each.macro_top1 for each in folds])} | {together.top1:.1%} | {together.top3:.1%}"
            f" | {together.coverage:.1%} | {together.accuracy:.1%} | {together.ece:.1%}"
            f" | {f'{kind.top1:.1%} | {kind.top3:.1%}' if kind else ' | '} |"
        )
    return "\n".join(lines)


def _folds(contest: Contest) -> str:
    lines = ["| fold | photos | " + " | ".join(contest.probabilities) + " | ECE of ours |"]
    lines.append("| --- |" + " ---: |" * (len(contest.probabilities) + 2))
    for at, ours in enumerate(contest.by_fold(OURS)):
        scores = [contest.by_fold(name)[at] for name in contest.probabilities]
        lines.append(f"| {at} | {ours.n:,} | " + " | ".join(map(_pair, scores)) + f" | {ours.ece:.1%} |")
    return "\n".join(lines)


def _open_set(contest: Contest) -> str:
    told, scored = contest.told, contest.scored
    beyond = np.array([at < 0 or bool(told.evidence.is_beyond[at]) for at in told.truth]) & ~told.is_scored
    kept, refused = contest.is_known[scored].mean(), (~contest.is_known[beyond]).mean()
    return (
        f"Not covered: {kept:.1%} of {scored.sum():,} photos of learnt chapters are kept, {refused:.1%} of"
        f" {beyond.sum():,} photos of chapters that nobody taught are refused."
    )


def _unscored(contest: Contest) -> str:
    left = Counter(
        photo.chapter for photo, scored in zip(contest.told.photos, contest.scored, strict=True) if not scored
    )
    listed = ", ".join(f"{chapter} ({n})" for chapter, n in sorted(left.items()))
    return f"Photos whose chapter no other source taught, by chapter, without a claim: {listed}"


def _counted(title: str, groups: Mapping[str, Counted]) -> str:
    lines = [f"| {title} | photos | top-1 | top-3 |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {name} | {each.n:,} | {each.top1:.1%} | {each.top3:.1%} |" for name, each in groups.items()]
    return "\n".join(lines)


def _pair(score: Score) -> str:
    return f"{score.top1:.1%} / {score.top3:.1%}"


def _spread(shares: Sequence[float]) -> str:
    return f"{statistics.fmean(shares):.1%} ± {statistics.pstdev(shares):.1%}"
