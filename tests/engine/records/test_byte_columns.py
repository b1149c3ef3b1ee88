"""Cells that stay bytes are the texts they were, and equal ones are told by their keys."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engine.records.byte_columns import ByteColumn, keys_of

BLANKS = "\n \t\x1c\x85\xa0\u1680\u2003\u2028\u3000"
TEXTS = st.lists(st.text(max_size=9) | st.text(st.sampled_from(f"ab中é\u3001\udc80{BLANKS}"), max_size=30), max_size=20)


@given(TEXTS)
def test_cells_are_the_texts_they_were(texts: list[str]) -> None:
    column = ByteColumn.of(texts)

    assert list(column) == texts
    assert [column[place] for place in range(len(texts))] == texts
    assert list(column[1:3]) == texts[1:3]
    assert column.are_told.tolist() == list(map(bool, texts))
    assert column.joined().tobytes().decode("utf-8", "surrogatepass") == "\n".join(texts)


@given(TEXTS)
def test_blanks_are_taken_off_as_from_a_text(texts: list[str]) -> None:
    assert list(ByteColumn.of(texts).stripped()) == [text.strip() for text in texts]


@given(TEXTS)
def test_some_cells_can_be_emptied(texts: list[str]) -> None:
    is_kept = np.arange(len(texts)) % 2 == 0

    found = list(ByteColumn.of(texts).where(is_kept))

    assert found == [text if place % 2 == 0 else "" for place, text in enumerate(texts)]


@given(TEXTS)
def test_keys_are_equal_where_texts_are(texts: list[str]) -> None:
    column = ByteColumn.of([*texts, *texts])

    keys = keys_of(column, column.words()).tolist()

    assert keys[: len(texts)] == keys[len(texts) :]
    assert len(set(keys)) == len(set(texts))
