from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest

from app.engine.errors import InputError
from app.engine.screening.coded import Coded, coded
from app.engine.screening.document_packs import opened_documents, pack_documents
from app.engine.screening.packed_columns import PackedColumns, packed


@pytest.mark.parametrize(
    "texts",
    [[], [""], ["", ""], ["a", "", "b"], ["one\ntwo", "b"], ["\n"], ["\x00", "\u3000", "\ud800"], ["é", "石油"]],
)
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    columns = PackedColumns(packed(len(texts), [("name", texts), ("figure", np.arange(float(len(texts))))]))

    assert columns.texts("name") == texts
    assert [columns.value("name", at) for at in range(len(texts))] == texts
    assert columns.figures("figure").tolist() == list(range(len(texts)))


@pytest.mark.parametrize("distinct", [1, 2, 256, 257, 70_000])
def test_values_come_back_however_many_there_are(distinct: int) -> None:
    values: list[Any] = [None, *range(distinct - 1)]

    columns = PackedColumns(packed(distinct, [("value", coded(values))]))

    assert [columns.value("value", at) for at in (0, distinct // 2, distinct - 1)] == [
        values[at] for at in (0, distinct // 2, distinct - 1)
    ]


def test_texts_that_many_lines_share_come_back_as_others_do() -> None:
    columns = PackedColumns(packed(3, [("name", coded(["one\ntwo", "", "one\ntwo"]))]))

    assert columns.texts("name") == ["one\ntwo", "", "one\ntwo"]
    assert columns.value("name", 2) == "one\ntwo"


def test_columns_that_say_the_same_are_packed_alike_however_their_values_are_numbered() -> None:
    one = Coded(np.array([3, 0, 3, 1], dtype=np.int32), ["b", "c", "unused", "a"])
    other = Coded(np.array([0, 1, 0, 2], dtype=np.int32), ["a", "b", "c"])

    assert packed(4, [("value", one)]) == packed(4, [("value", other)])


def test_figures_come_back_to_the_last_bit() -> None:
    figures = np.array([0.1 + 0.2, np.nan, -0.0, 1e-300])

    found = PackedColumns(packed(4, [("figure", figures)])).figures("figure")

    assert found.tobytes() == figures.tobytes()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "screening.document_damaged"),
        (b"\x01\x05\x00\x00\x00broken", "screening.document_damaged"),
        (b"\x07\x00\x00\x00\x00", "screening.document_unknown"),
        (pack_documents(b"\x02\x00\x00\x00{}", b"\x02\x00\x00\x00{}"), "screening.document_damaged"),
        (pack_documents(b"", b""), "screening.document_damaged"),
    ],
)
def test_a_damaged_pack_is_told_with_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        opened_documents(content)

    assert caught.value.code == code


def test_what_nobody_holds_is_gone_without_the_collector() -> None:
    columns = PackedColumns(packed(2, [("name", ["a", "b"]), ("value", coded([1, 2]))]))
    columns.texts("name"), columns.codes("value")
    held = weakref.ref(columns)
    gc.disable()
    try:
        del columns
        assert held() is None
    finally:
        gc.enable()
