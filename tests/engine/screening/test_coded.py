"""Columns of codes say of each line what its value says."""

from __future__ import annotations

import numpy as np

from app.engine.errors import EngineError, InputError
from app.engine.screening.coded import coded, constant, crossed
from app.engine.screening.problems import no_problems
from app.engine.screening.vocabulary import Vocabulary


def test_what_holds_for_a_value_is_asked_once() -> None:
    asked: list[str] = []

    def length(value: str) -> int:
        asked.append(value)
        return len(value)

    lengths = coded(["a", "bb", "a", "bb", "ccc"]).told(length, np.int64)

    assert lengths.tolist() == [1, 2, 1, 2, 3]
    assert sorted(asked) == ["a", "bb", "ccc"]


def test_other_values_that_are_equal_become_one() -> None:
    found = coded(["a", "bb", "cc", "a"]).mapped(len)

    assert list(found) == [1, 2, 2, 1]
    assert sorted(found.values) == [1, 2]


def test_combinations_are_those_that_occur() -> None:
    both = crossed(coded(["a", "b", "a", "a"]), coded([1, 2, 1, 2]), constant(None, 4))

    assert list(both) == [("a", 1, None), ("b", 2, None), ("a", 1, None), ("a", 2, None)]
    assert len(both.values) == 3


def test_nothing_is_told_of_no_lines() -> None:
    assert len(crossed(coded([]), coded([])).told(len, np.int64)) == 0


def test_a_text_is_understood_once_and_a_wrong_one_is_noted_each_time() -> None:
    words: Vocabulary[int] = Vocabulary()
    wrong: list[int] = []
    tried: list[str] = []

    def read(text: str) -> int:
        tried.append(text)
        if not text.isdigit():
            raise InputError("price.batch_number", given=text)
        return int(text)

    def note(place: int, problem: EngineError) -> None:
        wrong.append(place)

    first = words.read(["7", "x", "", "7"], read, note)
    second = words.read(["x", "7"], read, note)

    assert (list(first), list(second)) == ([7, None, None, 7], [None, 7])
    assert (wrong, tried) == ([1, 0], ["7", "x", "x"])


def test_a_copy_of_problems_is_added_to_apart() -> None:
    problems = no_problems(3)
    problems.set(np.array([True, False, False]), InputError("price.batch_ragged"))

    other = problems.copy()
    other.set(2, InputError("price.batch_direction", given=""))

    assert problems.are_none.tolist() == [False, True, True]
    assert other.are_none.tolist() == [False, True, False]
