"""What the dashboard is about at the moment: selection, state and answer, for all of its parts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.bridge.charts.cards import ChartClick
from app.bridge.dashboard_asker import DashboardAsker
from app.bridge.dashboard_charts import PARTS
from app.bridge.dashboard_content import DashboardContent
from app.bridge.dashboard_filters import Facet, clicked
from app.bridge.dashboard_members import FACETS, click_key
from app.bridge.dashboard_state import Comparing, Comparison, DashboardState
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner
from app.engine.store.selection import Selection, Years


class DashboardBoard(QObject):
    """Asks whenever the selection, what is compared or the data change; parts listen and draw."""

    asked = Signal()  # the selection, its measure or what is compared with it is another
    answered = Signal()
    failed = Signal(object)  # the exception
    state_changed = Signal()  # colours or flows; what was answered still holds
    busy_changed = Signal(bool)

    def __init__(self, session: Session, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._state = DashboardState()
        self._contents: tuple[DashboardContent, ...] = ()
        self._before: Selection | None = None
        self._is_awake = False
        self._is_stale = True
        self._asker = DashboardAsker(session, runner, self)
        self._asker.answered.connect(self._on_answered)
        self._asker.failed.connect(self._on_failed)
        self._asker.busy_changed.connect(self.busy_changed)
        session.selection_changed.connect(self.ask)
        session.data_changed.connect(self.ask)

    @property
    def selection(self) -> Selection:
        """What is shown, or the right side of what is compared."""
        return self._session.selection

    @property
    def state(self) -> DashboardState:
        """How it is shown."""
        return self._state

    @property
    def contents(self) -> tuple[DashboardContent, ...]:
        """The last answer: none yet, one, or two side by side."""
        return self._contents

    @property
    def is_busy(self) -> bool:
        """True while an answer is awaited."""
        return self._asker.is_busy

    def wake(self) -> None:
        """The board is looked at: ask for whatever changed meanwhile, and from now on at once."""
        self._is_awake = True
        if self._is_stale:
            self.ask()

    def sleep(self) -> None:
        """Nobody looks: ask nothing until woken."""
        self._is_awake = False

    def ask(self) -> None:
        """Ask for what is to be shown now; the answer may come at any later time, or another question before it."""
        self._is_stale = not self._is_awake
        if self._is_stale:
            return
        comparison = self._state.comparison
        sides = comparison.sides(self.selection) if comparison.is_on else (self.selection,)
        self._asker.ask(sides, self._state.metric)
        self.asked.emit()

    def select(self, selection: Selection) -> None:
        """Show another part of the data."""
        self._session.select(selection)

    def show_as(self, state: DashboardState) -> None:
        """Show the same in another way; a comparison is begun and left by methods of their own."""
        before, self._state = self._state, state
        if state.metric is not before.metric:
            self.ask()
        elif state != before:
            self.state_changed.emit()

    def click(self, click: ChartClick, chart: str, *, is_left: bool) -> None:
        """What a click in a chart leads to; on the left of two pinned selections it changes the left one."""
        facet = FACETS[PARTS[chart]] if chart in PARTS else Facet.YEARS
        key = click_key(facet, click.key)
        comparison = self._state.comparison
        if is_left and comparison.kind is Comparing.SELECTIONS:
            pinned = clicked(comparison.pinned, facet, key, is_added=click.is_added)
            self._compare(replace(comparison, pinned=pinned))
        else:
            self.select(clicked(self.selection, facet, key, is_added=click.is_added))

    def show_years(self, first: int, last: int, all_years: tuple[int, ...]) -> None:
        """Narrow to a span; that of all years is no filter."""
        is_all = bool(all_years) and (first, last) == (all_years[0], all_years[-1])
        self.select(replace(self.selection, years=None if is_all else Years(first, last)))

    def compare_years(self, first: int, second: int) -> None:
        """Put two years of the selection side by side."""
        self._begin()
        self._compare(Comparison(Comparing.YEARS, first, second))

    def compare_selections(self) -> None:
        """Pin what is shown to the left; what is selected from now on stands on the right."""
        self._begin()
        self._compare(Comparison(Comparing.SELECTIONS, pinned=self.selection))

    def stop_comparing(self) -> None:
        """Show one selection again: the one from before the comparison."""
        before, self._before = self._before, None
        self._state = replace(self._state, comparison=Comparison())
        if before is not None and before != self.selection:
            self.select(before)
        else:
            self.ask()

    def _begin(self) -> None:
        if self._before is None:
            self._before = self.selection

    def _compare(self, comparison: Comparison) -> None:
        self._state = replace(self._state, comparison=comparison)
        self.ask()

    def _on_answered(self, contents: tuple[DashboardContent, ...]) -> None:
        self._contents = contents
        self.answered.emit()

    def _on_failed(self, error: BaseException) -> None:
        # The last answer belongs to another question, or to data that are gone
        self._contents = ()
        self.failed.emit(error)
