"""Many photos are answered in order, failures among them, and the work can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.engine.errors import CancelledError
from app.engine.jobs import CancelToken
from app.engine.vision.batch import recognise_all
from app.engine.vision.recogniser import Recogniser, open_recogniser
from tests.engine.vision.networks import RED, write_network


@pytest.fixture
def recogniser(tmp_path: Path) -> Recogniser:
    return open_recogniser(write_network(tmp_path))


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.png" for number in range(12)]
    for number, path in enumerate(paths):
        Image.new("RGB", (64, 64), (230, 20 + number, 20)).save(path)
    return paths


def test_answers_come_in_order_and_equal_those_of_single_photos(recogniser: Recogniser, photos: list[Path]) -> None:
    answers = list(recognise_all(recogniser, photos))

    assert [answer.path for answer in answers] == photos
    singles = [recogniser.recognise_file(path).ranking for path in photos]
    assert [answer.recognition.ranking for answer in answers if answer.recognition] == singles


def test_a_broken_photo_does_not_stop_the_others(recogniser: Recogniser, photos: list[Path]) -> None:
    photos[1].write_bytes(b"no picture")

    answers = list(recognise_all(recogniser, photos[:3]))

    assert [answer.error.code if answer.error else None for answer in answers] == [None, "image.no_picture", None]
    assert answers[2].recognition is not None
    assert answers[2].recognition.ranking.best.chapter == RED


def test_progress_counts_every_photo(recogniser: Recogniser, photos: list[Path]) -> None:
    told: list[tuple[int, int | None]] = []

    list(recognise_all(recogniser, photos[:4], progress=lambda done, total, note="": told.append((done, total))))

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_what_was_answered_before_a_stop_is_kept(recogniser: Recogniser, photos: list[Path]) -> None:
    token = CancelToken()
    answers = recognise_all(recogniser, photos, token=token)
    first = next(answers)
    token.cancel()

    with pytest.raises(CancelledError):
        next(answers)

    assert first.path == photos[0]
