"""What holds for a value, or a pair of values, is found out once for all blocks of a file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from app.engine.errors import EngineError
from app.engine.screening import meanings
from app.engine.screening.coded import Coded, coded, crossed, crossed_once
from app.engine.screening.vocabulary import Vocabulary


def of(words: Vocabulary[str], *texts: str) -> Coded[str | None]:
    def wrong(place: int, problem: EngineError) -> None:
        raise problem

    return words.read(texts, str, wrong)


def test_a_value_that_an_earlier_block_held_is_not_asked_of_again() -> None:
    words: Vocabulary[str] = Vocabulary()
    asked: list[str | None] = []

    def length(value: str | None) -> int:
        asked.append(value)
        return len(value or "")

    first = of(words, "a", "bb", "a").told_once(length, np.int64)
    second = of(words, "bb", "ccc", "", "a").told_once(length, np.int64)

    assert (first.tolist(), second.tolist()) == ([1, 2, 1], [2, 3, 0, 1])
    assert sorted(map(str, asked)) == ["None", "a", "bb", "ccc"]


def test_other_values_are_numbered_alike_in_all_blocks() -> None:
    words: Vocabulary[str] = Vocabulary()

    first = of(words, "a", "bb").mapped_once(_length)
    second = of(words, "cc", "d", "eee").mapped_once(_length)

    assert (list(first), list(second)) == ([1, 2], [2, 1, 3])
    assert second.values is first.values
    assert list(second.values) == [1, 2, 3]


def test_pairs_are_numbered_alike_in_all_blocks_and_say_what_crossing_does() -> None:
    codes, units = Vocabulary[str](), Vocabulary[str]()
    blocks = [
        (of(codes, "x", "y", "x"), of(units, "1", "1", "2")),
        (of(codes, "y", "z", "x"), of(units, "2", "1", "1")),
    ]

    found = [crossed_once(*block) for block in blocks]

    assert [list(each) for each in found] == [list(crossed(*block)) for block in blocks]
    assert found[0].values is found[1].values
    assert len(found[1].values) == 5


def test_pairs_of_three_columns_are_pairs_of_a_pair() -> None:
    words = Vocabulary[str](), Vocabulary[str](), Vocabulary[str]()

    found = crossed_once(*(of(each, "a", "b") for each in words))

    assert list(found) == [(("a", "a"), "a"), (("b", "b"), "b")]


def test_columns_that_no_other_block_shares_are_crossed_and_told_all_the_same() -> None:
    found = crossed_once(coded(["a", "b", "a"]), coded([1, 2, 1]))

    assert list(found) == [("a", 1), ("b", 2), ("a", 1)]
    assert found.told_once(len, np.int64).tolist() == [2, 2, 2]
    assert list(found.mapped_once(len)) == [2, 2, 2]


def test_nothing_is_asked_for_a_block_without_lines() -> None:
    words = Vocabulary[str]()
    nothing = of(words)

    assert len(nothing.told_once(_length, np.int64)) == len(nothing.mapped_once(_length)) == 0
    assert len(crossed_once(nothing, of(words))) == 0


def test_too_many_pairs_are_begun_anew_and_those_of_before_stay_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meanings, "_MOST_PAIRS", 2)
    first, second = Vocabulary[str](), Vocabulary[str]()
    blocks = [crossed_once(of(first, *"abc"), of(second, *texts)) for texts in ("xxx", "yyy", "xyz")]

    assert [list(each) for each in blocks] == [
        [("a", "x"), ("b", "x"), ("c", "x")],
        [("a", "y"), ("b", "y"), ("c", "y")],
        [("a", "x"), ("b", "y"), ("c", "z")],
    ]
    assert len(blocks[2].values) == 3


def test_threads_that_learn_at_once_agree() -> None:
    words, others = Vocabulary[str](), Vocabulary[str]()
    texts = [[f"{number % (7 + block)}" for number in range(300)] for block in range(40)]
    columns = [(of(words, *each), of(others, *reversed(each))) for each in texts]

    def look(block: tuple[Coded[str | None], Coded[str | None]]) -> list[object]:
        return list(crossed_once(*block).mapped_once(_joined))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(look, columns))

    assert found == [[f"{one}-{other}" for one, other in zip(each, reversed(each), strict=True)] for each in texts]


def test_values_may_be_added_while_what_holds_for_others_is_found_out() -> None:
    class StillRead(meanings.Meanings[str | None]):
        def __len__(self) -> int:
            self.append("from another thread")
            return super().__len__()

    values = StillRead(["one", "three"])

    found = [values.told(np.array([code], dtype=np.int32), _length, np.int32).tolist() for code in (0, 1, 0)]

    assert found == [[3], [5], [3]]


def _length(value: str | None) -> int:
    return len(value or "")


def _joined(both: tuple[str, str]) -> str:
    return "-".join(both)
