"""Which file is shown, and how far the one being screened is; stopping and going on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_form import FOLDER as FORMS
from app.widgets.choice_box import ChoiceBox
from app.widgets.parts import button, label

if TYPE_CHECKING:
    from app.engine.screening.case_runs import Run

_STEPS, _BOX_WIDTH, _PROGRESS_WIDTH = 1_000, 280, 160


class RunBar(QWidget):
    """Tells which run was chosen."""

    chosen = Signal(object)  # Run
    stop_asked = Signal()
    resume_asked = Signal(object)  # Run
    unread_asked = Signal()
    delete_asked = Signal(object)  # Run

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._run: Run | None = None
        self.box = ChoiceBox(desk.texts, self._name_of, label_code="screening_desk.runs")
        self.box.setMinimumWidth(_BOX_WIDTH)
        self.state = label("caption", "runState")
        self.progress = QProgressBar(textVisible=False)
        self.stop, self.resume, self.unread = button("", "stopRun"), button("", "resumeRun"), button("link", "unread")
        self.delete = button("icon", "deleteRun")
        for each, code in ((self.stop, "stop"), (self.resume, "resume")):
            desk.texts.bind(each.setText, f"screening_desk.{code}")
        for setter in (self.delete.setToolTip, self.delete.setAccessibleName):
            desk.texts.bind(setter, "screening_desk.delete_run")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(desk.theme.tokens.space(2))
        row.addStretch(1)
        for widget in (self.unread, self.resume, self.state, self.box, self.delete):
            row.addWidget(widget)
        self.progress.setFixedWidth(_PROGRESS_WIDTH)
        row.addWidget(self.progress)
        row.addWidget(self.stop)
        self.box.chosen.connect(self._on_chosen)
        self.stop.clicked.connect(self.stop_asked)
        self.resume.clicked.connect(lambda: self.resume_asked.emit(self._run))
        self.unread.clicked.connect(self.unread_asked)
        self.delete.clicked.connect(self.ask_delete)
        desk.theme.changed.connect(self._draw_icon)
        desk.texts.language_changed.connect(self._say)
        self._draw_icon()
        self.show_idle()

    def show_runs(self, runs: Sequence[Run], current: Run | None) -> None:
        """The list, with the one that is shown."""
        self._run = next((run for run in runs if current is not None and run.id == current.id), None)
        self.box.setVisible(bool(runs))
        self.delete.setVisible(bool(runs))
        if runs:
            self.box.show_choices(runs, self._run or runs[0])
        self._say()

    def show_running(self, done: object, total: object) -> None:
        """A file is being screened."""
        self.progress.show()
        self.stop.show()
        self.delete.setEnabled(False)
        if isinstance(done, int) and isinstance(total, int) and total:
            self.progress.setRange(0, _STEPS)
            self.progress.setValue(round(_STEPS * done / total))
        else:
            self.progress.setRange(0, 0)

    def show_idle(self) -> None:
        """Nothing is being screened."""
        self.progress.hide()
        self.stop.hide()
        self._say()

    def ask_delete(self) -> None:
        """As by its button; nothing while a file is being screened."""
        if self._run is not None and self.stop.isHidden():
            self.delete_asked.emit(self._run)

    def _on_chosen(self, run: Run) -> None:
        self._run = run
        self._say()
        self.chosen.emit(run)

    def _draw_icon(self) -> None:
        self.delete.setIcon(self._desk.icons.icon("trash-2"))

    def _say(self) -> None:
        run, texts = self._run, self._desk.texts
        is_stopped = run is not None and run.finished_at is None and self.stop.isHidden()
        self.delete.setEnabled(run is not None and self.stop.isHidden())
        self.resume.setVisible(is_stopped)
        self.unread.setVisible(run is not None and run.unread > 0)
        if run is None:
            self.state.clear()
            return
        code = "run_stopped" if is_stopped else "run_lines"
        self.state.setText(texts.say(f"screening_desk.{code}", lines=f"{run.lines:,}"))
        self.unread.setText(texts.say("screening_desk.unread", rows=f"{run.unread:,}"))

    def _name_of(self, run: Run) -> str:
        source, name = Path(dict(run.basis.facts).get("source", "")), run.basis.file
        if source.parent.name == FORMS:
            name = self._desk.texts.say("screening_desk.run_by_hand", name=source.stem.split()[0])
        return f"{name}  {run.started_at.astimezone():%m-%d %H:%M}"
