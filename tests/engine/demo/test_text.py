"""Numbers and names as bytes of CSV."""

from __future__ import annotations

import numpy as np

from app.engine.demo.text import decimal, lines, names, whole


def test_whole_numbers_keep_inner_zeros_and_signs() -> None:
    text = lines([whole(np.array([0, 7, 100, -1050, 9_000_000_001]))])

    assert text == b"0\n7\n100\n-1050\n9000000001\n"


def test_whole_numbers_are_filled_up_to_their_own_width() -> None:
    text = lines([whole(np.array([1_012_100, 101, 84_713_000]), least_digits=np.array([8, 4, 8], dtype=np.int8))])

    assert text == b"01012100\n0101\n84713000\n"


def test_decimals_are_dropped_only_where_asked_and_zero() -> None:
    scaled = np.array([1250, 1200, -7, 0])

    assert lines([decimal(scaled, places=2, drop_zeros=True)]) == b"12.50\n12\n-0.07\n0\n"
    assert lines([decimal(scaled, places=2, drop_zeros=False)]) == b"12.50\n12.00\n-0.07\n0.00\n"


def test_names_are_joined_in_utf8_without_padding() -> None:
    text = lines([names(["韩国", "日本 ", ""], np.array([1, 0, 2])), whole(np.array([1, 2, 3]))])

    assert text.decode() == "日本 ,1\n韩国,2\n,3\n"
