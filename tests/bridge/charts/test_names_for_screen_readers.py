"""What a screen reader is told of an area of charts."""

from collections.abc import Iterator

import pytest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import Card, Layout
from app.bridge.texts import Texts
from app.bridge.theme import Theme, ThemeMode
from app.engine.messages import Language
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import drawn_area, wait_for


@pytest.fixture
def texts(qapp: QApplication) -> Texts:
    return Texts(Language.ZH)


@pytest.fixture
def area(qtbot: QtBot, texts: Texts) -> Iterator[ChartArea]:
    with drawn_area(qtbot, Theme(ThemeMode.LIGHT), texts) as area:
        yield area


def view_of(area: ChartArea) -> QWebEngineView:
    view = area.findChild(QWebEngineView)
    assert isinstance(view, QWebEngineView)
    return view


def test_the_area_tells_its_charts_and_the_keys_that_read_them(area: ChartArea) -> None:
    view = view_of(area)

    assert view.accessibleName() == "图表"
    assert view.accessibleDescription().startswith("出口额、前十位贸易伙伴、注册地。")


def test_the_widget_that_takes_the_keys_has_the_same_name(area: ChartArea) -> None:
    inner = view_of(area).focusProxy()

    assert inner is not None
    assert inner.accessibleName() == "图表"


def test_a_chart_without_a_card_is_no_longer_told(area: ChartArea) -> None:
    area.set_layout(Layout((Card("top", 12),)))

    assert view_of(area).accessibleDescription().startswith("前十位贸易伙伴。")


def test_page_and_area_follow_the_language(qtbot: QtBot, area: ChartArea, texts: Texts) -> None:
    texts.set_language(Language.EN)

    assert view_of(area).accessibleName() == "Charts"
    wait_for(qtbot, area.page, "document.documentElement.lang === 'en' && document.title === 'Charts'")
