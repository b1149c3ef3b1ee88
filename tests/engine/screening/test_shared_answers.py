"""What several threads ask is found once, and a failure is told to all who wait for it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.engine.screening.shared_answers import SharedAnswers


def test_each_is_found_once_whoever_asks() -> None:
    asked: list[int] = []

    def double(numbers: Sequence[int]) -> list[int]:
        asked.extend(numbers)
        return [2 * number for number in numbers]

    shared = SharedAnswers(double, most=1_000, at_once=3)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda first: dict(shared.of(range(first, first + 20))), range(30)))

    assert all(each[number] == 2 * number for first, each in enumerate(found) for number in range(first, first + 20))
    assert sorted(asked) == list(range(49))


def test_who_waits_finds_a_part_of_what_another_asked_for() -> None:
    both_at_it = threading.Barrier(2, timeout=30)

    def answer(numbers: Sequence[int]) -> list[int]:
        both_at_it.wait()
        return list(numbers)

    shared = SharedAnswers(answer, most=10, at_once=1)

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(shared.of, [1, 2]) for _ in range(2)]
        assert all({1: 1, 2: 2}.items() <= dict(each.result()).items() for each in found)


def test_a_failure_is_told_and_asked_of_again() -> None:
    tries: list[int] = []

    def fail_once(numbers: Sequence[int]) -> list[int]:
        tries.append(len(numbers))
        if len(tries) == 1:
            raise OSError("gone")
        return list(numbers)

    shared = SharedAnswers(fail_once, most=10, at_once=5)

    with pytest.raises(OSError, match="gone"):
        shared.of([1, 2])
    assert shared.of([1, 2]) == {1: 1, 2: 2}


def test_what_was_found_long_ago_is_found_anew() -> None:
    asked: list[int] = []

    def answer(numbers: Sequence[int]) -> list[int]:
        asked.extend(numbers)
        return list(numbers)

    shared = SharedAnswers(answer, most=2, at_once=5)

    found = [dict(shared.of(wanted)) for wanted in ([1, 2, 3], [4], [1])]

    assert found == [{1: 1, 2: 2, 3: 3}, {4: 4}, {1: 1}]
    assert asked == [1, 2, 3, 4, 1]
