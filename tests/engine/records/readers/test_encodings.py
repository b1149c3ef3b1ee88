"""Encodings are told from bytes, and the reason is a sentence."""

from __future__ import annotations

import pytest

from app.engine.records.encodings import detect, is_binary

CHINESE = "商品编码,贸易国家,金额\n01012100,科特迪瓦,5\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b,c\n1,2,3\n", "ascii"),
        (CHINESE.encode("utf-8"), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("utf-16-le"), "utf-16-le"),
        (CHINESE.encode("utf-16-be"), "utf-16-be"),
        (CHINESE.encode("utf-16"), "utf-16-le"),
        ("Country,Côte d'Ivoire,Türkiye,Curaçao\n".encode("latin-1"), "latin-1"),
        ("Country,Côte d’Ivoire\n".encode("cp1252"), "cp1252"),
        (CHINESE.encode("utf-8") * 40 + b"\xff\xfe\n", "utf-8"),
        (CHINESE.encode("gb18030") * 40 + b"\xff\xff\n", "gb18030"),
        (CHINESE.encode("gb18030") + "¡\xa0©²é,".encode("gb18030") * 40, "gb18030"),
        ("㐀㒣𠀀,中\n".encode("gb18030") + CHINESE.encode("gb18030"), "gb18030"),
    ],
)
def test_tells_the_encoding(content: bytes, encoding: str) -> None:
    assert detect([content]).encoding == encoding


def test_hears_what_only_a_later_window_says() -> None:
    assert detect([b"a,b\n" * 100, b"x\n" + CHINESE.encode("gb18030") + b"cut"]).encoding == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("zeros", ["\0" * 300, "\0\0\0", "\0"])
def test_zeros_that_a_disk_left_change_no_encoding(encoding: str, zeros: str) -> None:
    content = (CHINESE * 9 + CHINESE.replace("科特", f"科{zeros}特")).encode(encoding)

    assert detect([content]).encoding == encoding
    assert not is_binary(content)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_cell_of_any_length_hides_no_letters_of_two_bytes(encoding: str) -> None:
    content = (CHINESE * 9 + "字" * 100_000).encode(encoding)

    assert detect([content]).encoding == encoding
    assert not is_binary(content[:512])


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_cell_of_any_length_outweighs_no_others(end: str) -> None:
    lines = CHINESE.replace("\n", end) * 3
    content = f"{lines}1,{'散装' * 20_000},2{end}{lines}".encode("gb18030")

    assert detect([content]).encoding == "gb18030"


def test_the_commonest_letter_hides_no_letters_of_two_bytes() -> None:
    content = ("商品编码,贸易方式\n" + "01012100,一般贸易\n" * 9).encode("utf-16-be")

    assert detect([content]).encoding == "utf-16-be"


@pytest.mark.parametrize("content", [bytes(512), bytes(range(256)), b"ab\x00\x00\x07\x00" * 80])
def test_what_is_no_text_is_binary(content: bytes) -> None:
    assert is_binary(content)
