"""Encodings are told from bytes, and the reason is a sentence."""

from __future__ import annotations

import pytest

from app.engine.records.encodings import detect

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
