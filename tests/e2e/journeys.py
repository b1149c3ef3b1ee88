"""What people do with the program, step by step; run by the driver within the program."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.bridge.notices import Notice
from tests.e2e.hand import Condition, Hand, Steps

# The world map begins in the Atlantic, so that America lies on its right
_IN_BRAZIL = [307.0, -14.0]
Shown = dict[str, object]

_POINT = """(() => {{
    const card = document.querySelector('[data-chart="world"] .drawing');
    card.scrollIntoView({{block: "center"}});
    const box = card.getBoundingClientRect();
    const [x, y] = echarts.getInstanceByDom(card).convertToPixel({{geoIndex: 0}}, {place});
    return [box.left + x, box.top + y];
}})()"""
_CARDS = """Object.fromEntries([...document.querySelectorAll("[data-chart]")].map(
    (card) => [card.dataset.chart, card.getAttribute("aria-label")]))"""


def first_day(hand: Hand) -> Steps:
    """Import a file, drill on the map, export the page, lose the renderer, change language and theme, close."""
    notices: list[Notice] = []
    hand.desk.notices.posted.connect(notices.append)
    hand.tell("first page", hand.window.stack.current)
    yield from import_file(hand, os.environ["JOURNEY_FILE"])
    yield from hand.show_page("dashboard")
    yield from hand.drawn()
    hand.watchdog.reset()
    hand.tell("all", (yield from shown(hand)))
    yield from click_on_map(hand)
    hand.tell("one country", (yield from shown(hand)))
    yield from export_pdf(hand, os.environ["JOURNEY_PDF"])
    yield from lose_renderer(hand)
    hand.tell("after the renderer died", (yield from shown(hand)))
    hand.tell("stalls", [stall.document() for stall in hand.watchdog.longest])
    hand.watchdog.reset()
    yield from change_look(hand)
    hand.tell("stalls of another look", [stall.document() for stall in hand.watchdog.longest])
    hand.tell("in english", (yield from shown(hand)))
    hand.tell("notices", [notice.code for notice in notices])
    hand.window.setGeometry(160, 90, 1240, 800)  # as a window manager does when a person drags it
    yield hand.is_drawn
    tell_look(hand)


def next_day(hand: Hand) -> Steps:
    """Only look at what is there."""
    hand.tell("first page", hand.window.stack.current)
    yield from hand.drawn()
    hand.tell("again", (yield from shown(hand)))
    tell_look(hand)


def import_file(hand: Hand, path: str) -> Steps:
    """Through the page's button and the file dialog; says that it holds imports where that is asked."""
    yield from hand.show_page("data")
    page = hand.data_page
    yield from hand.click(_button(page, "chooseFiles"))
    yield from hand.name_file(path)
    yield lambda: bool(page.intake.candidates) and not hand.desk.runner.running
    hand.tell("asked", [field.value for field in page.intake.candidates[0].unstated])
    if page.intake.candidates[0].unstated:
        yield from hand.click(_segment(page.importing.details.questions, "import"))
        yield lambda: not page.intake.candidates[0].unstated and not hand.desk.runner.running
    yield from hand.click(_button(page, "startImport"))
    yield lambda: page.tabs.currentWidget() is page.report and not hand.desk.runner.running
    hand.tell("rows", _label(page, "sum_rows"))


def click_on_map(hand: Hand) -> Steps:
    """The real mouse on the country, in the page that the browser engine draws."""
    before = hand.desk.session.selection
    yield from hand.click_chart(_POINT.format(place=_IN_BRAZIL))
    yield lambda: hand.desk.session.selection != before
    yield from hand.drawn()


def export_pdf(hand: Hand, path: str) -> Steps:
    """Through the menu and the file dialog."""
    done: list[Notice] = []
    hand.desk.notices.posted.connect(done.append)
    yield from hand.choose(hand.dashboard.header.export, "pdf")
    yield from hand.name_file(path)
    yield lambda: bool(done) and not hand.desk.runner.running
    hand.tell("exported", done[-1].code)


def lose_renderer(hand: Hand) -> Steps:
    """The process that draws is killed, as when memory runs out; the area draws everything anew."""
    recovered: list[bool] = []
    hand.charts.recovered.connect(lambda: recovered.append(True))
    os.kill(hand.charts.page.renderProcessPid(), signal.SIGKILL)
    yield lambda: bool(recovered)
    yield from hand.drawn()


def change_look(hand: Hand) -> Steps:
    """English and dark, on the settings page; then back."""
    yield from hand.show_page("settings")
    for name in ("en", "dark"):
        yield from hand.click(_segment(hand.window.stack, name))
    yield lambda: hand.desk.theme.is_dark and hand.desk.texts.language.value == "en"
    yield from hand.show_page("dashboard")
    yield from hand.drawn()


def shown(hand: Hand) -> Generator[Condition, None, Shown]:
    """What a person reads on the dashboard."""
    page = hand.dashboard
    path = [one.text() for one in page.header.path.findChildren(QWidget) if isinstance(one, QLabel | QPushButton)]
    cards = yield from hand.evaluate(_CARDS)
    return {
        "path": [text for text in path if text],
        "chips": [chip.text for chip in page.filters.chips],
        "figures": [figure.figure for figure in page.figures.figures],
        "cards": cards,
    }


def tell_look(hand: Hand) -> None:
    """Language, theme and place of the window."""
    place = hand.window.geometry()
    hand.tell("language", hand.desk.texts.language.value)
    hand.tell("is dark", hand.desk.theme.is_dark)
    hand.tell("place", [place.x(), place.y(), place.width(), place.height()])


def _button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def _label(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found.text()


def _segment(page: QWidget, name: str) -> QPushButton:
    for button in page.findChildren(QPushButton):
        if button.property("role") == "segment" and button.objectName() == name:
            return button
    raise LookupError(name)
