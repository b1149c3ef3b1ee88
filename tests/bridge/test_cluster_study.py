from __future__ import annotations

import pytest

from app.bridge.charts.cards import Measure
from app.bridge.charts.items import Item
from app.bridge.charts.options_groups import Flow, GroupKey, Point, alluvial, group_map, plane, profile
from app.bridge.cluster_study import Study, StudyView, beside, study_from_state, study_state
from app.engine.analysis.clusters.grouping import GroupRequest
from app.engine.analysis.clusters.methods import Method
from app.engine.store.dimensions import Dimension
from app.engine.store.selection import Selection

KEYS = (GroupKey(0, "A", "A large"), GroupKey(1, "B", "B small"), GroupKey(None, "none", "none"))


@pytest.mark.parametrize(
    ("dimension", "hs", "kept"),
    [
        (Dimension.COUNTRY, ("84",), ("84",)),
        (Dimension.HS4, ("84",), ("84",)),
        (Dimension.HS4, ("8471",), ()),
        (Dimension.HS2, ("84",), ()),
    ],
)
def test_the_filter_on_what_is_grouped_is_left_out(
    dimension: Dimension, hs: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    assert beside(Selection(hs=hs), dimension).hs == kept


def test_a_selected_partner_stays_among_the_others() -> None:
    selection = Selection(countries=(502,), provinces=(44,))

    assert beside(selection, Dimension.COUNTRY) == Selection(provinces=(44,))
    assert beside(selection, Dimension.PROVINCE) == Selection(countries=(502,))


def test_a_study_is_read_back_as_it_was_written() -> None:
    study = Study(
        StudyView.DEPENDENCE, GroupRequest(Dimension.HS4, ("share",), Method.WARD, 5), Dimension.HS6, threshold=0.7
    )

    assert study_from_state(study_state(study)) == study


@pytest.mark.parametrize("state", [{}, {"view": "x"}, study_state(Study()) | {"of": "mode"}])
def test_what_another_version_wrote_gives_the_usual(state: dict[str, object]) -> None:
    assert study_from_state(state) == Study()


def test_marks_of_the_plane_have_the_colour_of_their_group_and_an_area_by_share() -> None:
    points = [
        Point(Item("USA", "United States", 9.0, share=0.9), (1.0, 2.0), 0),
        Point(Item("DEU", "Germany", 1.0, share=0.225), (0.0, 0.0), 1),
    ]

    option = plane(KEYS, points, Measure(), axes=("x", "y"))

    series = option["series"]
    assert isinstance(series, list)
    assert [each["itemStyle"]["color"] for each in series] == [{"$series": 0}, {"$series": 1}, {"$colour": "no_data"}]
    assert series[0]["data"][0]["value"] == [1.0, 2.0]
    assert [each["data"][0]["symbolSize"] for each in series[:2]] == [26.0, 16.0]


def test_regions_have_the_place_of_their_group_and_keep_their_value_for_the_hint() -> None:
    items = [Item("USA", "United States", 9.0), Item("DEU", "Germany", 1.0)]

    option = group_map("world", KEYS, items, {"USA": 1, "DEU": 0}, Measure())

    series, legend = option["series"], option["visualMap"]
    assert isinstance(series, list)
    assert isinstance(legend, dict)
    assert [(item["name"], item["value"], item["shown"]) for item in series[0]["data"]] == [
        ("USA", 1, 9.0),
        ("DEU", 0, 1.0),
    ]
    assert [piece["label"] for piece in legend["pieces"]] == ["A", "B", "none"]


def test_a_profile_has_a_line_for_each_group() -> None:
    option = profile(["share", "growth"], KEYS[:2], [[1.0, -0.5], [0.0, 2.0]], Measure())

    series = option["series"]
    assert isinstance(series, list)
    assert [each["data"] for each in series] == [[1.0, -0.5], [0.0, 2.0]]


def test_flows_join_blocks_of_neighbouring_spans() -> None:
    flows = [Flow(0, 0, 1, 3, "A → B"), Flow(0, 1, 1, 0, "B → B")]

    option = alluvial(["2019", "2020"], KEYS[:2], flows, [[3, 0], [0, 3]], Measure())

    series = option["series"]
    assert isinstance(series, list)
    assert [node["name"] for node in series[0]["data"]] == ["0|0", "1|1"]
    assert [(link["source"], link["target"], link["value"]) for link in series[0]["links"]] == [("0|0", "1|1", 3)]
