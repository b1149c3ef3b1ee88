"""The watch list while the window runs: kept for all windows, checked after each change of the data, then told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.navigation import Navigation
from app.bridge.notices import Action, Level, Notices
from app.bridge.session import Session
from app.bridge.tasks import Call, Lane, Task, TaskRunner
from app.engine.jobs import CancelToken, Progress
from app.engine.store.selection import Selection

if TYPE_CHECKING:
    from app.engine.analysis.watching import Checked
    from app.engine.store.open_store import Store
    from app.engine.store.watch_list import Crossing, Thresholds, Watch, WatchList

_PAGE = "analysis"
_HISTORY = 500


class Watches(QObject):
    """The list of this user; calls that change it take about a millisecond. `checked` tells every entry's state."""

    changed = Signal()
    checked = Signal(object)  # tuple[Checked, ...]
    busy_changed = Signal(bool)
    shown = Signal()  # a notice asks for the list

    def __init__(
        self, folder: Path, session: Session, runner: TaskRunner, notices: Notices, navigation: Navigation
    ) -> None:
        super().__init__()
        self._folder, self._session, self._runner = folder, session, runner
        self._notices, self._navigation = notices, navigation
        self._opened: WatchList | None = None
        self._task: Task | None = None
        self._is_due = False  # the data changed while entries were being checked
        self.states: tuple[Checked, ...] = ()
        session.data_changed.connect(self._on_data_changed)

    @property
    def is_busy(self) -> bool:
        """True while entries are checked."""
        return self._task is not None

    def all(self) -> list[Watch]:
        """Every entry, the oldest first."""
        return self._list().all()

    def history(self) -> list[Crossing]:
        """What crossed thresholds, the newest first."""
        return self._list().history(limit=_HISTORY)

    def add(self, name: str, selection: Selection, thresholds: Thresholds) -> None:
        """Watch a selection; UsageError for what cannot be kept."""
        self._list().add(name, selection, thresholds)
        self._tell()

    def change(self, watch: Watch, name: str, selection: Selection, thresholds: Thresholds) -> None:
        """Watch something else under this entry."""
        self._list().change(watch.id, name, selection, thresholds)
        self._tell()

    def remove(self, watch: Watch) -> None:
        """Take an entry off the list; the notice offers to put it back."""
        self._list().remove(watch.id)
        self._tell()
        undo = Action("dashboard.undo", lambda: self._put_back(watch))
        self._notices.offer(Level.INFO, undo, "watch.removed", name=watch.name)

    def check(self) -> None:
        """Check all entries now; the task can be stopped in the task bar."""
        if self._session.has_data and self._task is None:
            self._start("watch.checking")

    def _on_data_changed(self) -> None:
        self._is_due = self._task is not None
        if self._session.has_data and self._task is None and self._has_list() and self.all():
            self._start("watch.checking")

    def _start(self, title: str) -> None:
        self._task = Task(self._call(), title)
        self._task.succeeded.connect(self._on_checked)
        self._task.failed.connect(self._notices.post_error)
        self._task.ended.connect(self._on_ended)
        self._runner.start(self._task, Lane.QUESTIONS)
        self.busy_changed.emit(True)

    def _call(self) -> Call:
        watches, name = self._list(), str(self._session.store_path.resolve())

        def call(progress: Progress, token: CancelToken) -> tuple[Checked, ...]:
            from app.engine.analysis.watching import check_watches  # noqa: PLC0415  # brings the database

            def check(store: Store) -> tuple[Checked, ...]:
                return tuple(check_watches(store, watches, store_name=name, progress=progress, token=token))

            answer: tuple[Checked, ...] = self._session.question(check)(progress, token)
            return answer

        return call

    def _on_checked(self, states: tuple[Checked, ...]) -> None:
        self.states = states
        self.checked.emit(states)
        fresh = [crossing for state in states for crossing in state.fresh]
        if fresh:
            names = {crossing.name for crossing in fresh}
            action = Action("watch.show", self._show)
            self._notices.offer(Level.WARNING, action, "watch.crossed", count=len(fresh), entries=len(names))

    def _on_ended(self) -> None:
        self._task = None
        self.busy_changed.emit(False)
        if self._is_due:
            self._on_data_changed()

    def _show(self) -> None:
        self._navigation.go(_PAGE)
        self.shown.emit()

    def _put_back(self, watch: Watch) -> None:
        self._list().put_back(watch)
        self._tell()

    def _tell(self) -> None:
        self.changed.emit()

    def _has_list(self) -> bool:
        """Whether anything was ever kept, so that a first import makes no file."""
        from app.engine.store.desk_file import FILE_NAME  # noqa: PLC0415  # the window is there before SQLite is

        return (self._folder / FILE_NAME).is_file()

    def _list(self) -> WatchList:
        from app.engine.store.desk_file import FILE_NAME, DeskFile  # noqa: PLC0415  # as above
        from app.engine.store.watch_list import WatchList as Opened  # noqa: PLC0415  # as above

        if self._opened is None:
            self._opened = Opened(DeskFile(self._folder / FILE_NAME))
        return self._opened
