from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from app.engine.reference import countries, hs_codes, provinces, trade_modes, units
from app.engine.reference.pinyin import syllables

NAMES = {
    "countries": [one.name_zh for one in countries.table().countries],
    "provinces": [name for one in provinces.table().registration_places for name in (one.name_zh, one.short_zh)],
    "modes": [one.name_zh for one in trade_modes.table().modes],
    "chapters": [name for one in hs_codes.table().chapters for name in (one.name_zh, f"{one.code} {one.name_zh}")],
    "units": [one.name_zh for one in units.table().units],
}
WITHOUT_THE_DICTIONARY = """
import sys
from app.bridge.dashboard_filters import Facet
from app.bridge.member_search import search
from app.bridge.price_members import member_choices
from app.engine.messages import Language
from tests.bridge.test_pivot_arrange import partners_by_sound
for parameter in ("country", "province", "mode", "chapter"):
    assert member_choices(parameter, (), Language.ZH)
for facet in Facet:
    assert search(facet, "", Language.ZH, limit=5)
assert partners_by_sound(Language.ZH)
sys.exit("pypinyin" in sys.modules)
"""


@pytest.mark.parametrize("kind", NAMES)
def test_names_are_spelled_as_the_dictionary_does(kind: str) -> None:
    assert [syllables(name) for name in NAMES[kind]] == [lazy_pinyin(name, errors="ignore") for name in NAMES[kind]]


def test_a_name_of_no_table_is_spelled_too() -> None:
    assert syllables("大豆油2号") == ["da", "dou", "you", "hao"]
    assert syllables("Türkiye") == []


def test_boxes_and_orders_of_members_need_no_dictionary(repository: Path) -> None:
    """It takes half a second to read, and then fifty megabytes for as long as the program runs."""
    assert subprocess.run([sys.executable, "-c", WITHOUT_THE_DICTIONARY], cwd=repository, check=False).returncode == 0
