"""The training set: photos that people labelled, what contradicts them, and the folder that the trainer reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.label_tables import TrainingSet, labels_table, training_set
from app.bridge.latest import Latest
from app.bridge.notices import Action, Level
from app.bridge.photo_session import PhotoSession
from app.bridge.tasks import Lane, Task
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress
from app.engine.reports.tables import Table
from app.engine.store.photo_labels import PhotoLabel
from app.engine.store.training_set import ExportReport
from app.widgets.invitation import Invitation
from app.widgets.parts import button, label
from app.widgets.photo_view import PhotoView
from app.widgets.report_table import ReportTable

FolderChooser = Callable[[QWidget], Path | None]
_PICTURES_WIDTH = 340


def choose_folder(parent: QWidget) -> Path | None:
    """An empty folder for the training set."""
    chosen = QFileDialog.getExistingDirectory(parent)
    return Path(chosen) if chosen else None


class LabelsTab(QWidget):
    """The picture of the chosen row stands on the right, with the one that it looks like below."""

    def __init__(self, desk: Desk, session: PhotoSession, *, chooser: FolderChooser = choose_folder) -> None:
        super().__init__()
        self._desk, self._session, self.chooser = desk, session, chooser
        self._latest = Latest(desk.runner, self)
        self.content = TrainingSet((), {})
        self.table = ReportTable(Table("", (), ()))
        self.summary = label("muted", "labelSummary")
        self.nothing = Invitation(desk, "tags", "noLabels")
        self.export, self.withdraw = button("primary", "exportLabels"), button("", "withdrawLabel")
        self.picture = PhotoView(desk.theme, desk.icons, "labelPicture")
        self.like = PhotoView(desk.theme, desk.icons, "likePicture")
        self.like_caption = label("caption", wraps=True)
        self._build()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Read it when it is seen."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask again, unless nobody looks."""
        if self.isVisible():
            desk = self._session.desk
            self._latest.ask(
                lambda _progress, _token: training_set(desk.labels().all()),
                self._on_read,
                self._desk.notices.post_error,
            )

    @property
    def chosen(self) -> PhotoLabel | None:
        """The label of the current row."""
        place = self.table.currentIndex().row()
        if not 0 <= place < len(self.content.labels):
            return None
        shown = self.table.content.rows[place]
        rows = self.table.content.table.rows
        return self.content.labels[next(number for number, row in enumerate(rows) if row is shown)]

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        for widget, name in ((self.export, "export_labels"), (self.withdraw, "withdraw")):
            texts.bind(widget.setText, f"recognise.{name}")
        self.nothing.say("recognise.no_labels", "recognise.no_labels_about")
        texts.bind(self.table.setAccessibleName, "recognise.training_set")
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.summary, 1)
        row.addWidget(self.withdraw)
        row.addWidget(self.export)
        pictures = QWidget()
        right = QVBoxLayout(pictures)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(space(1))
        right.addWidget(self.picture, 1)
        right.addWidget(self.like_caption)
        right.addWidget(self.like, 1)
        pictures.setMinimumWidth(_PICTURES_WIDTH)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setChildrenCollapsible(False)
        whole.addWidget(self.table)
        whole.addWidget(pictures)
        whole.setStretchFactor(0, 1)
        self._whole = whole
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(row)
        column.addWidget(self.nothing, 1)
        column.addWidget(whole, 1)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_args: self._show_pictures())
        self.export.clicked.connect(self._on_export)
        self.withdraw.clicked.connect(self._on_withdraw)
        self._session.labelled.connect(lambda _digest, _chapter: self.refresh())
        self._desk.texts.language_changed.connect(self._show)

    def _on_read(self, content: TrainingSet) -> None:
        self.content = content
        self._show()

    def _show(self) -> None:
        content, say = self.content, self._desk.texts.say
        self.table.show_table(labels_table(content, self._desk.texts.language))
        has_rows = bool(content.labels)
        self._whole.setVisible(has_rows)
        self.nothing.setVisible(not has_rows)
        self.export.setEnabled(has_rows)
        self.summary.setText(
            say(
                "recognise.label_summary",
                photos=len(content.labels),
                chapters=content.chapters,
                conflicts=content.conflicts,
                alike=len(content.doubts) - content.conflicts,
            )
            if has_rows
            else ""
        )
        if has_rows:
            self.table.selectRow(0)
        self._show_pictures()

    def _show_pictures(self) -> None:
        chosen = self.chosen
        like = self.content.like(chosen) if chosen is not None else None
        self.withdraw.setEnabled(chosen is not None)
        self.picture.show_photo(self._picture(chosen))
        for each in (self.like, self.like_caption):
            each.setVisible(like is not None)
        if like is not None:
            self.like.show_photo(self._picture(like))
            self.like_caption.setText(
                self._desk.texts.say("recognise.looks_like", name=like.name, chapter=like.chapter)
            )

    def _picture(self, given: PhotoLabel | None) -> QImage:
        if given is None:
            return QImage()
        return QImage(str(self._session.desk.labels().picture_of(given.key.digest)))

    def _on_withdraw(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        try:
            self._session.desk.withdraw(chosen)
        except EngineError as error:
            self._desk.notices.post_error(error)
        self._session.labelled.emit(chosen.key.digest, "")

    def _on_export(self) -> None:
        folder = self.chooser(self)
        if folder is None:
            return
        desk = self._session.desk

        def call(progress: Progress, token: CancelToken) -> ExportReport:
            from app.engine.store.training_set import export_training_set  # noqa: PLC0415  # on a worker

            return export_training_set(desk.labels(), folder, progress=progress, token=token)

        task = Task(call, "recognise.exporting_labels")
        task.succeeded.connect(self._on_exported)
        task.failed.connect(self._desk.notices.post_error)
        self._desk.runner.start(task, Lane.EXPORT)

    def _on_exported(self, report: ExportReport) -> None:
        folder = str(report.folder)
        action = Action("dashboard.open_folder", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))
        self._desk.notices.offer(
            Level.SUCCESS if not report.missing else Level.WARNING,
            action,
            "recognise.labels_exported",
            photos=report.photos,
            chapters=report.chapters,
            missing=report.missing,
            folder=folder,
        )
