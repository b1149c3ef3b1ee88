"""A person's way through cross tables: what is laid out, what is asked, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.bridge.latest import Latest
from app.bridge.pivot_content import PivotFound
from app.bridge.pivot_drill import Step, excluding, filtered, into
from app.bridge.pivot_history import PivotHistory
from app.bridge.pivot_layout import Axis, Heat, NumberUnit, Order, OrderBy, PivotLayout
from app.bridge.pivot_query import members_call, pivot_call
from app.bridge.pivot_state import layout_from_state, layout_state
from app.bridge.session import Session
from app.bridge.tasks import TaskRunner
from app.bridge.texts import Texts
from app.engine.store.dimensions import Dimension
from app.engine.store.questions.pivot_table import TOTAL
from app.engine.store.selection import Selection


class Exploration(QObject):
    """The layout of the moment over the shared selection; of tables asked for in a hurry only the newest arrives."""

    changed = Signal()  # the layout, or what can be undone
    answered = Signal(object)  # PivotFound
    failed = Signal(object)  # the exception
    busy_changed = Signal(bool)

    def __init__(self, session: Session, runner: TaskRunner, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._texts = texts
        self._history = PivotHistory(Step(PivotLayout(), session.selection))
        self._latest = Latest(runner, self)
        self._members = Latest(runner, self)
        self._asked: Step | None = None
        self._found: PivotFound | None = None
        self._missing: frozenset[Dimension] = frozenset()
        self._latest.busy_changed.connect(self.busy_changed)
        session.selection_changed.connect(self._on_selection_changed)
        session.data_changed.connect(self.ask_again)
        texts.language_changed.connect(self._on_language_changed)
        self._is_watched = False

    @property
    def layout(self) -> PivotLayout:
        """What the table is to show."""
        return self._history.present.layout

    @property
    def selection(self) -> Selection:
        """What data it is about."""
        return self._history.present.selection

    @property
    def found(self) -> PivotFound | None:
        """The last answer; None while the newest question has none."""
        return self._found

    @property
    def missing(self) -> frozenset[Dimension]:
        """Dimensions that the data do not tell, as far as they were asked."""
        return self._missing

    @property
    def can_undo(self) -> bool:
        """Whether there was a table before."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a table was left by `undo`."""
        return self._history.can_redo

    def watch(self, is_watched: bool) -> None:
        """Ask only while somebody looks; then also for what changed meanwhile."""
        self._is_watched = is_watched
        self._ask()

    def lay_out(self, layout: PivotLayout) -> None:
        """Show another table of the same data."""
        self._go(replace(self._history.present, layout=layout))

    def undo(self) -> None:
        """Back to the table before, and to its data where they were left by going into a cell."""
        if self.can_undo:
            self._arrive(self._history.undo())

    def redo(self) -> None:
        """On to the table that was left by `undo`."""
        if self.can_redo:
            self._arrive(self._history.redo())

    def open(self, members: Iterable[tuple[Dimension, int]]) -> None:
        """Into a cell or heading."""
        self._go(into(self.layout, self.selection, members, missing=self._missing))

    def keep_only(self, dimension: Dimension, member: int) -> None:
        """Narrow the data to one member."""
        self._go(replace(self._history.present, selection=filtered(self.selection, dimension, member)))

    def leave_out(self, dimension: Dimension, member: int) -> None:
        """Narrow the data to all other members, as soon as the store has told them."""
        asked = self.selection

        def narrow(known: Iterable[int]) -> None:
            if self.selection == asked:
                selection = excluding(asked, dimension, member, known)
                self._go(replace(self._history.present, selection=selection))

        self._members.ask(members_call(self._session, asked, dimension), narrow, self.failed.emit)

    def sort_by_line(self, axis: Axis, line: tuple[int, ...], *, is_descending: bool) -> None:
        """Sort an axis by one line of the other, given by its members."""
        by = OrderBy.TOTAL if TOTAL in line or not line else OrderBy.LINE
        self.lay_out(self.layout.ordered(axis, Order(by, is_descending, () if by is OrderBy.TOTAL else line)))

    def sort_by_label(self, axis: Axis) -> None:
        """Sort an axis by its names, the other way round where it is already."""
        now = self.layout.order(axis)
        is_descending = now.by is OrderBy.LABEL and not now.is_descending
        self.lay_out(self.layout.ordered(axis, Order(OrderBy.LABEL, is_descending)))

    def stop(self) -> None:
        """Wait for no answer any more."""
        self._asked = None
        self._latest.drop()

    def ask_again(self) -> None:
        """Ask for the present table once more."""
        self._asked = None
        self._ask()

    def state(self) -> dict[str, object]:
        """What a saved view keeps."""
        return layout_state(self.layout)

    def restore(self, state: Mapping[str, object]) -> None:
        """Show the table of a saved view."""
        self.lay_out(layout_from_state(state))

    def _go(self, step: Step) -> None:
        self._history.go(step)
        self._arrive(step)

    def _arrive(self, step: Step) -> None:
        self.changed.emit()
        if step.selection == self._session.selection:
            self._ask()
        else:
            self._session.select(step.selection)  # answered by `_on_selection_changed`

    def _on_selection_changed(self, selection: Selection) -> None:
        if selection != self.selection:
            self._history.follow(selection)
            self.changed.emit()
        self._ask()

    def _on_language_changed(self) -> None:
        """Only partners sorted by name stand in another order."""
        sorted_ = [self.layout.on(axis) for axis in Axis if self.layout.order(axis).by is OrderBy.LABEL]
        if any(Dimension.COUNTRY in dimensions for dimensions in sorted_):
            self.ask_again()

    def _ask(self) -> None:
        step = _question(self._history.present)
        if not self._is_watched or not self._session.has_data:
            return
        if step == self._asked:
            if self._found is not None:
                self.answered.emit(self._found)
            return
        self._asked, self._found = step, None
        call = pivot_call(self._session, step.selection, step.layout, self._texts.language)
        self._latest.ask(call, self._on_answered, self._on_failed)

    def _on_answered(self, found: PivotFound) -> None:
        self._found, self._missing = found, found.missing
        self.answered.emit(found)

    def _on_failed(self, error: BaseException) -> None:
        self._asked = None
        self.failed.emit(error)


def _question(step: Step) -> Step:
    """The step without what only colours and writes the answer."""
    return replace(step, layout=replace(step.layout, heat=Heat.OFF, unit=NumberUnit.AUTOMATIC))
