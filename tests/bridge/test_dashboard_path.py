from __future__ import annotations

from app.bridge.dashboard_path import Step, crumbs_of
from app.engine.store.selection import Direction, Selection, Years


def test_the_whole_world_is_one_step() -> None:
    everything = Selection(direction=Direction.EXPORT)

    (crumb,) = crumbs_of(everything)

    assert crumb.step is Step.WORLD
    assert crumb.selection == everything


def test_the_way_leads_over_country_and_province_through_every_hs_level() -> None:
    deep = Selection(countries=(304,), provinces=(44,), hs=("85423100",))

    assert [(crumb.step.value, crumb.keys) for crumb in crumbs_of(deep)] == [
        ("world", ()),
        ("country", ("304",)),
        ("province", ("44",)),
        ("hs", ("85",)),
        ("hs", ("8542",)),
        ("hs", ("854231",)),
        ("hs", ("85423100",)),
    ]


def test_going_back_keeps_what_lies_above_and_what_is_not_on_the_way() -> None:
    deep = Selection(years=Years(2018, 2018), countries=(304,), provinces=(44,), hs=("854231",), modes=(10,))

    back = {crumb.keys: crumb.selection for crumb in crumbs_of(deep)}

    assert back[()] == Selection(years=Years(2018, 2018), modes=(10,))
    assert back[("304",)] == Selection(years=Years(2018, 2018), countries=(304,), modes=(10,))
    assert back[("8542",)].hs == ("8542",)
    assert back[("8542",)].provinces == (44,)


def test_several_goods_share_the_levels_above_them() -> None:
    several = Selection(hs=("8541", "8542"))

    assert [crumb.keys for crumb in crumbs_of(several)] == [(), ("85",), ("8541", "8542")]


def test_the_last_step_is_what_is_shown() -> None:
    for selection in (Selection(), Selection(provinces=(44,)), Selection(hs=("01", "85"), countries=(304,))):
        assert crumbs_of(selection)[-1].selection == selection
