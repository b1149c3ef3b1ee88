import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ImageKind
from app.bridge.charts.items import Item
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import PARTNERS, drawn_area, sample_charts, undrawn_area

TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture
def area(qtbot: QtBot, qapp: QApplication) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.DARK), Texts(Language.ZH)) as area:
        yield area


def _picture(bot: QtBot, area: ChartArea, chart: str, kind: ImageKind) -> bytes | None:
    pictures: list[bytes | None] = []
    area.capture(chart, kind, pictures.append)
    bot.waitUntil(lambda: bool(pictures), timeout=20_000)
    return pictures[0]


def _texts(svg: bytes) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(TEXT)]


def test_a_png_is_twice_the_size_and_white_although_the_window_is_dark(qtbot: QtBot, area: ChartArea) -> None:
    picture = _picture(qtbot, area, "world", ImageKind.PNG)

    assert picture is not None
    image = QImage.fromData(picture)
    assert image.width() > 1200
    assert image.pixelColor(2, 2) == image.pixelColor(image.width() - 3, image.height() - 3) == QColor("#ffffff")


def test_a_png_of_a_map_shows_data_and_not_only_paper(qtbot: QtBot, area: ChartArea) -> None:
    picture = _picture(qtbot, area, "world", ImageKind.PNG)

    assert picture is not None
    image = QImage.fromData(picture).scaled(160, 100)
    colours = {image.pixelColor(x, y).name() for x in range(160) for y in range(100)}
    assert len(colours) > 50


@pytest.mark.parametrize("chart", ["world", "china"])
def test_an_svg_of_a_map_has_title_legend_and_notice(qtbot: QtBot, area: ChartArea, chart: str) -> None:
    picture = _picture(qtbot, area, chart, ImageKind.SVG)

    assert picture is not None
    texts = _texts(picture)
    assert texts[0] == {"world": "出口额", "china": "注册地"}[chart]
    assert "无数据" in texts
    assert any("仅供内部使用" in text for text in texts)


def test_the_map_of_china_has_the_south_china_sea(qtbot: QtBot, area: ChartArea) -> None:
    picture = _picture(qtbot, area, "china", ImageKind.SVG)

    assert picture is not None
    muted = Theme(ThemeMode.LIGHT).tokens.colour("muted")
    paths = list(ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}path"))
    assert any(node.get("fill") == node.get("stroke") == muted for node in paths)


def test_names_with_marks_of_markup_stay_text_in_an_svg(qtbot: QtBot, area: ChartArea) -> None:
    evil = "<script>&\"'</script>"
    with qtbot.waitSignal(area.finished, timeout=5_000):
        area.show_charts({"top": sample_charts([Item("USA", evil, 5.0), *PARTNERS[1:]])["top"]})

    picture = _picture(qtbot, area, "top", ImageKind.SVG)

    assert picture is not None
    assert evil in _texts(picture)
    assert b"<script" not in picture


def test_a_chart_that_is_not_drawn_gives_no_picture(qtbot: QtBot, area: ChartArea) -> None:
    assert _picture(qtbot, area, "no such chart", ImageKind.PNG) is None


def test_a_picture_that_is_asked_for_too_early_comes_once_the_page_is_ready(qtbot: QtBot, qapp: QApplication) -> None:
    pictures: list[bytes | None] = []
    with undrawn_area(Theme(ThemeMode.DARK), Texts(Language.ZH)) as area:
        area.show()
        was_ready = area.page.channel.is_ready
        area.capture("world", ImageKind.PNG, pictures.append)

        qtbot.waitUntil(lambda: bool(pictures), timeout=30_000)

    assert not was_ready
    assert pictures[0] is not None
