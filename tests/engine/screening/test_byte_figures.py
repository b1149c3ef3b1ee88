"""Figures that are read from bytes are those that Python reads from texts, to the last bit."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from app.engine.records.byte_columns import ByteColumn
from app.engine.screening.byte_figures import plain_figures
from app.engine.screening.figure_columns import read_figures

PLAIN = re.compile(r"[0-9]+(?:\.[0-9]{1,8})?")
READ_AS_IT_IS = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
ODD = st.text(st.sampled_from("0123456789.,-e/: 中\0"), max_size=18)
FIGURES = st.from_regex(r"\A[0-9]{1,17}(\.[0-9]{0,9})?\Z")


@given(st.lists(ODD | FIGURES, min_size=1, max_size=20))
@example(["0.1", "999999999999999", "1234567.12345678", "0.00000001", "123456789012.345", "9007199254740993", "00.5"])
def test_plain_figures_are_those_of_their_texts(texts: list[str]) -> None:
    figures, is_plain = plain_figures(ByteColumn.of(texts))

    assert is_plain.tolist() == [bool(PLAIN.fullmatch(each)) and len(each.replace(".", "")) <= 15 for each in texts]
    assert figures[is_plain].tolist() == [float(text) for text, plain in zip(texts, is_plain, strict=True) if plain]
    assert np.isnan(figures[~is_plain]).all()


@given(st.lists(ODD | FIGURES, min_size=1, max_size=20))
def test_what_is_not_plain_is_asked_of_whoever_reads_it(texts: list[str]) -> None:
    def read(place: int, text: str) -> float:
        assert text == texts[place].strip()
        return -1.0 - place

    figures, cells = read_figures(ByteColumn.of(texts), read)

    assert list(cells) == [text.strip() for text in texts]
    told = [
        "nan" if not text else str(float(text) if READ_AS_IT_IS.fullmatch(text) else -1.0 - place)
        for place, text in enumerate(map(str.strip, texts))
    ]
    assert list(map(str, figures.tolist())) == told
