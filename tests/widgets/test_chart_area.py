from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Card, Chart, ChartClick, Layout, MapSettings
from app.bridge.charts.items import Item
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import PARTNERS, chart_of, drawn_area, evaluate, read_tip, sample_charts, wait_for


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(ThemeMode.LIGHT)


@pytest.fixture
def texts(qapp: QApplication) -> Texts:
    return Texts(Language.ZH)


@pytest.fixture
def area(qtbot: QtBot, theme: Theme, texts: Texts) -> Iterator[ChartArea]:
    with drawn_area(qtbot, theme, texts) as area:
        yield area


def _click(area: ChartArea, x: float, y: float, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press and release on the widget that the engine draws into, at a point of the page."""
    target = next(child for child in area.findChildren(QWidget) if child.inherits("QQuickWidget"))
    point = QPointF(x, y)
    left = Qt.MouseButton.LeftButton
    for kind, buttons in (
        (QMouseEvent.Type.MouseMove, Qt.MouseButton.NoButton),
        (QMouseEvent.Type.MouseButtonPress, left),
        (QMouseEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        button = Qt.MouseButton.NoButton if kind is QMouseEvent.Type.MouseMove else left
        QApplication.sendEvent(target, QMouseEvent(kind, point, target.mapToGlobal(point), button, buttons, modifier))


def _place_of_bar(bot: QtBot, area: ChartArea, index: int) -> tuple[float, float]:
    script = f"""(() => {{
        const box = document.querySelector('[data-chart="top"] .drawing').getBoundingClientRect();
        const [x, y] = {chart_of("top")}.convertToPixel({{seriesIndex: 0}}, [1e6, {index}]);
        return [box.left + x + 3, box.top + y];
    }})()"""
    place: Any = evaluate(bot, area.page, script)
    return place[0], place[1]


def _place_on_map(bot: QtBot, area: ChartArea, chart: str, longitude: float, latitude: float) -> tuple[float, float]:
    script = f"""(() => {{
        const box = document.querySelector('[data-chart="{chart}"] .drawing').getBoundingClientRect();
        const [x, y] = {chart_of(chart)}.convertToPixel({{geoIndex: 0}}, [{longitude}, {latitude}]);
        return [box.left + x, box.top + y];
    }})()"""
    place: Any = evaluate(bot, area.page, script)
    return place[0], place[1]


def test_a_click_on_a_bar_tells_chart_key_and_name(qtbot: QtBot, area: ChartArea) -> None:
    x, y = _place_of_bar(qtbot, area, 1)

    with qtbot.waitSignal(area.clicked, timeout=5_000) as told:
        _click(area, x, y)

    assert told.args == [ChartClick("top", "HKG", "中国香港", is_added=False, series="ranks")]


def test_a_click_with_ctrl_adds(qtbot: QtBot, area: ChartArea) -> None:
    x, y = _place_of_bar(qtbot, area, 0)

    with qtbot.waitSignal(area.clicked, timeout=5_000) as told:
        _click(area, x, y, Qt.KeyboardModifier.ControlModifier)

    assert told.args is not None
    assert told.args[0].is_added


@pytest.mark.parametrize(
    ("longitude", "latitude", "key"),
    [
        (260, 40, "USA"),
        (114.17, 22.32, "HKG"),
        (121, 24.3, "TWN"),
        (134, -25, "AUS"),
        (33.3, 35.25, "CYP"),
        (105, 33, "CHN"),
    ],
)
def test_a_click_on_the_world_map_tells_the_partner(
    qtbot: QtBot, area: ChartArea, longitude: float, latitude: float, key: str
) -> None:
    x, y = _place_on_map(qtbot, area, "world", longitude, latitude)

    with qtbot.waitSignal(area.clicked, timeout=5_000) as told:
        _click(area, x, y)

    assert told.args is not None
    assert (told.args[0].chart, told.args[0].key) == ("world", key)


def test_a_click_on_a_province_tells_its_code(qtbot: QtBot, area: ChartArea) -> None:
    x, y = _place_on_map(qtbot, area, "china", 113.3, 23.8)

    with qtbot.waitSignal(area.clicked, timeout=5_000) as told:
        _click(area, x, y)

    assert told.args == [ChartClick("china", "44", "广东省", is_added=False, series="areas")]


@pytest.mark.parametrize(("chart", "longitude", "latitude"), [("china", 121, 23.7), ("world", 76.4, 34.2)])
def test_what_is_no_registration_place_or_no_partner_tells_nothing(
    qtbot: QtBot, area: ChartArea, chart: str, longitude: float, latitude: float
) -> None:
    x, y = _place_on_map(qtbot, area, chart, longitude, latitude)
    bar = _place_of_bar(qtbot, area, 0)

    with qtbot.waitSignal(area.clicked, timeout=5_000) as told:
        _click(area, x, y)
        _click(area, *bar)

    assert told.args is not None
    assert told.args[0].chart == "top"


def test_only_charts_that_differ_are_sent(qtbot: QtBot, area: ChartArea) -> None:
    messages: list[str] = []
    area.page.channel.sent.connect(messages.append)
    charts = sample_charts([*PARTNERS[:3], Item("DEU", "德国", 1e10)])

    with qtbot.waitSignal(area.finished, timeout=5_000) as told:
        area.show_charts({"top": charts["top"]})
        area.show_charts({"china": charts["china"], "world": sample_charts()["world"]})

    assert len(messages) == 1
    assert '"top":' in messages[0]
    assert '"china":' not in messages[0]
    assert '"world":' not in messages[0]
    assert told.args == [area.revision]


def test_the_button_of_a_card_asks_for_its_menu_at_a_point_of_the_screen(qtbot: QtBot, area: ChartArea) -> None:
    place: Any = evaluate(
        qtbot,
        area.page,
        """(() => { const box = document.querySelector('[data-chart="top"] button').getBoundingClientRect();
        return [box.left + 5, box.top + 5, box.left, box.bottom]; })()""",
    )

    with qtbot.waitSignal(area.menu_requested, timeout=5_000) as told:
        _click(area, place[0], place[1])

    assert told.args is not None
    assert told.args[0] == "top"
    assert (told.args[1] - area.mapToGlobal(QPoint(int(place[2]), int(place[3])))).manhattanLength() <= 2


def test_a_card_without_a_chart_says_why(qtbot: QtBot, area: ChartArea) -> None:
    area.show_charts({"top": Chart("贸易方式", empty="所选数据不含“贸易方式”维度。")})

    wait_for(
        qtbot,
        area.page,
        """document.querySelector('[data-chart="top"] .note').textContent === '所选数据不含“贸易方式”维度。'""",
    )


def test_a_quick_answer_shows_no_waiting_and_a_slow_one_keeps_the_drawing(qtbot: QtBot, area: ChartArea) -> None:
    area.show_charts({"top": Chart("新的", is_loading=True)})

    wait_for(qtbot, area.page, """document.querySelector('[data-chart="top"] h2').textContent === '新的'""")
    wait_for(qtbot, area.page, """!document.querySelector('[data-chart="top"] .note.loading').hidden""")

    assert evaluate(qtbot, area.page, f"{chart_of('top')}.getOption().series[0].data.length") == len(PARTNERS)


def test_a_name_from_the_data_is_never_markup(qtbot: QtBot, area: ChartArea) -> None:
    evil = "<img src=x onerror=\"document.title='broken'\"><b>美国</b>"
    with qtbot.waitSignal(area.finished, timeout=5_000):
        area.show_charts({"top": sample_charts([Item("USA", evil, 5.0, rank=1)])["top"]})

    name = read_tip(qtbot, area.page, "top", "document.querySelector('.tip .name')?.textContent")

    assert name == evil
    assert evaluate(qtbot, area.page, "document.querySelectorAll('img, .tip b').length") == 0


def test_the_tooltip_tells_value_rank_share_and_change(qtbot: QtBot, area: ChartArea) -> None:
    parts = "[...document.querySelectorAll('.tip dt, .tip dd')].map((part) => part.textContent)"

    told = read_tip(qtbot, area.page, "top", f"{parts}.some(Boolean) && {parts}")

    assert told == ["数值", "5,200亿 美元", "位次", "1", "占比", "40.0%", "同比", "+27.0%"]


def test_language_and_theme_change_without_new_charts(
    qtbot: QtBot, area: ChartArea, texts: Texts, theme: Theme
) -> None:
    with qtbot.waitSignal(area.finished, timeout=5_000):
        texts.set_language(Language.EN)
        theme.set_mode(ThemeMode.DARK)

    background = evaluate(
        qtbot, area.page, "getComputedStyle(document.documentElement).getPropertyValue('--background')"
    )
    label = evaluate(qtbot, area.page, f"{chart_of('top')}.getOption().series[0].label.formatter({{value: 5.2e11}})")

    assert background == theme.tokens.colour("background")
    assert label == "520.0 B"


def test_every_map_carries_its_notice_in_its_own_drawing(qtbot: QtBot, area: ChartArea) -> None:
    notice = "{0}.getOption().graphic[0].elements.find((one) => one.id === 'notice').style.text"

    before = [evaluate(qtbot, area.page, notice.format(chart_of(chart))) for chart in ("world", "china")]
    with qtbot.waitSignal(area.finished, timeout=5_000):
        area.set_maps(MapSettings(source="自然资源部标准地图服务", approval_number="GS(2024)0650号"))
    after = [evaluate(qtbot, area.page, notice.format(chart_of(chart))) for chart in ("world", "china")]

    assert [str(text).endswith("仅供内部使用") for text in before] == [True, True]
    assert after == ["地图数据：自然资源部标准地图服务　审图号：GS(2024)0650号"] * 2


def test_cards_of_another_layout_replace_the_old_ones(qtbot: QtBot, area: ChartArea) -> None:
    with qtbot.waitSignal(area.finished, timeout=5_000):
        area.set_layout(Layout((Card("top", 12),), fills=True))

    assert evaluate(qtbot, area.page, "[...document.querySelectorAll('.card')].map((one) => one.dataset.chart)") == [
        "top"
    ]
    assert evaluate(qtbot, area.page, "document.documentElement.scrollHeight <= innerHeight") is True


def test_a_card_tells_its_largest_items_to_those_who_cannot_see(qtbot: QtBot, area: ChartArea) -> None:
    label = evaluate(qtbot, area.page, """document.querySelector('[data-chart="top"]').getAttribute('aria-label')""")

    assert str(label).startswith("前十位贸易伙伴. 美元. 美国 5,200亿 美元; 中国香港 3,500亿 美元; 中国 1,600亿 美元")
