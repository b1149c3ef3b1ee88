"""What the page of groups asks, about which part of the data, and what it was told last."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.bridge.latest import Latest
from app.bridge.session import Session
from app.bridge.tasks import Call, TaskRunner
from app.engine.analysis.clusters.choice import Candidate
from app.engine.analysis.clusters.features import GROUPED
from app.engine.analysis.clusters.grouping import Grouping, GroupRequest, compare_methods, find_groups
from app.engine.analysis.clusters.methods import Method
from app.engine.analysis.clusters.movement import Movement, movement
from app.engine.analysis.dependence import LEVELS, USUAL_THRESHOLD, Dependence, find_dependence
from app.engine.jobs import CancelToken, Progress
from app.engine.store.dimensions import Dimension
from app.engine.store.open_store import Store
from app.engine.store.selection import Selection

THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


class StudyView(enum.Enum):
    """The parts of the page."""

    GROUPS = "groups"
    MEMBERS = "members"
    MOVEMENT = "movement"
    DEPENDENCE = "dependence"


@dataclass(frozen=True, slots=True)
class Study:
    """Everything that a person can set."""

    view: StudyView = StudyView.GROUPS
    request: GroupRequest = field(default_factory=lambda: GroupRequest(Dimension.COUNTRY))
    level: Dimension = Dimension.HS4
    threshold: float = USUAL_THRESHOLD


@dataclass(frozen=True, slots=True, eq=False)
class GroupAnswer:
    """A grouping with the other methods beside it, and how members move where that was asked."""

    grouping: Grouping
    compared: tuple[tuple[Candidate, float], ...]
    moves: Movement | None = None


Answer = Any  # GroupAnswer or Dependence
_Question = tuple[Selection, object]


class ClusterStudy(QObject):
    """Asks while it is watched; an answer is kept until something else is asked."""

    changed = Signal()
    answered = Signal(object)  # GroupAnswer or Dependence
    failed = Signal(object)  # the exception
    busy_changed = Signal(bool)

    def __init__(self, session: Session, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._latest = Latest(runner, self)
        self._latest.busy_changed.connect(self.busy_changed)
        self._study = Study()
        self._is_watched = False
        self._asked: tuple[_Question, bool] | None = None
        self._groups: tuple[_Question, GroupAnswer] | None = None
        self._held: tuple[_Question, Dependence] | None = None
        session.selection_changed.connect(self.ask)
        session.data_changed.connect(self.ask_again)

    @property
    def study(self) -> Study:
        """What is set."""
        return self._study

    def set(self, study: Study) -> None:
        """Set something else, and ask for what it needs."""
        if study != self._study:
            self._study = study
            self.changed.emit()
            self.ask()

    def watch(self, is_watched: bool) -> None:
        """Ask only while somebody looks; then also for what changed meanwhile."""
        self._is_watched = is_watched
        self.ask()

    def stop(self) -> None:
        """Wait for no answer any more."""
        self._asked = None
        self._latest.drop()

    def ask_again(self) -> None:
        """Ask anew, as after an import."""
        self._groups = self._held = self._asked = None
        self.ask()

    def ask(self) -> None:
        """Ask for what the view needs and is not known; tell it at once where it is."""
        if not self._is_watched or not self._session.has_data:
            return
        question = self._question()
        with_moves = self._study.view is StudyView.MOVEMENT
        known = self._known(question)
        if known is not None:
            self._latest.drop()
            self._asked = None
            self.answered.emit(known)
            return
        if self._asked != (question, with_moves):
            self._asked = (question, with_moves)
            call = self._held_call(question) if self._is_about_dependence else self._group_call(question, with_moves)
            self._latest.ask(call, lambda answer: self._on_answered(question, answer), self._on_failed)

    @property
    def _is_about_dependence(self) -> bool:
        return self._study.view is StudyView.DEPENDENCE

    def _question(self) -> _Question:
        selection, study = self._session.selection, self._study
        if self._is_about_dependence:
            return selection, (study.level, study.threshold)
        return beside(selection, study.request.dimension), study.request

    def _known(self, question: _Question) -> Answer | None:
        if self._is_about_dependence:
            return self._held[1] if self._held and self._held[0] == question else None
        if self._groups is None or self._groups[0] != question:
            return None
        answer = self._groups[1]
        return None if self._study.view is StudyView.MOVEMENT and answer.moves is None else answer

    def _group_call(self, question: _Question, with_moves: bool) -> Call:
        selection, request = question[0], self._study.request
        known = self._groups[1] if self._groups and self._groups[0] == question else None

        def ask(store: Store, progress: Progress, token: CancelToken) -> GroupAnswer:
            answer = known
            if answer is None:
                grouping = find_groups(store, selection, request, progress=progress, token=token)
                answer = GroupAnswer(grouping, tuple(compare_methods(grouping, token=token)))
            if not with_moves:
                return answer
            return replace(answer, moves=movement(store, answer.grouping, progress=progress, token=token))

        return self._call(ask)

    def _held_call(self, question: _Question) -> Call:
        selection, level, threshold = question[0], self._study.level, self._study.threshold

        def ask(store: Store, _progress: Progress, _token: CancelToken) -> Dependence:
            return find_dependence(store, selection, level=level, threshold=threshold)

        return self._call(ask)

    def _call(self, ask: Callable[[Store, Progress, CancelToken], Answer]) -> Call:
        def call(progress: Progress, token: CancelToken) -> Answer:
            return self._session.question(lambda store: ask(store, progress, token))(progress, token)

        return call

    def _on_answered(self, question: _Question, answer: Answer) -> None:
        self._asked = None
        if isinstance(answer, GroupAnswer):
            self._groups = (question, answer)
        else:
            self._held = (question, answer)
        self.answered.emit(answer)

    def _on_failed(self, error: BaseException) -> None:
        self._asked = None
        self.failed.emit(error)


def beside(selection: Selection, dimension: Dimension) -> Selection:
    """The selection without its filter on the members that are grouped, so that a chosen one stays among the others."""
    match dimension:
        case Dimension.COUNTRY:
            return replace(selection, countries=())
        case Dimension.PROVINCE:
            return replace(selection, provinces=())
        case _:
            digits = dimension.hs_digits or 0
            return selection if all(len(prefix) < digits for prefix in selection.hs) else replace(selection, hs=())


def study_state(study: Study) -> dict[str, object]:
    """What a saved view keeps."""
    request = study.request
    return {
        "view": study.view.value,
        "of": request.dimension.value,
        "features": list(request.features),
        "method": request.method.value,
        "count": request.count,
        "level": study.level.value,
        "threshold": study.threshold,
    }


def study_from_state(state: Mapping[str, object]) -> Study:
    """What was kept; the usual where another version wrote what this one does not understand."""
    with suppress(KeyError, TypeError, ValueError):
        features, count = state["features"], state["count"]
        dimension, level = Dimension(state["of"]), Dimension(state["level"])
        threshold = float(str(state["threshold"]))
        is_known = dimension in GROUPED and level in LEVELS and threshold in THRESHOLDS
        if is_known and isinstance(features, list) and (count is None or isinstance(count, int)):
            request = GroupRequest(dimension, tuple(map(str, features)), Method(state["method"]), count)
            return Study(StudyView(state["view"]), request, level, threshold)
    return Study()
