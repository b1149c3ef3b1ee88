"""How declarations come in: a file and its columns, a form, a folder of photos; and how far screening is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.bridge.notices import Level
from app.bridge.screening_form import FormBoard
from app.bridge.screening_mapping import OpenedFile, open_call
from app.bridge.screening_office import Office
from app.bridge.screening_request import ScreeningRequest, request_of
from app.bridge.screening_tables import unread_table
from app.engine.codes.payload import read_payload
from app.engine.errors import EngineError
from app.engine.screening.prefill import prefilled
from app.views.screening.form_dialog import FormDialog
from app.views.screening.open_dialog import OpenDialog
from app.views.screening.rates_dialog import RatesDialog
from app.views.screening.run_bar import RunBar
from app.views.screening.table_dialog import TableDialog
from app.widgets.question import Question

if TYPE_CHECKING:
    from app.engine.screening.case_runs import Handled, Run

PATTERN = "CSV, XLSX (*.csv *.xlsx *.xls *.txt *.tsv *.parquet *.zip)"
_MOST_UNREAD = 1_000
FileChooser = Callable[[QWidget, str], Path | None]


def choose_declarations(parent: QWidget, title: str) -> Path | None:
    """A file of declarations."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(Path.home()), PATTERN)
    return Path(chosen) if chosen else None


class IntakeWork(QObject):
    """Dialogs over the page; what they decide goes to the run board."""

    def __init__(
        self, desk: Desk, office: Office, bar: RunBar, page: QWidget, *, chooser: FileChooser = choose_declarations
    ) -> None:
        super().__init__(page)
        self._desk, self._office, self._bar, self._page = desk, office, bar, page
        self.chooser = chooser
        self._opening = Latest(desk.runner, self)
        self._photos: Path | None = None
        self._connect()

    def choose_file(self) -> None:
        """Ask for a file."""
        path = self.chooser(self._page, self._desk.texts.say("screening_desk.open_file"))
        if path is not None:
            self.take([path])

    def take(self, paths: Sequence[Path]) -> None:
        """A file of declarations; a folder beside it is one of photos, and one alone asks for the file to it."""
        file = next((path for path in paths if path.is_file()), None)
        self._photos = next((path for path in paths if path.is_dir()), None)
        if file is None and self._photos is not None:
            file = self.chooser(self._page, self._desk.texts.say("screening_desk.open_for_photos"))
        if file is not None and self._office.stand.session is not None:
            home = self._desk.settings.folder
            self._opening.ask(open_call(file, home), self._on_opened, self._desk.notices.post_error)

    def show_form(self, scanned: str = "") -> None:
        """One declaration by hand, begun with the text of a code where one was scanned."""
        board = FormBoard(self._office.score_line, self._desk.runner, self._desk.settings.folder, self._page)
        dialog = FormDialog(self._desk, board, self._page)
        dialog.added.connect(lambda: self._add_form(board, dialog))
        dialog.finished.connect(board.deleteLater)
        if scanned:
            dialog.fill(prefilled(read_payload(scanned)))
        self._show(dialog)

    def show_rates(self) -> None:
        """The table of rates; a file that was screened by others can be screened again."""
        dialog = RatesDialog(self._desk, self._page)
        before = list(dialog.model.rates)
        dialog.kept.connect(lambda: self._on_rates(is_same=before == list(dialog.model.rates)))
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _connect(self) -> None:
        runs, bar = self._office.runs, self._bar
        runs.changed.connect(self._on_listed)
        runs.started.connect(lambda: bar.show_running(None, None))
        runs.progressed.connect(bar.show_running)
        runs.finished.connect(self._on_finished)
        for ending in (runs.stopped, runs.failed):
            ending.connect(bar.show_idle)
        bar.chosen.connect(self._office.board.show_run)
        bar.stop_asked.connect(runs.stop)
        bar.resume_asked.connect(self._on_resume)
        bar.unread_asked.connect(self._on_unread)
        bar.delete_asked.connect(self._on_delete)

    def _on_opened(self, opened: OpenedFile) -> None:
        dialog = OpenDialog(self._desk, opened, self._page)
        if self._photos is not None:
            dialog.take_photos(self._photos)
        dialog.started.connect(self._start)
        self._show(dialog)

    def _start(self, request: ScreeningRequest) -> None:
        self._office.runs.start(request)

    def _add_form(self, board: FormBoard, dialog: FormDialog) -> None:
        try:
            request = board.request()
        except EngineError as error:
            self._desk.notices.post_error(error)
            return
        dialog.accept()
        self._start(request)

    def _on_finished(self, run: Run) -> None:
        self._bar.show_idle()
        self._office.board.show_run(run)
        # On the page itself it is seen
        if not self._page.isVisible():
            self._desk.notices.post(
                Level.SUCCESS, "screening_desk.screened", lines=f"{run.lines:,}", unread=f"{run.unread:,}"
            )

    def _on_listed(self) -> None:
        board, runs = self._office.board, self._office.runs.runs
        if board.run is not None and all(run.id != board.run.id for run in runs):
            board.show_run(None)  # it was deleted
        if board.run is None and runs:
            board.show_run(runs[0])
        self._bar.show_runs(runs, board.run)

    def _on_resume(self, run: Run) -> None:
        request = request_of(dict(run.basis.facts))
        if request is not None:
            self._office.runs.start(request, run)

    def _on_rates(self, *, is_same: bool) -> None:
        run = self._office.board.run
        request = None if run is None else request_of(dict(run.basis.facts))
        if is_same or run is None or request is None or self._office.runs.is_running:
            return
        question = Question(self._desk, self._page, "screening_desk.rates_changed", file=run.basis.file)
        question.accepted.connect(lambda: self._start(request))
        self._show(question)

    def _on_delete(self, run: Run) -> None:
        from app.engine.screening.case_runs import handled_lines  # noqa: PLC0415  # as below

        self._office.stand.ask(lambda desk: handled_lines(desk, run), lambda handled: self._ask_delete(run, handled))

    def _ask_delete(self, run: Run, handled: Handled) -> None:
        question = Question(
            self._desk,
            self._page,
            "screening_desk.delete_run",
            file=run.basis.file,
            lines=f"{run.lines:,}",
            seen=f"{handled.seen:,}",
            decided=f"{handled.decided:,}",
        )
        question.accepted.connect(lambda: self._office.runs.delete(run))
        self._show(question)

    def _on_unread(self) -> None:
        from app.engine.screening.case_runs import unread_rows  # noqa: PLC0415  # the desk's file, once it is needed

        run = self._office.board.run
        if run is None:
            return
        dialog = TableDialog(self._desk, self._page, "screening_desk.unread_title", "screening_desk.unread_about")
        texts = self._desk.texts
        self._office.stand.ask(
            lambda desk: unread_rows(desk, run, offset=0, limit=_MOST_UNREAD),
            lambda rows: dialog.show_table(unread_table(rows, texts)),
        )
        self._show(dialog)
