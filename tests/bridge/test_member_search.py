from __future__ import annotations

import pytest

from app.bridge.dashboard_filters import Facet, Filter
from app.bridge.member_search import search
from app.engine.messages import Language


@pytest.mark.parametrize("typed", ["德国", "deguo", "dg", "Germany", "germ", "DEU", "304"])
def test_a_country_is_found_by_name_pinyin_initials_or_code(typed: str) -> None:
    found = search(Facet.COUNTRY, typed, Language.ZH, limit=8)

    assert Filter(Facet.COUNTRY, "304") in [named.target for named in found]
    assert "德国" in [named.text for named in found]


def test_what_begins_with_the_typed_text_comes_first() -> None:
    found = search(Facet.PROVINCE, "guang", Language.EN, limit=3)

    assert [named.text for named in found][:2] == ["Guangdong", "Guangxi"]


def test_goods_are_found_by_code_and_by_title() -> None:
    by_code = search(Facet.HS, "8542", Language.ZH, limit=5)
    by_title = search(Facet.HS, "集成电路", Language.ZH, limit=5)

    assert by_code[0].target == Filter(Facet.HS, "8542")
    assert by_code[0].text.startswith("8542 ")
    assert all("集成电路" in named.text for named in by_title)


def test_nothing_typed_lists_from_the_beginning() -> None:
    assert len(search(Facet.PROVINCE, "", Language.ZH, limit=100)) == 31
    assert search(Facet.PROVINCE, "没有这个地方", Language.ZH, limit=5) == []


def test_english_names_stand_by_the_alphabet_and_chinese_ones_by_code() -> None:
    english = [one.text for one in search(Facet.COUNTRY, "", Language.EN, limit=300)]
    targets = [one.target for one in search(Facet.COUNTRY, "", Language.ZH, limit=300)]
    chinese = [int(target.key) for target in targets if isinstance(target, Filter)]

    assert english == sorted(english, key=str.casefold)
    assert chinese == sorted(chinese)
    assert len(chinese) == len(english) > 200
