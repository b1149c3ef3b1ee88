"""A long day without a plan: random clicks, drills and page changes, with a look at memory and dialogs after each."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence

import psutil
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QTabWidget, QWidget

from tests.e2e.hand import Condition, Hand, Steps

_BYTES_PER_MB = 1 << 20
_PAGES = ("dashboard", "dashboard", "dashboard", "explore", "data", "settings")
_LOOKS = ("zh", "en", "light", "dark")
_HURRIED = 0.3
_LOOK_EVERY = 10
_PRESSES, _TURNS = 5, 50
# A random point of a random card, scrolled into view
_ANYWHERE = """(() => {{
    const cards = [...document.querySelectorAll(".card .drawing")].filter((one) => one.clientWidth);
    if (!cards.length) return null;
    const card = cards[Math.floor({card} * cards.length)];
    card.scrollIntoView({{block: "center"}});
    const box = card.getBoundingClientRect();
    const [x, y] = [box.left + {x} * box.width, box.top + {y} * box.height];
    return x > 0 && y > 0 && x < innerWidth && y < innerHeight ? [x, y] : null;
}})()"""


def soak(hand: Hand) -> Steps:
    """As many steps as SOAK_STEPS says, those of the seed SOAK_SEED."""
    visitor = Visitor(hand, random.Random(int(os.environ["SOAK_SEED"])))
    sizes: list[list[float]] = []
    yield from hand.show_page("dashboard")
    yield from hand.drawn()
    hand.watchdog.reset()
    for step in range(int(os.environ["SOAK_STEPS"])):
        yield from visitor.do_something()
        assert QApplication.activeModalWidget() is None, f"a dialog opened in step {step}: {visitor.last}"
        if step % _LOOK_EVERY == 0:
            yield from visitor.settle()
            program, others = sizes_mb()
            sizes.append([step, program + others])
            hand.tell("size", [step, round(program), round(others)])
    hand.tell("selections", len(visitor.selections))
    hand.tell("done", visitor.counts)
    hand.tell("sizes", sizes)
    hand.tell("stalls", [stall.document() for stall in hand.watchdog.longest])


def sizes_mb() -> tuple[float, float]:
    """Resident memory of the program, and of all processes that it started."""
    program = psutil.Process()
    others = sum(one.memory_info().rss for one in program.children(recursive=True))
    return program.memory_info().rss / _BYTES_PER_MB, others / _BYTES_PER_MB


class Visitor:
    """Somebody who tries everything that changes what is shown, but writes no file."""

    def __init__(self, hand: Hand, chance: random.Random) -> None:
        self._hand, self._chance = hand, chance
        self.last = ""
        self.counts: dict[str, int] = {}
        self.selections: set[object] = set()
        self._acts: dict[str, Sequence[Callable[[], Steps]]] = {
            "dashboard": [self._click_chart] * 16
            + [self._go_up, self._go_back, self._go_forward, self._choose, self._choose, self._play, self._compare],
            "explore": [self._drill_cell, self._drill_cell, self._press_something],
            "data": [self._open_tab],
            "settings": [self._change_look],
        }

    def do_something(self) -> Steps:
        """One act of the page that is shown, or another page; sometimes without waiting for what it does."""
        hand, page = self._hand, self._hand.window.stack.current
        acts = [*self._acts[page], self._other_page]
        act = self._chance.choice(acts)
        self.last = act.__name__
        self.counts[self.last] = self.counts.get(self.last, 0) + 1
        yield from act()
        yield lambda: True
        self._close_popup()
        if self._chance.random() > _HURRIED:
            yield from self.settle()
        self.selections.add(hand.desk.session.selection)

    def settle(self) -> Steps:
        """Until nothing is asked or drawn any more."""
        if self._hand.window.stack.current == "dashboard":
            yield lambda: self._hand.is_drawn() or self._is_empty()
        else:
            yield lambda: not self._hand.desk.runner.running

    def _is_empty(self) -> bool:
        panel = self._hand.dashboard.panel
        return panel.area is not None and not panel.shows_charts and not self._hand.desk.runner.running

    def _close_popup(self) -> None:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()

    def _click_chart(self) -> Steps:
        if self._is_empty():
            yield from self._go_up()
            return
        card, x, y = (self._chance.random() for _ in range(3))
        yield from self._hand.click_chart(_ANYWHERE.format(card=card, x=x, y=y))

    def _go_up(self) -> Steps:
        steps = [one for one in self._hand.dashboard.header.path.findChildren(QPushButton) if one.isVisible()]
        yield from self._press_one_of(steps)

    def _go_back(self) -> Steps:
        yield from self._press_one_of([self._hand.dashboard.header.back])

    def _go_forward(self) -> Steps:
        yield from self._press_one_of([self._hand.dashboard.header.forward])

    def _choose(self) -> Steps:
        controls = self._hand.dashboard.controls.findChildren(QPushButton)
        yield from self._press_one_of(controls)

    def _play(self) -> Steps:
        years = self._hand.dashboard.footer.years
        yield from self._press_one_of([years.play_button, years.all_button])

    def _compare(self) -> Steps:
        stops = [one for one in self._hand.dashboard.comparison.findChildren(QPushButton) if one.isVisible()]
        if stops:
            yield from self._press_one_of(stops)
        else:
            yield from self._hand.choose(
                self._hand.dashboard.header.compare, self._chance.choice(("years", "selections"))
            )

    def _drill_cell(self) -> Steps:
        tables = [one for one in self._hand.window.stack.findChildren(QTableView) if one.isVisible()]
        if tables:
            size = tables[0].viewport().size()
            point = QPoint(int(self._chance.random() * size.width()), int(self._chance.random() * size.height()))
            self._hand.press(tables[0].viewport(), point, times=2)
        yield lambda: True

    def _press_something(self) -> Steps:
        page = self._hand.window.stack.currentWidget()
        assert isinstance(page, QWidget)
        yield from self._press_one_of([one for one in page.findChildren(QPushButton) if one.menu() is None])

    def _open_tab(self) -> Steps:
        tabs = self._hand.data_page.tabs
        assert isinstance(tabs, QTabWidget)
        place = self._chance.randrange(tabs.count())
        self._hand.press(tabs.tabBar(), tabs.tabBar().tabRect(place).center())
        yield lambda: True

    def _change_look(self) -> Steps:
        name = self._chance.choice(_LOOKS)
        buttons = [one for one in self._hand.window.stack.findChildren(QPushButton, name) if one.isVisible()]
        yield from self._press_one_of(buttons)

    def _other_page(self) -> Steps:
        stack, page = self._hand.window.stack, self._chance.choice(_PAGES)
        for _ in range(_PRESSES):
            if stack.current != page:
                # A popup that opens only now takes the press for itself
                self._close_popup()
                self._hand.press(self._hand.window.rail.button(page))
                yield from self._turns(lambda: stack.current == page)
        yield lambda: stack.current == page

    def _turns(self, condition: Condition) -> Steps:
        """Some turns of the event loop, fewer if the condition holds before."""
        for _ in range(_TURNS):
            if not condition():
                yield lambda: True

    def _press_one_of(self, buttons: Sequence[QWidget]) -> Steps:
        ready = [one for one in buttons if one.isVisible() and one.isEnabled()]
        if ready:
            button = self._chance.choice(ready)
            self.last = f"{self.last}: {button.objectName()} {getattr(button, 'text', str)()}"
            self._hand.press(button)
        yield lambda: True
