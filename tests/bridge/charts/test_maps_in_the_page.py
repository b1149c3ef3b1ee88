"""The maps as the page has prepared them."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Card, Layout, MapSettings
from app.bridge.charts.profile import shared_profile
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import PARTNERS, chart_of, drawn_area, evaluate, sample_charts, thin_maps, undrawn_area


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        yield area
        area.set_maps(MapSettings())


def _world(bot: QtBot, area: ChartArea) -> dict[str, Any]:
    document: Any = evaluate(bot, area.page, "echarts.getMap('world').geoJSON")
    return {feature["properties"]["name"]: feature["geometry"] for feature in document["features"]}


def _points(geometry: dict[str, Any]) -> list[list[float]]:
    return [point for polygon in geometry["coordinates"] for ring in polygon for point in ring]


def _zoom(bot: QtBot, area: ChartArea, factor: float) -> None:
    action = f"{{type: 'geoRoam', componentType: 'geo', geoIndex: 0, zoom: {factor}, originX: 300, originY: 150}}"
    evaluate(bot, area.page, f"{chart_of('world')}.dispatchAction({action}) ?? 0")


def test_northern_cyprus_is_part_of_one_cyprus_without_an_inner_border(qtbot: QtBot, area: ChartArea) -> None:
    world = _world(qtbot, area)

    assert len(world["CYP"]["coordinates"]) == 1
    assert max(latitude for _, latitude in _points(world["CYP"])) > 35.6
    assert [33.38378, 35.1627] not in [[round(x, 5), round(y, 4)] for x, y in _points(world["CYP"])]
    assert not any("Cyprus" in name for name in world)


def test_taiwan_has_its_own_shape_and_the_colour_of_china(qtbot: QtBot, area: ChartArea) -> None:
    world = _world(qtbot, area)
    data: Any = evaluate(qtbot, area.page, f"{chart_of('world')}.getOption().series[0].data")
    values = {item["name"]: item.get("value") for item in data}

    assert all(119.9 < x < 122.1 and 21.8 < y < 25.4 for x, y in _points(world["TWN"]))
    assert not any(120.2 < x < 121.8 and 22.1 < y < 25.2 for x, y in _points(world["CHN"]))
    assert values["TWN"] == values["HKG"] == values["CHN"] == 1.6e11


def test_small_partners_and_regions_of_china_are_points_with_their_own_values(qtbot: QtBot, area: ChartArea) -> None:
    points: Any = evaluate(qtbot, area.page, f"{chart_of('world')}.getOption().series[1].data")

    assert {item["name"]: item["value"][2] for item in points} == {"HKG": 3.5e11, "TWN": 7.8e10, "NRU": 2.5e6}


def test_america_lies_east_of_asia(qtbot: QtBot, area: ChartArea) -> None:
    world = _world(qtbot, area)

    assert min(x for x, _ in _points(world["BRA"])) > max(x for x, _ in _points(world["CHN"]))


def test_russia_has_no_seam_at_the_date_line(qtbot: QtBot, area: ChartArea) -> None:
    world = _world(qtbot, area)

    edges = [edge for polygon in world["RUS"]["coordinates"] for edge in itertools.pairwise(polygon[0])]
    seam = [abs(start[1] - end[1]) for start, end in edges if abs(start[0] - 180) < 1e-6 and abs(end[0] - 180) < 1e-6]

    assert sum(seam) < 1


def test_a_map_that_is_looked_at_closely_has_all_of_its_points(qtbot: QtBot, area: ChartArea) -> None:
    thin_maps(qtbot, area)
    whole = _world(qtbot, area)["CAN"]

    _zoom(qtbot, area, 8.0)
    closely = _world(qtbot, area)["CAN"]

    assert len(_points(whole)) < len(_points(closely))
    assert len(whole["coordinates"]) == len(closely["coordinates"])


def test_both_sides_of_a_border_lose_the_same_points(qtbot: QtBot, area: ChartArea) -> None:
    thin_maps(qtbot, area)
    world = _world(qtbot, area)

    outer, inner = ({(round(x, 3), round(y, 3)) for x, y in _points(world[key])} for key in ("ZAF", "LSO"))
    assert inner <= outer


def test_the_smallest_islands_stay(qtbot: QtBot, area: ChartArea) -> None:
    thin_maps(qtbot, area)
    world = _world(qtbot, area)

    rings = [ring for geometry in world.values() for polygon in geometry["coordinates"] for ring in polygon]
    assert all(len(ring) >= 4 for ring in rings if isinstance(ring[0], list))
    assert "FJI" in world


def test_no_text_is_made_for_regions_whose_names_are_never_shown(qtbot: QtBot, area: ChartArea) -> None:
    roots = f"{chart_of('world')}.getZr().storage.getRoots()"
    texts = (
        f"(() => {{ let count = 0; const look = (one) => {{ count += one.type === 'compound' && one.getTextContent()"
        f" ? 1 : 0; (one.childrenRef?.() ?? []).forEach(look); }}; {roots}.forEach(look); return count; }})()"
    )

    assert evaluate(qtbot, area.page, texts) == 0


def test_flows_start_in_china_and_never_end_there(qtbot: QtBot, area: ChartArea) -> None:
    flows: Any = evaluate(qtbot, area.page, f"{chart_of('world')}.getOption().series[2].data")

    assert {item["name"] for item in flows} == {"USA", "HKG", "TWN", "CYP", "NRU"}
    assert len({tuple(item["coords"][0]) for item in flows}) == 1


def test_the_dashes_are_part_of_the_world_map(qtbot: QtBot, area: ChartArea) -> None:
    world = _world(qtbot, area)

    assert world["dashes"]["type"] == "MultiLineString"
    assert len(world["dashes"]["coordinates"]) == 10


def test_a_chosen_partner_is_marked_and_the_zoom_stays(qtbot: QtBot, area: ChartArea) -> None:
    geo = f"{chart_of('world')}.getOption().geo[0]"
    # A font that arrives now would have the map drawn anew
    qtbot.waitUntil(lambda: evaluate(qtbot, area.page, "document.fonts.status") == "loaded", timeout=10_000)
    evaluate(qtbot, area.page, f"{chart_of('world')}.setOption({{geo: {{zoom: 3}}}}) ?? 0")

    with qtbot.waitSignal(area.finished, timeout=10_000):
        area.show_charts({"world": sample_charts([replace(PARTNERS[0], is_chosen=True), *PARTNERS[1:]])["world"]})

    chosen = evaluate(qtbot, area.page, f"{geo}.regions.filter((one) => one.itemStyle?.borderWidth === 2)[0].name")
    assert chosen == "USA"
    assert evaluate(qtbot, area.page, f"{geo}.zoom") == 3
    assert evaluate(qtbot, area.page, f"{chart_of('world')}.getOption().series[0].selectedMode") is False


def test_an_operators_map_is_drawn_by_its_own_names(
    qtbot: QtBot, area: ChartArea, repository: Path, tmp_path: Path
) -> None:
    document = json.loads((repository / "resources/web/maps/world.json").read_text(encoding="utf-8"))
    document["features"] = [
        one for one in document["features"] if one["properties"]["name"] in {"Brazil", "Siachen Glacier"}
    ]
    document["features"][-1]["properties"]["name"] = "巴西"
    (tmp_path / "world.json").write_text(json.dumps(document), encoding="utf-8")

    with qtbot.waitSignal(area.finished, timeout=10_000):
        area.set_maps(MapSettings(folder=tmp_path))

    assert set(_world(qtbot, area)) == {"BRA", "dashes"}


def test_an_operators_map_that_cannot_be_drawn_is_told_and_ours_stands_in(
    qtbot: QtBot, area: ChartArea, tmp_path: Path
) -> None:
    (tmp_path / "world.json").write_text("{ not a map", encoding="utf-8")

    with qtbot.waitSignals([area.finished, area.map_refused], timeout=10_000):
        area.set_maps(MapSettings(folder=tmp_path))

    assert "USA" in _world(qtbot, area)


def test_an_area_loads_a_map_only_when_it_draws_it(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    files, charts = shared_profile().files, sample_charts()
    given = files.content

    def noted(name: str) -> bytes | None:
        asked.append(name)
        return given(name)

    monkeypatch.setattr(files, "content", noted)
    with undrawn_area(Theme(ThemeMode.LIGHT), Texts(Language.ZH)) as area:
        area.set_layout(Layout((Card("top", 12, rows=4),)))
        with qtbot.waitSignal(area.finished, timeout=20_000):
            area.show()
        without = [name for name in asked if name.startswith("maps/")]
        area.set_layout(Layout((Card("top", 6, rows=4), Card("china", 6, rows=4))))
        with qtbot.waitSignal(area.finished, timeout=20_000):
            area.show_charts({"china": charts["china"]})

        assert without == []
        assert [name for name in asked if name.startswith("maps/")] == ["maps/china.json"]
        assert evaluate(qtbot, area.page, f"{chart_of('china')}.getOption().geo[0].map") == "china"
