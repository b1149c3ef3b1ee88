"""The batch tab: whole folders, with progress, a stop that keeps what is there, and a file of the answers."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.bridge.batch_board import BatchBoard
from app.bridge.desk import Desk
from app.bridge.goods_words import chapter_name
from app.bridge.photo_items import PhotoItem
from app.bridge.photo_rows import PhotoRow, PhotoTable, photos_table
from app.bridge.photo_session import PhotoSession
from app.engine.store.answers import Basis
from app.engine.store.selection import Selection
from app.widgets.parts import button, label
from app.widgets.photo_sources import PhotoSources
from app.widgets.photo_table import PhotoTableView
from app.widgets.segments import Segments
from app.widgets.table_export import TableExport

_COLUMNS = ("photo", "chapter", "probability", "others", "state", "label", "taken")
_STATES = ("all", "must_look", "not_covered", "sure", "failed", "waiting")


class BatchTab(QWidget):
    """A row that is opened goes to the goods tab, where its label is corrected."""

    def __init__(self, desk: Desk, session: PhotoSession) -> None:
        super().__init__()
        self._desk, self._session = desk, session
        self.board = BatchBoard(desk.runner, session, self)
        self.sources = PhotoSources(desk, self, with_camera=False)
        self.table = PhotoTableView(PhotoTable(lambda: desk.texts.language, _COLUMNS, self))
        self.files = TableExport(desk, self)
        self.progress = QProgressBar(textVisible=False)
        self.status, self.hint = label("muted", "batchStatus"), label("muted", "batchHint", wraps=True)
        self.marked = label("success", "batchMarked")
        self.stop, self.resume, self.clear = (button("", name) for name in ("stopBatch", "resumeBatch", "clearBatch"))
        self.saves = {kind: button("", f"{kind}Batch") for kind in ("csv", "xlsx")}
        names = [(state, f"recognise.only_{state}") for state in _STATES]
        self.states = Segments(desk.texts, "recognise.only", names)
        self.states.show_choice("all")
        self._build()
        self._connect()
        self._show()

    def add(self, items: list[PhotoItem]) -> None:
        """Recognise these as well."""
        self.board.add(items)

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        for widget, name in ((self.stop, "stop"), (self.resume, "resume"), (self.clear, "clear")):
            texts.bind(widget.setText, f"recognise.{name}")
        texts.bind(self.hint.setText, "recognise.batch_hint")
        texts.bind(self.table.setAccessibleName, "recognise.photos")
        top, under = QHBoxLayout(), QHBoxLayout()
        for row in (top, under):
            row.setSpacing(space(2))
        top.addWidget(self.sources)
        top.addWidget(self.status, 1)
        for widget in (self.resume, self.stop, self.clear):
            top.addWidget(widget)
        under.addWidget(self.states)
        under.addWidget(self.marked, 1)
        for kind, save in self.saves.items():
            texts.bind(save.setText, f"window.save_{kind}")
            under.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(top)
        column.addWidget(self.progress)
        column.addLayout(under)
        column.addWidget(self.hint)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        board, texts = self.board, self._desk.texts
        self.sources.given.connect(self.add)
        self._session.batch_wanted.connect(self.add)
        board.rows_added.connect(self.table.content.add_rows)
        board.row_changed.connect(self.table.content.put_row)
        board.changed.connect(self._show)
        board.failed.connect(self._desk.notices.post_error)
        self.stop.clicked.connect(board.stop)
        self.resume.clicked.connect(board.go_on)
        self.clear.clicked.connect(self._on_clear)
        self.states.chosen.connect(lambda name: self.table.show_state("" if name == "all" else name))
        self.table.opened.connect(self._on_opened)
        self.table.labelled.connect(board.give_label)
        self.table.marked.connect(self._on_marked)
        self._desk.settings.changed.connect(self._on_settings)
        texts.language_changed.connect(self.table.content.say_again)
        texts.language_changed.connect(self._show)
        for kind, save in self.saves.items():
            save.clicked.connect(lambda _checked=False, kind=kind: self._save(kind))

    def _on_clear(self) -> None:
        self.board.clear()
        self.table.content.show_rows(self.board.rows)

    def _on_opened(self, row: PhotoRow) -> None:
        if row.item is not None and row.problem is None:
            self._session.photo_wanted.emit(row.item)

    def _on_marked(self, chapter: str) -> None:
        name = chapter_name(chapter, self._desk.texts.language)
        say = self._desk.texts.say
        self.marked.setText(say("recognise.enter_labels", chapter=chapter, title=name) if chapter else "")

    def _on_settings(self) -> None:
        threshold = self._desk.settings.settings.photos.threshold
        if threshold != self.table.content.threshold:
            self.table.content.threshold = threshold
            self.table.content.say_again()
            self._show()

    def _show(self) -> None:
        board, rows = self.board, self.board.rows
        waiting = len(board.waiting)
        self.table.content.threshold = self._desk.settings.settings.photos.threshold
        self.hint.setVisible(not rows and not board.is_running)
        self.progress.setVisible(board.is_running)
        self.progress.setRange(0, len(rows) if waiting < len(rows) or waiting else 0)
        self.progress.setValue(len(rows) - waiting)
        self.stop.setVisible(board.is_running)
        self.resume.setVisible(bool(waiting) and not board.is_running)
        self.clear.setVisible(bool(rows) and not board.is_running)
        for each in (self.sources.browse, self.sources.folder, self.sources.paste):
            each.setEnabled(not board.is_running)
        for each in self.saves.values():
            each.setEnabled(len(rows) > waiting)
        self.status.setText(self._status(waiting))

    def _status(self, waiting: int) -> str:
        rows = self.board.rows
        if not rows:
            return ""
        counts = Counter(row.state(self.table.content.threshold) for row in rows)
        look = counts["must_look"] + counts["not_covered"]
        return self._desk.texts.say(
            "recognise.batch_status", done=len(rows) - waiting, of=len(rows), look=look, failed=counts["failed"]
        )

    def _save(self, kind: str) -> None:
        content = self.table.content
        table = photos_table(self.table.shown_rows, content.threshold, self._desk.texts.language)
        self.files.save(kind, table.name, [table], Basis(Selection(), None, ()))
