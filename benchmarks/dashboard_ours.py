"""Clicks in the real window and what each took: `python -m benchmarks.dashboard_ours JOURNEY [program's arguments]`.

`clicks` prints the CPU time of all clicks and one JSON object for each, `importing` the longest stalls while years are
played during an import.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from app.bridge import dashboard_question
from app.bridge.dashboard_content import DashboardContent, Part
from app.bridge.dashboard_metrics import Metric
from app.bridge.start_options import start_options
from app.engine.store.open_store import Store
from app.engine.store.selection import Direction, Selection, Years
from app.engine.store.selection_codec import selection_document
from tests.e2e.driver import drive
from tests.e2e.hand import Hand, Steps

_TOP = 25


@dataclass(slots=True)
class Click:
    """Moments of one click, in seconds of one clock."""

    selection: Selection
    at: float
    answered_at: float = 0.0  # on the worker thread
    sent_at: float = 0.0
    drawn_at: float = 0.0
    revision: int = 0
    bytes_sent: int = 0

    def document(self) -> dict[str, object]:
        """As JSON, in milliseconds."""
        return {
            "selection": selection_document(self.selection),
            "total": (self.drawn_at - self.at) * 1000,
            "question": (self.answered_at - self.at) * 1000,
            "options": (self.sent_at - self.answered_at) * 1000,
            "drawing": (self.drawn_at - self.sent_at) * 1000,
            "kb": self.bytes_sent / 1024,
        }


@dataclass(eq=False)
class Stopwatch:
    """Follows one click from the selection to the picture."""

    hand: Hand
    click: Click | None = None
    clicks: list[Click] = field(default_factory=list)

    def install(self) -> None:
        """Look at the worker's answer, at messages to the page and at what the page says."""
        ask = dashboard_question.ask_dashboard

        def timed(store: Store, selection: Selection, metric: Metric) -> DashboardContent:
            content = ask(store, selection, metric)
            if self.click is not None and not self.click.answered_at:
                self.click.answered_at = time.perf_counter()
            return content

        dashboard_question.ask_dashboard = timed
        self.hand.charts.page.channel.sent.connect(self._on_sent)
        self.hand.charts.finished.connect(self._on_finished)

    def start(self, selection: Selection) -> None:
        """Select it."""
        self.click = Click(selection, time.perf_counter())
        self.clicks.append(self.click)
        self.hand.desk.session.select(selection)

    def _on_sent(self, message: str) -> None:
        click = self.click
        if click is not None and click.answered_at and not click.sent_at:
            click.sent_at, click.revision = time.perf_counter(), self.hand.charts.revision
            click.bytes_sent = len(message)

    def _on_finished(self, revision: int) -> None:
        click = self.click
        if click is not None and click.sent_at and not click.drawn_at and revision >= click.revision:
            click.drawn_at = time.perf_counter()

    def is_done(self) -> bool:
        """True once the picture of the click is drawn."""
        return self.click is not None and self.click.drawn_at > 0


def clicks(hand: Hand) -> Steps:
    """As many as BENCH_CLICKS says; each changes what is shown, and the next one waits until all is quiet."""
    yield from hand.show_page("dashboard")
    yield from hand.drawn()
    watch = Stopwatch(hand)
    watch.install()
    chance = random.Random(20_241_123)  # the same clicks in every run
    before = processor_seconds()
    for selection in _selections(hand.dashboard.board.contents[-1], chance, int(os.environ["BENCH_CLICKS"])):
        watch.start(selection)
        yield lambda: watch.is_done() or shows_nothing(hand)
        yield lambda: hand.is_drawn() or shows_nothing(hand)
    hand.tell("cpu_ms", (processor_seconds() - before) * 1000 / len(watch.clicks))
    for click in watch.clicks:
        if click.drawn_at:
            hand.tell("click", click.document())


def processor_seconds() -> float:
    """What this process and those that it started have had of all cores."""
    program = psutil.Process()
    times = [one.cpu_times() for one in [program, *program.children(recursive=True)]]
    return sum(time.user + time.system for time in times)


def shows_nothing(hand: Hand) -> bool:
    """True if there are no records and hence no charts; such a click is not counted."""
    return not hand.dashboard.panel.shows_charts and not hand.desk.runner.running


def importing(hand: Hand) -> Steps:
    """Import the files of BENCH_FILES, and play the years over and over until that is done."""
    files = sorted(Path(os.environ["BENCH_FILES"]).glob("*.csv"))
    yield from hand.show_page("data")
    page = hand.data_page
    page.open_files(files)
    yield lambda: len(page.intake.ready()) == len(files) and not hand.desk.runner.running
    page.intake.import_ready()
    started = time.perf_counter()
    yield from hand.show_page("dashboard")
    years = hand.dashboard.footer.years
    yield years.isEnabled
    yield from hand.click(years.loop_button)
    yield from hand.click(years.play_button)
    hand.watchdog.reset()
    drawn: list[int] = []
    hand.dashboard.panel.drawn.connect(drawn.append)
    yield from _while_importing(hand)
    hand.tell("seconds", time.perf_counter() - started)
    hand.tell("drawn", len(drawn))
    hand.tell("stalls", [stall.document() for stall in hand.watchdog.longest])


def _while_importing(hand: Hand) -> Steps:
    # The driver gives up on a condition that takes a minute; an import may take several
    while hand.data_page.intake.importing is not None:
        until = time.monotonic() + 1
        yield lambda: time.monotonic() > until  # noqa: B023  # looked at before the next turn of the loop


def _selections(content: DashboardContent, chance: random.Random, count: int) -> Iterator[Selection]:
    """One filter, two of them, a span of years or a direction; each differs from the one before."""
    members = {part: [one.code for one in ranking.members[:_TOP]] for part, ranking in content.rankings.items()}
    years = content.all_years
    before = Selection()
    while count:
        made = Selection()
        for narrow in chance.sample(_NARROWING, chance.choice((1, 1, 2))):
            made = narrow(made, members, years, chance)
        if made != before:
            before, count = made, count - 1
            yield made


Members = dict[Part, list[int]]


def _country(selection: Selection, members: Members, _years: tuple[int, ...], chance: random.Random) -> Selection:
    return replace(selection, countries=(chance.choice(members[Part.COUNTRY]),))


def _province(selection: Selection, members: Members, _years: tuple[int, ...], chance: random.Random) -> Selection:
    return replace(selection, provinces=(chance.choice(members[Part.PROVINCE]),))


def _chapter(selection: Selection, members: Members, _years: tuple[int, ...], chance: random.Random) -> Selection:
    return replace(selection, hs=(f"{chance.choice(members[Part.GOODS]):02d}",))


def _mode(selection: Selection, members: Members, _years: tuple[int, ...], chance: random.Random) -> Selection:
    return replace(selection, modes=(chance.choice(members[Part.MODE]),))


def _span(selection: Selection, _members: Members, years: tuple[int, ...], chance: random.Random) -> Selection:
    first, last = sorted(chance.choices(years, k=2))
    return replace(selection, years=Years(first, last))


def _direction(selection: Selection, _members: Members, _years: tuple[int, ...], chance: random.Random) -> Selection:
    return replace(selection, direction=chance.choice(tuple(Direction)))


_NARROWING = [_country, _country, _province, _chapter, _chapter, _mode, _span, _span, _direction]
JOURNEYS = {"clicks": clicks, "importing": importing}


if __name__ == "__main__":
    options = start_options(sys.argv[2:])
    assert options is not None
    sys.exit(drive(JOURNEYS[sys.argv[1]], options))
