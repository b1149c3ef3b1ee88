"""The dashboard over demo data, drawn by the real browser engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bridge.charts.cards import ChartClick
from app.bridge.desk import Desk
from app.views.dashboard.page import DashboardPage
from app.widgets.chart_area import ChartArea
from tests.bridge.charts.pages import chart_of, evaluate, wait_for

ANSWER_MS = 20_000
_FRAMES = 3


@contextmanager
def opened_page(bot: QtBot, desk: Desk) -> Iterator[DashboardPage]:
    """The page with its first answer drawn; deleted at once, for the profile must not outlive its pages."""
    page = DashboardPage(desk)
    page.resize(1280, 720)
    drawn: list[int] = []
    page.panel.drawn.connect(drawn.append)
    page.show()
    bot.waitUntil(lambda: page.panel.area is not None, timeout=ANSWER_MS)
    area_of(page).set_animated(False)
    wait_for_answer(bot, page)
    bot.waitUntil(lambda: area_of(page).revision in drawn and page.panel.shows_charts, timeout=ANSWER_MS)
    yield page
    shiboken6.delete(page)


def area_of(page: DashboardPage) -> ChartArea:
    """The chart area, which is there once the page was opened."""
    assert page.panel.area is not None
    return page.panel.area


def wait_for_answer(bot: QtBot, page: DashboardPage) -> None:
    """Until what is shown is what was asked for last."""
    bot.waitUntil(lambda: bool(page.board.contents) and not page.board.is_busy, timeout=ANSWER_MS)


def click(page: DashboardPage, chart: str, key: str, *, is_added: bool = False) -> None:
    """As the chart area tells a click on an item."""
    area_of(page).clicked.emit(ChartClick(chart, key, key, is_added))


def shown_items(page: DashboardPage, chart: str) -> list[dict[str, object]]:
    """The items that a chart was given."""
    option = page.panel.charts[chart].option
    assert option is not None
    series: list[dict[str, list[dict[str, object]]]] = option["series"]  # type: ignore[assignment]  # options are JSON
    return series[0]["data"]


def click_bar(bot: QtBot, page: DashboardPage, chart: str, index: int, *, is_added: bool = False) -> None:
    """Press and release the mouse on a bar in the page itself."""
    area = area_of(page)
    scroll = f"""(() => {{
        document.querySelector('[data-chart="{chart}"]').scrollIntoView();
        window.framesSince = 0;
        const count = () => {{ window.framesSince += 1; requestAnimationFrame(count); }};
        requestAnimationFrame(count);
    }})()"""
    evaluate(bot, area.page, scroll)
    # A press is led to what was painted where the pointer is
    wait_for(bot, area.page, f"window.framesSince > {_FRAMES}")
    script = f"""(() => {{
        const box = document.querySelector('[data-chart="{chart}"] .drawing').getBoundingClientRect();
        const [x, y] = {chart_of(chart)}.convertToPixel({{seriesIndex: 0}}, [0, {index}]);
        return [box.left + x + 6, box.top + y];
    }})()"""
    place = evaluate(bot, area.page, script)
    assert isinstance(place, list)
    modifier = Qt.KeyboardModifier.ControlModifier if is_added else Qt.KeyboardModifier.NoModifier
    _press(area, QPointF(*place), modifier)


def _press(area: ChartArea, point: QPointF, modifier: Qt.KeyboardModifier) -> None:
    target = next(child for child in area.findChildren(QWidget) if child.inherits("QQuickWidget"))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = QMouseEvent.Type
    for kind, button, buttons in (
        (kinds.MouseMove, none, none),
        (kinds.MouseButtonPress, left, left),
        (kinds.MouseButtonRelease, left, none),
    ):
        event = QMouseEvent(kind, point, target.mapToGlobal(point), button, buttons, modifier)
        QApplication.sendEvent(target, event)
