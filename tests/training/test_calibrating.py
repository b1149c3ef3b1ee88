"""The numbers beside a network are fitted on left-out photos, and what is told of a fold never chose them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine.vision.judging import judge
from app.engine.vision.network import Outputs
from app.engine.vision.sources import Photo
from training.vision.calibrate_command import judge_left_out
from training.vision.calibrating import cross_fitted, fit_constants, foreign_traits
from training.vision.left_out import LeftOut, left_out_of
from training.vision.nothing import Nothing, draw_nothing

HEAD = ("08", "44", "87", "27")
STRAWBERRY, SPORTS_CAR = 949, 817
PER_SOURCE = 20


@pytest.fixture
def told() -> LeftOut:
    """The head is right in 9 of 10 photos of 08, 44 and 87; ImageNet's classes are right in half of 08 and 87.

    27 comes from one source alone, so that nobody could learn it, and the head is undecided there.
    """
    photos = [
        Photo(f"{source}-{chapter}-{number}.jpg", chapter, source)
        for source in "abc"
        for chapter in HEAD[:3]
        for number in range(PER_SOURCE)
    ]
    photos += [Photo(f"d-27-{number}.jpg", "27", "d") for number in range(PER_SOURCE)]
    random = np.random.default_rng(0)
    logits = random.normal(0, 0.3, (len(photos), len(HEAD))).astype(np.float32)
    imagenet = random.normal(0, 0.3, (len(photos), 1000)).astype(np.float32)
    for row, photo in enumerate(photos):
        if photo.chapter != "27":
            column = HEAD.index(photo.chapter) if row % 10 else 3
            logits[row, column] += 6
        if photo.chapter in {"08", "87"} and row % 2:
            imagenet[row, STRAWBERRY if photo.chapter == "08" else SPORTS_CAR] += 14
    arrays: Mapping[str, NDArray[np.generic]] = {"chapters": np.array(HEAD), "logits": logits, "imagenet": imagenet}
    rows = {photo.file: row for row, photo in enumerate(photos)}
    return left_out_of(arrays, tuple(photos), rows, all_photos=tuple(photos))


def right(told: LeftOut, probabilities: NDArray[np.float64]) -> float:
    answers = probabilities.argmax(axis=1) == told.truth
    return float(answers[told.is_scored].mean())


def test_both_sides_together_are_better_than_each(told: LeftOut) -> None:
    judged = cross_fitted(told, [foreign_traits(told)])

    assert told.evidence.sums is not None
    assert right(told, judged.probabilities) > right(told, told.evidence.taught)
    assert right(told, judged.probabilities) > right(told, told.evidence.sums)


def test_the_answers_of_a_fold_do_not_depend_on_its_own_labels(told: LeftOut) -> None:
    before = cross_fitted(told, [foreign_traits(told)]).probabilities
    fold = told.fold[0]
    mine = (told.fold == fold) & told.is_scored
    told.truth[mine] = told.truth[mine][::-1]

    after = cross_fitted(told, [foreign_traits(told)]).probabilities

    assert (before[told.fold == fold] == after[told.fold == fold]).all()


def test_photos_of_what_nobody_learnt_are_told_apart(told: LeftOut) -> None:
    foreign = foreign_traits(told)

    judged = cross_fitted(told, [foreign])

    assert len(foreign) == PER_SOURCE
    assert (judged.known[told.is_scored] >= 0).mean() > 0.9
    assert (judged.known[~told.is_scored] < 0).mean() > 0.9


def test_fitted_numbers_are_what_the_program_computes_with(told: LeftOut) -> None:
    constants = fit_constants(told, np.ones(len(told.photos), bool), [foreign_traits(told)])
    outputs = Outputs(np.zeros((2, 4), np.float32), np.zeros((0,), np.float32), np.zeros((2, 1000), np.float32))

    judged = judge(outputs, HEAD, constants)

    assert judged.probabilities.sum(axis=1) == pytest.approx([1, 1])
    assert constants.temperature > 0


@pytest.mark.parametrize("kind", list(Nothing))
def test_drawn_pictures_of_nothing_are_the_same_for_the_same_seed(kind: Nothing) -> None:
    first, again, other = draw_nothing(kind, 1), draw_nothing(kind, 1), draw_nothing(kind, 2)

    assert first.shape == (240, 320, 3)
    assert (first == again).all()
    assert (first != other).any()


def test_numbers_of_one_fold_judge_the_others_and_are_those_of_the_card(told: LeftOut) -> None:
    fold = int(told.fold[0])
    inside = told.fold == fold

    constants, tested, judged = judge_left_out(told, (), fit_on=fold)

    told.truth[~inside] = told.truth[~inside][::-1]  # nothing of what is measured may change the numbers
    again, _, _ = judge_left_out(told, (), fit_on=fold)
    assert constants == again
    assert [photo.file for photo in tested.photos] == [
        photo.file for photo, is_in in zip(told.photos, inside, strict=True) if not is_in
    ]
    assert judged.probabilities.shape == (len(tested.photos), len(told.chapters))
