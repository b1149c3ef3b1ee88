import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bridge.charts.cards import Format, Measure, Option
from app.bridge.charts.items import Item
from app.bridge.charts.options_maps import china_map, world_map
from app.bridge.charts.options_ranks import ranked_bars
from app.bridge.charts.options_series import Axis, Series, concentration, sparkline, trend
from app.bridge.charts.options_shares import Node, ring, tree_map
from app.bridge.charts.scales import Scale
from app.bridge.theme import tokens

MEASURE = Measure(Format.AMOUNT, "美元")
ITEMS = [
    Item("USA", "美国", 5e11, 1, 0.5, 0.1),
    Item("HKG", "中国香港", 3e11, 2, 0.3, is_chosen=True),
    Item("X", "其他", None),
]
AXIS = Axis(["2020", "2021"], ["2020 年", "2021 年"], frozenset({"2021"}))
EXPORT = Series("export", "出口", [1.0, None], [None, -0.2], "export")
OPTIONS: dict[str, Option] = {
    "world": world_map(ITEMS, MEASURE, scale=Scale.QUANTILE, has_flows=True),
    "growth": world_map(ITEMS, Measure(Format.CHANGE), scale=Scale.GROWTH),
    "empty": world_map([], MEASURE),
    "china": china_map([Item("44", "广东省", 5.0), Item("32", "江苏省", 3.0)], MEASURE),
    "bars": ranked_bars(ITEMS, MEASURE),
    "trend": trend(AXIS, [EXPORT, Series("balance", "差额", [2.0, 3.0], is_line=True)], MEASURE),
    "hhi": concentration(AXIS, Series("hhi", "HHI", [1_000, 3_000]), Measure(Format.INDEX), bands=("低", "中", "高")),
    "spark": sparkline([1.0, None, 3.0]),
    "ring": ring(ITEMS, MEASURE),
    "tree": tree_map([Node(ITEMS[0], "美", (Node(ITEMS[1]),))], MEASURE),
}


def _placeholders(part: object, mark: str) -> Iterator[str]:
    if isinstance(part, dict):
        if mark in part:
            yield str(part[mark])
        for inner in part.values():
            yield from _placeholders(inner, mark)
    elif isinstance(part, list):
        for inner in part:
            yield from _placeholders(inner, mark)


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_is_plain_json(name: str) -> None:
    assert json.loads(json.dumps(OPTIONS[name], allow_nan=False)) is not None


def test_every_formatter_that_options_name_is_a_function_of_the_page(repository: Path) -> None:
    script = (repository / "resources/charts/formatters.js").read_text(encoding="utf-8")
    table = script[script.index("const FORMATTERS") :]
    known = set(re.findall(r"^  (\w+): \(", table, re.MULTILINE))
    named = {name for option in OPTIONS.values() for name in _placeholders(option, "$formatter")}

    assert named == known


@pytest.mark.parametrize("is_dark", [False, True])
def test_every_colour_that_options_name_is_in_the_palette(is_dark: bool) -> None:
    named = {name for option in OPTIONS.values() for name in _placeholders(option, "$colour")}

    assert named <= tokens(is_dark=is_dark).colours.keys()


def test_every_number_format_is_known_to_the_page(repository: Path) -> None:
    script = (repository / "resources/charts/formatters.js").read_text(encoding="utf-8")
    writers = script[script.index("const WRITERS") : script.index("};", script.index("const WRITERS"))]

    assert {form.value for form in Format} == set(re.findall(r"^  (\w+): \(", writers, re.MULTILINE))


@pytest.mark.parametrize(("largest", "top"), [(500.0, 2_500), (3_000.0, 3_500), (9_900.0, 10_000)])
def test_the_scale_of_concentration_ends_at_a_round_number(largest: float, top: int) -> None:
    series = Series("hhi", "HHI", [400.0, largest])

    option = concentration(AXIS, series, Measure(Format.INDEX), bands=("低", "中", "高"))

    assert option["yAxis"]["max"] == top  # type: ignore[index]  # plain JSON


def test_an_item_that_nothing_is_known_of_carries_no_empty_fields() -> None:
    assert Item("X", "其他", None).document() == {"key": "X", "name": "其他", "said": "其他", "value": None}


def test_what_is_not_chosen_fades_where_something_is() -> None:
    data = OPTIONS["trend"]["series"][0]["data"]  # type: ignore[index]  # plain JSON

    assert [point.get("itemStyle") for point in data] == [{"opacity": 0.4}, None]


def test_flows_go_to_the_largest_partners_only() -> None:
    items = [Item(str(number), str(number), 1e6 - number) for number in range(40)]

    option = world_map(items, MEASURE, has_flows=True)

    assert [item["key"] for item in option["series"][2]["data"]] == [str(number) for number in range(10)]  # type: ignore[index]  # plain JSON
