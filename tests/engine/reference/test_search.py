from __future__ import annotations

import statistics
import time

import pytest

from app.engine.reference import goods_words
from app.engine.reference.search import Kind, prepare, search

Found = tuple[Kind, str]


def _found(text: str, limit: int = 20, *kinds: Kind) -> list[Found]:
    return [(hit.kind, hit.key) for hit in search(text, limit, kinds=kinds or tuple(Kind))]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("德国", (Kind.COUNTRY, "304")),
        ("deguo", (Kind.COUNTRY, "304")),
        ("De Guo", (Kind.COUNTRY, "304")),
        ("germ", (Kind.COUNTRY, "304")),
        ("DEU", (Kind.COUNTRY, "304")),
        ("de", (Kind.COUNTRY, "304")),
        ("ＵＳＡ", (Kind.COUNTRY, "502")),
        ("united states of", (Kind.COUNTRY, "502")),
        ("unitedstates", (Kind.COUNTRY, "502")),
        ("Cote d'Ivoire", (Kind.COUNTRY, "223")),
        ("大韩民国", (Kind.COUNTRY, "133")),
        ("zhongguotaiwan", (Kind.COUNTRY, "143")),
        ("xianggang", (Kind.COUNTRY, "110")),
        ("chaoxian", (Kind.COUNTRY, "109")),
        ("chongqing", (Kind.PROVINCE, "50")),
        ("gds", (Kind.PROVINCE, "44")),
        ("guangdong", (Kind.PROVINCE, "44")),
        ("shaanxi", (Kind.PROVINCE, "61")),
        ("一般贸易", (Kind.MODE, "10")),
        ("ybmy", (Kind.MODE, "10")),
        ("87", (Kind.HS, "87")),
        ("8703", (Kind.HS, "8703")),
        ("8703.23", (Kind.HS, "870323")),
        ("8703 23 42", (Kind.HS, "87032342")),
        ("01", (Kind.HS, "01")),
        ("乘用车", (Kind.HS, "8703")),
        ("chengyongche", (Kind.HS, "8703")),
        ("qiche", (Kind.HS, "8703")),
        ("laptop", (Kind.HS, "847130")),
        ("冰箱", (Kind.HS, "8418")),
        ("原油", (Kind.HS, "2709")),
    ],
)
def test_what_was_meant_comes_first(typed: str, first: Found) -> None:
    assert _found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("dg", (Kind.COUNTRY, "304")),
        ("韩", (Kind.COUNTRY, "133")),
        ("kor", (Kind.COUNTRY, "133")),
        ("304", (Kind.COUNTRY, "304")),
        ("10", (Kind.MODE, "10")),
        ("lvdou", (Kind.HS, "07133110")),
        ("内燃发动机", (Kind.HS, "842123")),
        ("combust piston", (Kind.HS, "870422")),
    ],
)
def test_other_ways_of_typing_are_understood(typed: str, among: Found) -> None:
    assert among in _found(typed, 30)


def test_every_word_for_goods_leads_to_its_code_among_the_first() -> None:
    missed = [
        (word, code)
        for code, words in goods_words.table().items()
        for word in (*words.chinese, *words.english)
        if (Kind.HS, code) not in _found(word, 5, Kind.HS)
    ]

    assert missed == []


def test_digits_lead_from_the_chapter_down() -> None:
    found = _found("8703", 200, Kind.HS)

    assert all(key.startswith("8703") for _, key in found)
    lengths = [len(key) for _, key in found]
    assert lengths == sorted(lengths)
    assert set(lengths) == {4, 6, 8}


def test_an_exact_name_stands_before_one_that_begins_with_it_and_that_before_one_that_holds_it() -> None:
    keys = [key for _, key in _found("马里", 10, Kind.COUNTRY)]
    inside = [key for _, key in _found("几内亚", 10, Kind.COUNTRY)]

    assert keys[0] == "229"
    assert inside == ["221", "222", "216", "611"]


def test_the_same_name_is_found_at_the_higher_level_first() -> None:
    found = [key for _, key in _found("乘用车", 5)]

    assert [len(key) for key in found] == sorted(len(key) for key in found)


def test_pinyin_is_found_where_a_syllable_begins_only() -> None:
    assert set(_found("dong", 10, Kind.PROVINCE)) == {(Kind.PROVINCE, "37"), (Kind.PROVINCE, "44")}
    assert _found("uangdong", 10, Kind.PROVINCE) == []


def test_only_the_kinds_asked_for_are_found() -> None:
    assert {kind for kind, _ in _found("加工", 50, Kind.PROVINCE, Kind.MODE)} == {Kind.MODE}
    assert _found("deguo", 5, Kind.MODE) == []


def test_a_limit_keeps_the_best() -> None:
    assert _found("机", 3) == _found("机", 30)[:3]
    assert len(_found("机", 3)) == 3


@pytest.mark.parametrize("typed", ["", "   ", "zzzzzz", "99999999", "♞", "\\"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert _found(typed) == []


def test_hits_carry_both_names() -> None:
    (hit, *_) = search("87032342")

    assert hit.zh.startswith("仅装有")
    assert hit.en


def test_a_search_is_answered_while_one_types() -> None:
    prepare()
    spent = []
    for typed in ("a", "de", "ing", "机", "qiche", "motor car", "87", "的"):
        start = time.process_time()
        search(typed)
        spent.append(time.process_time() - start)

    assert statistics.median(spent) < 0.02
