"""A drill on the data in use: fraud is planted in held-out records, and every ranking is counted by what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.price_source import PriceSource, Readiness
from app.bridge.session import Session
from app.bridge.tasks import Call, Lane, Task, TaskRunner
from app.bridge.texts import Texts
from app.engine.jobs import CancelToken, Progress
from app.engine.reports.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.screening.drill import Contestant, DrillReport
    from app.engine.store.open_store import Store

MULTIPLIERS = (0.3, 0.5, 0.7, 0.8, 0.9, 1.5, 2.0, 3.0)
PRICES, CHAPTERS, NAMED_CHAPTERS, NAMES = "prices", "chapters", "named_chapters", "names"
MEASURES = ("precision", "recall", "value_recovered")


@dataclass(frozen=True, slots=True)
class DrillQuestion:
    """`kind` is PRICES, CHAPTERS, NAMED_CHAPTERS or NAMES; `multiplier` is declared over true price."""

    kind: str
    multiplier: float | None
    share: float
    seed: int


class DrillBoard(QObject):
    """One drill at a time; a new one takes the place of the last."""

    changed = Signal()
    progressed = Signal(object, object)
    failed = Signal(object)

    def __init__(self, session: Session, source: PriceSource, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._source, self._runner = session, source, runner
        self._task: Task | None = None
        self.report: DrillReport | None = None
        source.changed.connect(self._on_source_changed)

    @property
    def is_running(self) -> bool:
        """Whether a drill is under way."""
        return self._task is not None

    @property
    def is_possible(self) -> bool:
        """Whether there are prices to drill with."""
        return self._source.readiness is Readiness.READY and not self.is_running

    def start(self, question: DrillQuestion) -> None:
        """Run a drill."""
        pricer = self._source.pricer
        if pricer is None or self.is_running:
            return
        task = Task(self._call(pricer, question), "screening_desk.drill_running")
        task.progressed.connect(lambda done, total, _note: self.progressed.emit(done, total))
        task.succeeded.connect(self._on_report)
        task.failed.connect(self.failed)
        task.ended.connect(self._on_ended)
        self._task = task
        self.changed.emit()
        self._runner.start(task, Lane.FILES)

    def stop(self) -> None:
        """Give up the drill that is running."""
        if self._task is not None:
            self._task.cancel()

    def _call(self, pricer: Pricer, question: DrillQuestion) -> Call:
        folder = self._session.store_path

        def call(progress: Progress, token: CancelToken) -> DrillReport:
            asked = self._session.question(lambda store: _drilled(store, folder, pricer, question, progress, token))
            report: DrillReport = asked(progress, token)
            return report

        return call

    def _on_report(self, report: DrillReport) -> None:
        self.report = report

    def _on_ended(self) -> None:
        self._task = None
        self.changed.emit()

    def _on_source_changed(self) -> None:
        if self._source.readiness is not Readiness.READY:
            self.report = None
        self.changed.emit()


def contestants(report: DrillReport, texts: Texts) -> list[tuple[str, Contestant]]:
    """The score first, then the best possible where it is known, then the others."""
    found = [(texts.say("screening.ranked_by_model"), report.model)]
    if report.oracle is not None:
        found.append((texts.say("screening_desk.drill_oracle"), report.oracle))
    if report.by_price is not None:
        found.append((texts.say("screening.ranked_by_price_alone"), report.by_price))
    found += [(texts.say(f"screening.ranked_by_{name}"), each) for name, each in report.baselines.items()]
    return found


def drill_table(report: DrillReport, texts: Texts) -> Table:
    """A row for each ranking: precision, recall and recovered value at each budget."""
    budgets = sorted(report.model.by_risk.precision)
    columns = [Column(texts.say("screening_desk.drill_ranking"))]
    for measure in MEASURES:
        said = texts.say(f"screening_desk.drill_{measure}")
        columns += [Column(f"{said} {budget:.0%}", Kind.SHARE) for budget in budgets]
    rows = [_cells(name, each, budgets) for name, each in contestants(report, texts)]
    return Table(texts.say("screening_desk.drill"), tuple(columns), rows)


def _cells(name: str, contestant: Contestant, budgets: Sequence[float]) -> list[Cell]:
    by_risk, by_recovery = contestant.by_risk, contestant.by_recovery
    return [
        name,
        *(by_risk.precision[budget] for budget in budgets),
        *(by_risk.recall[budget] for budget in budgets),
        *(by_recovery.value_recovered[budget] for budget in budgets),
    ]


def _drilled(
    store: Store, folder: Path, pricer: Pricer, question: DrillQuestion, progress: Progress, token: CancelToken
) -> DrillReport:
    from app.engine.demo.truth import truth_folder  # noqa: PLC0415  # arrays, on a worker thread
    from app.engine.screening import planting  # noqa: PLC0415  # arrays, on a worker thread
    from app.engine.screening.drill import drill, prepare_drill  # noqa: PLC0415  # as above

    kinds = {PRICES: planting.Kind.PRICE, NAMES: planting.Kind.NAME}
    fraud = planting.Fraud(kinds.get(question.kind, planting.Kind.CHAPTER), question.share, question.multiplier)
    ground = prepare_drill(store, pricer, truth_files=truth_folder(folder), token=token)
    with_names = question.kind == NAMED_CHAPTERS
    return drill(ground, fraud, seed=question.seed, with_names=with_names, progress=progress, token=token)
