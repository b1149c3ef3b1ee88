from __future__ import annotations

from app.bridge.dashboard_filters import Facet, Filter
from app.bridge.dashboard_names import chips, described, path
from app.engine.messages import Language
from app.engine.store.selection import Direction, Selection, Years

DEEP = Selection(direction=Direction.IMPORT, years=Years(2018, 2018), countries=(304,), provinces=(44,), hs=("8542",))


def test_chips_name_members_in_both_languages() -> None:
    assert [chip.text for chip in chips(DEEP, Language.ZH)] == ["进口", "2018 年", "德国", "广东", "8542 集成电路"]
    assert [chip.text for chip in chips(DEEP, Language.EN)][:4] == ["imports", "2018", "Germany", "Guangdong"]


def test_a_chip_says_in_full_what_kind_of_filter_it_is() -> None:
    assert described(DEEP, Language.ZH)[2] == "国家(地区)：德国"


def test_many_members_of_one_kind_share_a_last_chip() -> None:
    many = Selection(provinces=(11, 12, 13, 31, 32, 33, 44))

    shown = chips(many, Language.ZH)

    assert [chip.text for chip in shown] == ["北京", "天津", "河北", "上海", "另 3 个省份"]
    assert shown[-1].tip == "江苏、浙江、广东"
    assert shown[-1].target == tuple(Filter(Facet.PROVINCE, key) for key in ("32", "33", "44"))


def test_steps_above_the_last_name_goods_by_code_only() -> None:
    steps = path(DEEP, Language.ZH)

    assert [step.text for step in steps] == ["全球", "德国", "广东", "85", "8542 集成电路"]
    assert steps[3].tip.startswith("85 ")
    assert steps[1].target == Selection(direction=Direction.IMPORT, years=Years(2018, 2018), countries=(304,))


def test_several_members_are_counted_in_one_step() -> None:
    several = Selection(countries=(304, 305), hs=("8541", "8542"))

    assert [step.text for step in path(several, Language.EN)] == ["World", "2 partners", "85", "2 products"]
