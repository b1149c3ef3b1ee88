"""Cells are told apart by all their bytes, however their keys fall."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.errors import EngineError, InputError
from app.engine.records.byte_columns import ByteColumn
from app.engine.screening import known_cells
from app.engine.screening.known_cells import KnownCells
from app.engine.screening.vocabulary import Vocabulary

TEXTS = st.lists(st.text(st.sampled_from("ab\0中"), max_size=20), max_size=30)


@given(before=TEXTS, more=TEXTS, asked=TEXTS)
def test_what_was_added_is_found_and_nothing_else_is(before: list[str], more: list[str], asked: list[str]) -> None:
    known = KnownCells()
    code_of = {text: code for code, text in enumerate(dict.fromkeys([*before, *more]))}
    known.add((text, code_of[text]) for text in before)
    known.add((text, code_of[text]) for text in more)

    found = known.codes(ByteColumn.of(asked)).tolist()
    again = known.codes(ByteColumn.of(code_of)).tolist()

    assert all(code in {-1, code_of.get(text, -1)} for code, text in zip(found, asked, strict=True))
    # A few may be in the way of each other
    assert all(code in {-1, own} for own, code in enumerate(again))
    assert again.count(-1) <= len(again) / 2


def test_cells_of_one_key_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_cells, "keys_of", lambda column, words: np.zeros(len(column), dtype=np.uint64))
    words: Vocabulary[str] = Vocabulary()
    texts = ["a", "b", "", "abcdefghi", "abcdefghj", "a\0"]

    for _ in range(3):
        assert list(words.read(ByteColumn.of(texts), str, _raise)) == [text or None for text in texts]


def test_cells_mean_what_their_texts_mean_and_what_cannot_be_read_is_told_each_time() -> None:
    def read(text: str) -> str:
        if text == "?":
            raise InputError("price.batch_number", given=text)
        return text.upper()

    words: Vocabulary[str] = Vocabulary()
    texts = [" a", "?", "a", "", "a ", "b", "? ", "\u3000b"]

    for _ in range(2):
        wrong: list[int] = []
        from_cells = words.read(ByteColumn.of(texts), read, lambda place, problem: wrong.append(place))  # noqa: B023
        from_texts = words.read(texts, read, lambda place, problem: None)
        assert list(from_cells) == ["A", None, "A", None, "A", "B", None, "B"]
        assert from_cells.codes.tolist() == from_texts.codes.tolist()
        assert wrong == [1, 6]


def test_threads_that_learn_at_once_agree() -> None:
    words: Vocabulary[str] = Vocabulary()
    texts = [[f"{number % (50 + block)}" for number in range(400)] for block in range(40)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: words.read(ByteColumn.of(each), str, _raise), texts))

    assert [list(each) for each in found] == texts
    assert len(words) == 1 + len({text for each in texts for text in each})


def _raise(place: int, problem: EngineError) -> None:
    raise problem
