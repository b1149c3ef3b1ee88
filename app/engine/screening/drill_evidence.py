"""What names and photos would say of the rows of a drill, which come from trade records and have neither.

The name of a row is the text of its goods' eight-digit code, compared with the texts of headings and subheadings alone,
so that the check has never seen it. Its photo is one, drawn by lot, of those that a folder holds of its goods' chapter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress
from app.engine.screening.coded import coded
from app.engine.screening.photo_check import check_photo, read_photo
from app.engine.screening.photos import PhotoAnswer, PhotoReader
from app.engine.screening.planting import Planted
from app.engine.screening.words import unseen_names
from app.engine.vision.sources import read_photos

Floats = NDArray[np.float64]
_DIGITS, _CHAPTER = 8, 2
_PHOTOS_PER_CHAPTER = 12


@dataclass(frozen=True, slots=True)
class PhotoPool:
    """What the classifier says of the photos of each chapter."""

    answers: Mapping[str, Sequence[PhotoAnswer | EngineError]]

    @property
    def size(self) -> int:
        """Photos in all."""
        return sum(map(len, self.answers.values()))


def photo_pool(
    folder: Path, reader: PhotoReader | None, *, seed: int, progress: Progress, token: CancelToken
) -> PhotoPool:
    """Some photos of each chapter in a folder of `NN_name` folders, recognised; InputError for a folder without any."""
    random = np.random.default_rng(seed)
    by_chapter: dict[str, list[Path]] = {}
    for photo in read_photos(folder):
        by_chapter.setdefault(photo.chapter, []).append(folder / photo.file)
    chosen = {
        chapter: [paths[at] for at in random.permutation(len(paths))[:_PHOTOS_PER_CHAPTER]]
        for chapter, paths in sorted(by_chapter.items())
    }
    total, done = sum(map(len, chosen.values())), 0
    answers: dict[str, list[PhotoAnswer | EngineError]] = {}
    for chapter, paths in chosen.items():
        for path in paths:
            token.check()
            answers.setdefault(chapter, []).append(read_photo(reader, path))
            done += 1
            progress(done, total)
    return PhotoPool(answers)


def name_tails(planted: Planted) -> Floats:
    """Tail probability of each row's name under its declared code; nan where its goods have no text."""
    check, texts = unseen_names()
    pairs, place = _pairs(planted.named, planted)
    told = [at for at, (goods, _) in enumerate(pairs) if goods in texts]
    tails = np.full(len(pairs), np.nan)
    found = check.check(coded(texts[pairs[at][0]] for at in told), coded(pairs[at][1] for at in told))
    tails[told] = [np.nan if tail is None else tail for tail, _ in found]
    return np.asarray(tails[place])


def photo_tails(planted: Planted, pool: PhotoPool, *, seed: int) -> Floats:
    """Tail probability of each row's photo under its declared code; nan where its chapter has none."""
    random = np.random.default_rng(seed)
    pairs, place = _pairs(planted.pictured, planted)
    draws = random.random(len(place))
    tails = np.full(len(place), np.nan)
    rows_of = np.split(np.argsort(place, kind="stable"), np.cumsum(np.bincount(place, minlength=len(pairs)))[:-1])
    for (goods, declared), rows in zip(pairs, rows_of, strict=True):
        answers = pool.answers.get(goods[:_CHAPTER], ())
        if answers:
            told = np.array([_tail(declared, answer) for answer in answers])
            tails[rows] = told[(draws[rows] * len(answers)).astype(np.int64)]
    return tails


def _tail(declared: str, answer: PhotoAnswer | EngineError) -> float:
    tail = check_photo(declared, answer).tail
    return np.nan if tail is None else tail


def _pairs(goods: NDArray[np.int64], planted: Planted) -> tuple[list[tuple[str, str]], NDArray[np.int64]]:
    """Each pair of goods and declared code once, as eight digits, and which one each row has."""
    codes = np.stack([goods, planted.rows.hs.astype(np.int64)], axis=1)
    unique, place = np.unique(codes, axis=0, return_inverse=True)
    return [(f"{one:0{_DIGITS}d}", f"{other:0{_DIGITS}d}") for one, other in unique.tolist()], place.reshape(-1)
