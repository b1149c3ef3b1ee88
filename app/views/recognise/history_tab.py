"""The history tab: every photo that was recognised on this desk, searched by name, code or chapter."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.bridge.desk import Desk
from app.bridge.latest import Latest
from app.bridge.notices import Level
from app.bridge.photo_history import matching_chapters
from app.bridge.photo_items import Origin, PhotoItem
from app.bridge.photo_rows import PhotoRow, PhotoTable, photos_table
from app.bridge.photo_session import PhotoSession
from app.engine.errors import EngineError
from app.engine.store.answers import Basis
from app.engine.store.selection import Selection
from app.views.recognise.history_layout import lay_out_history
from app.widgets.invitation import Invitation
from app.widgets.parts import button
from app.widgets.photo_table import PhotoTableView
from app.widgets.question import Question
from app.widgets.table_export import TableExport

_COLUMNS = ("photo", "chapter", "probability", "others", "state", "label", "seen_at", "model")
_SEARCH_AFTER_MS = 150
_MOST_ROWS = 2_000
_NO_PHOTOS = ("recognise.empty_history", "recognise.empty_history_about")
_NO_MATCH = ("recognise.no_history", "recognise.no_history_about")


class HistoryTab(QWidget):
    """A row whose file is still there opens in the goods tab."""

    def __init__(self, desk: Desk, session: PhotoSession) -> None:
        super().__init__()
        self._desk, self._session = desk, session
        self._latest = Latest(desk.runner, self)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setObjectName("photoSearch")
        self.table = PhotoTableView(PhotoTable(lambda: desk.texts.language, _COLUMNS, self))
        self.nothing = Invitation(desk, "history", "noPhotos")
        self.remove, self.forget = button("", "removePhotos"), button("danger", "forgetPhotos")
        self.saves = {kind: button("", f"{kind}History") for kind in ("csv", "xlsx")}
        self.files = TableExport(desk, self)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_AFTER_MS)
        self._build()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Read it when it is seen."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask again, unless nobody looks."""
        if not self.isVisible():
            return
        self.table.content.threshold = self._desk.settings.settings.photos.threshold
        desk, words, language = self._session.desk, self.search.text(), self._desk.texts.language

        def call(_progress: object, _token: object) -> list[PhotoRow]:
            found = desk.recognitions().find(words, chapters=matching_chapters(words, language), limit=_MOST_ROWS)
            labels = {label.key.digest: label.chapter for label in desk.labels().all()}
            return [PhotoRow(seen.name, seen=seen, label=labels.get(seen.key.digest, "")) for seen in found]

        self._latest.ask(call, self._on_found, self._desk.notices.post_error)

    def _build(self) -> None:
        texts = self._desk.texts
        texts.bind(self.search.setPlaceholderText, "recognise.search")
        texts.bind(self.search.setAccessibleName, "recognise.search")
        texts.bind(self.table.setAccessibleName, "recognise.photos")
        texts.bind(self.remove.setText, "recognise.remove")
        texts.bind(self.forget.setText, "recognise.forget")
        lay_out_history(
            self,
            self._desk,
            search=self.search,
            saves=self.saves,
            others=(self.remove, self.forget),
            nothing=self.nothing,
            table=self.table,
        )

    def _connect(self) -> None:
        self._timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.remove.clicked.connect(self._on_remove)
        self.forget.clicked.connect(self._on_forget)
        self.table.opened.connect(self._on_opened)
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._show_possible())
        self._session.recognised.connect(self.refresh)
        self._session.labelled.connect(self.table.content.put_label)
        self._desk.texts.language_changed.connect(self.table.content.say_again)
        for kind, save in self.saves.items():
            save.clicked.connect(lambda _checked=False, kind=kind: self._save(kind))

    def _on_found(self, rows: list[PhotoRow]) -> None:
        self.table.content.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.nothing.say(*(_NO_MATCH if self.search.text() else _NO_PHOTOS))
        self._show_possible()

    def _show_possible(self) -> None:
        has_rows = bool(self.table.content.rows)
        for each in (*self.saves.values(), self.forget):
            each.setEnabled(has_rows)
        self.remove.setEnabled(bool(self.table.chosen_rows))

    def _on_opened(self, row: PhotoRow) -> None:
        path = Path(row.seen.path) if row.seen is not None and row.seen.path else None
        if path is None or not path.is_file():
            self._desk.notices.post(Level.INFO, "recognise.file_gone", name=row.name)
        else:
            self._session.photo_wanted.emit(PhotoItem(path.name, Origin.FILE, path))

    def _on_remove(self) -> None:
        self._forget([row.seen.id for row in self.table.chosen_rows if row.seen is not None])

    def _on_forget(self) -> None:
        question = Question(self._desk, self, "recognise.forget")
        question.accepted.connect(lambda: self._forget(None))
        question.open()

    def _forget(self, ids: list[int] | None) -> None:
        try:
            self._session.desk.recognitions().forget(ids)
        except EngineError as error:
            self._desk.notices.post_error(error)
        self.refresh()

    def _save(self, kind: str) -> None:
        content = self.table.content
        table = photos_table(self.table.shown_rows, content.threshold, self._desk.texts.language)
        self.files.save(kind, table.name, [table], Basis(Selection(), None, ()))
