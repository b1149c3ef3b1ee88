"""How well a recogniser does on a folder of photos whose chapters are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.engine.errors import InputError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.reference import hs_codes
from app.engine.vision.answers import Ranking, Verdict
from app.engine.vision.batch import recognise_all
from app.engine.vision.measures import Answers, Counted, Score, count, score
from app.engine.vision.recogniser import Recogniser
from app.engine.vision.sources import Photo, read_photos


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`score`, `chapters` and `sources` are of photos of covered chapters.

    `not_covered` are the chapters of the nomenclature that the network does not know; of the folder's photos of these,
    `foreign` were read and `foreign_told` answered "not covered". `refused` photos could not be read.
    """

    score: Score
    chapters: Mapping[str, Counted]
    sources: Mapping[str, Counted]
    not_covered: tuple[str, ...]
    foreign: int
    foreign_told: int
    refused: int


def evaluate_folder(
    recogniser: Recogniser, folder: Path, *, progress: Progress = no_progress, token: CancelToken | None = None
) -> Evaluation:
    """Recognise every photo of the folder; InputError if none of them can be read and is of a covered chapter."""
    photos = read_photos(folder)
    answers = recognise_all(recogniser, [folder / photo.file for photo in photos], progress=progress, token=token)
    read = [
        (photo, answer.recognition.ranking)
        for photo, answer in zip(photos, answers, strict=True)
        if answer.recognition is not None
    ]
    covered = set(recogniser.chapters)
    scored = [(photo, ranking) for photo, ranking in read if photo.chapter in covered]
    foreign = [ranking for photo, ranking in read if photo.chapter not in covered]
    if not scored:
        raise InputError("vision.nothing_to_score", folder=str(folder))
    given = [photo for photo, _ in scored]
    told = _answers(given, [ranking for _, ranking in scored], recogniser.chapters)
    return Evaluation(
        score=score(told),
        chapters=count(told, [photo.chapter for photo in given]),
        sources=count(told, [photo.group for photo in given]) if any(photo.source for photo in given) else {},
        not_covered=tuple(each.code for each in hs_codes.table().chapters if each.code not in covered),
        foreign=len(foreign),
        foreign_told=sum(ranking.verdict() is Verdict.NOT_COVERED for ranking in foreign),
        refused=len(photos) - len(read),
    )


def _answers(photos: Sequence[Photo], rankings: Sequence[Ranking], chapters: Sequence[str]) -> Answers:
    columns = {chapter: at for at, chapter in enumerate(chapters)}
    probabilities = np.zeros((len(rankings), len(chapters)))
    for row, ranking in enumerate(rankings):
        for candidate in ranking.chapters:
            probabilities[row, columns[candidate.chapter]] = candidate.probability
    truth = np.array([columns[photo.chapter] for photo in photos], dtype=np.intp)
    return Answers(truth, probabilities, np.array([ranking.is_known for ranking in rankings]))
