"""The main window: navigation rail, the page that is shown, the task bar below it, and notices over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QRhiWidget, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.graphics import has_renderer
from app.bridge.saved_views import selection_of, state_of
from app.engine.errors import EngineError, UsageError
from app.engine.settings import WindowSettings
from app.engine.store.selection_codec import selection_document
from app.widgets.drop_target import DropTarget, dropped_files
from app.widgets.notice_area import NoticeArea
from app.widgets.page_entry import PageEntry
from app.widgets.pages import PageStack
from app.widgets.question import Question
from app.widgets.rail import Rail
from app.widgets.regions import focus_next_region
from app.widgets.task_bar import TaskBar
from app.widgets.window_actions import WindowActions

if TYPE_CHECKING:
    from app.engine.store.saved_views import SavedView

_SMALLEST = (1024, 640)
_USUAL = (1366, 768)
_SCREENING = "screening"


class MainWindow(QMainWindow):
    """Holds the pages that it is given; `hidden` ones have no button on the rail."""

    painted = Signal()  # once

    def __init__(self, desk: Desk, entries: Sequence[PageEntry], *, hidden: Sequence[PageEntry] = ()) -> None:
        super().__init__()
        self._desk = desk
        self._entries = tuple(entries)
        self._is_painted = self._may_close = False
        self.stack = PageStack(desk, [*entries, *hidden])
        self.rail = Rail(desk, entries)
        self.task_bar = TaskBar(desk)
        self._build()
        self.notices = NoticeArea(desk, self._centre, self.task_bar)
        self._connect()

    def show_page(self, page_id: str) -> None:
        """Show the page, made at its first visit."""
        self.stack.show_page(page_id)

    def offer_files(self, files: list[Path]) -> None:
        """Show the page that imports files, and give it these."""
        self.stack.show_page("data")
        self.stack.offer_files("data", files)

    def offer_declaration(self, text: str) -> None:
        """Show the page that screens declarations, and give it what a code said."""
        self.stack.show_page(_SCREENING)
        self.stack.offer_declaration(_SCREENING, text)

    def prepare_for_charts(self) -> None:
        """Before the window is shown: draw it as pages with charts need it.

        Otherwise the first of them would make Qt replace the native window, which flickers and loses the focus.
        """
        if has_renderer():
            QRhiWidget(self._centre).hide()

    def restore(self) -> None:
        """Stand where the last run left the window."""
        geometry = self._desk.settings.settings.window.geometry
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def remember(self) -> None:
        """Keep place, page and selection for the next start."""
        book, page = self._desk.settings, self.stack.current
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        book.put(
            replace(
                book.settings,
                page=page if page in {entry.id for entry in self._entries} else book.settings.page,
                selection=selection_document(self._desk.session.selection),
                window=WindowSettings(geometry),
            )
        )

    def _build(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_USUAL)
        self._desk.texts.bind(self.setWindowTitle, "window.name")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.task_bar)
        self._centre = QWidget()
        row = QHBoxLayout(self._centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
        self.setCentralWidget(self._centre)
        self._drop = DropTarget(
            self._desk.texts,
            self._centre,
            "window.drop",
            accepts=lambda mime: bool(dropped_files(mime)),
            receive=lambda mime: self._desk.navigation.offer_files(dropped_files(mime)),
        )

    def _connect(self) -> None:
        desk = self._desk
        self.rail.chosen.connect(self.stack.visit)
        self.stack.shown.connect(self.rail.mark)
        desk.navigation.page_requested.connect(self.show_page)
        desk.navigation.files_offered.connect(self.offer_files)
        desk.navigation.declaration_offered.connect(self.offer_declaration)
        self.notices.unread_changed.connect(self.task_bar.count_notices)
        self.task_bar.notices_asked.connect(self.show_notices)
        self.commands = WindowActions(desk, self, self._entries)

    def show_notices(self) -> None:
        """Open the list behind the bell."""
        self.notices.open_list(self.task_bar.bell)

    def cycle_regions(self, step: int) -> None:
        """Give the focus to the next part of the window; -1 goes the other way."""
        focus_next_region([self.rail, self.stack, self.task_bar, self.notices], step)

    def open_view(self, view: SavedView) -> None:
        """Show what was saved: its page, as it was, with its selection."""
        try:
            selection = selection_of(view)
            self.stack.show_page(view.page)
        except (EngineError, KeyError) as error:
            known = error if isinstance(error, EngineError) else UsageError("views.page_gone", name=view.name)
            self._desk.notices.post_error(known)
            return
        self._desk.session.select(selection)
        self.stack.restore_state(view.page, state_of(view))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the store anew when the user comes back: another program may have written to it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            try:
                self._desk.session.refresh()
            except EngineError as error:
                self._desk.notices.post_error(error)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask first while a task runs that the user can see."""
        running = self._count_running()
        if running and not self._may_close:
            event.ignore()
            self._ask_to_close(running)
        else:
            super().closeEvent(event)

    def _ask_to_close(self, running: int) -> None:
        question = Question(self._desk, self, "window.close", is_void=self._has_nothing_running, tasks=running)
        question.accepted.connect(self._close_now)
        self._desk.runner.task_ended.connect(question.check)
        question.open()

    def _count_running(self) -> int:
        return sum(task.is_visible for task in self._desk.runner.running)

    def _has_nothing_running(self) -> bool:
        return not self._count_running()

    def _close_now(self) -> None:
        self._may_close = True
        self.close()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and tell when it was for the first time."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()
