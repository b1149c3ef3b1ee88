"""The model list: which network answers, what its card tells, and another one instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QHeaderView, QScrollArea, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.photo_models import MODEL, ModelsState, card_rows, models_call, models_table
from app.bridge.photo_session import PhotoSession
from app.bridge.tasks import Lane, Task
from app.engine.reports.tables import Table
from app.views.recognise.detector_row import DetectorRow
from app.widgets.copy_label import CopyLabel
from app.widgets.parts import button, label
from app.widgets.report_table import ReportTable

if TYPE_CHECKING:
    from app.engine.inference.model_list import ListedModel, ModelList

ModelChooser = Callable[[QWidget], Path | None]
_TABLE_HEIGHT = 150


def choose_model(parent: QWidget) -> Path | None:
    """A model file; its card lies beside it."""
    chosen, _ = QFileDialog.getOpenFileName(parent, "", "", "ONNX (*.onnx)")
    return Path(chosen) if chosen else None


class ModelsTab(QWidget):
    """What is chosen takes effect at once, also for the photo that is shown."""

    def __init__(self, desk: Desk, session: PhotoSession, *, chooser: ModelChooser = choose_model) -> None:
        super().__init__()
        self._desk, self._session, self.chooser = desk, session, chooser
        self.state: ModelsState | None = None
        self.table = ReportTable(Table("", (), ()))
        self.about = label("muted", "modelsAbout", wraps=True)
        self.use, self.add = button("primary", "useModel"), button("", "importModel")
        self.back, self.remove = button("", "modelBefore"), button("danger", "removeModel")
        self.detector = DetectorRow(desk, session, chooser)
        self._card = QScrollArea(widgetResizable=True)
        self._build()
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  # Qt's name
        """Read the list when it is seen."""
        super().showEvent(event)
        self._run(None)
        self.detector.refresh()

    @property
    def chosen(self) -> ListedModel | None:
        """The model of the current row."""
        place = self.table.currentIndex().row()
        if self.state is None or not 0 <= place < len(self.state.models):
            return None
        shown = self.table.content.rows[place]
        rows = self.table.content.table.rows
        return self.state.models[next(number for number, row in enumerate(rows) if row is shown)]

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        names = {self.use: "use", self.add: "import", self.back: "back", self.remove: "remove"}
        row = QHBoxLayout()
        row.setSpacing(space(2))
        for widget, name in names.items():
            texts.bind(widget.setText, f"recognise.model_do_{name}")
            row.addWidget(widget)
        row.addStretch(1)
        texts.bind(self.about.setText, "recognise.models_about")
        texts.bind(self.table.setAccessibleName, "recognise.models")
        self.table.setFixedHeight(_TABLE_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self.about)
        column.addWidget(self.table)
        column.addLayout(row)
        column.addWidget(self._card, 1)
        column.addWidget(self.detector)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda *_args: self._show_chosen())
        self.use.clicked.connect(self._on_use)
        self.add.clicked.connect(self._on_add)
        self.back.clicked.connect(lambda: self._run(lambda models: models.go_back(), is_change=True))
        self.remove.clicked.connect(self._on_remove)
        self._desk.texts.language_changed.connect(self._show)

    def _on_use(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            number = chosen.id
            self._run(lambda models: models.use(number), is_change=True)

    def _on_add(self) -> None:
        path = self.chooser(self)
        if path is not None:
            self._run(lambda models: models.add(path))

    def _on_remove(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            number = chosen.id
            self._run(lambda models: models.remove(number))

    def _run(self, act: Callable[[ModelList], object] | None, *, is_change: bool = False) -> None:
        task = Task(models_call(self._desk.settings.folder, act))
        task.succeeded.connect(lambda state: self._on_read(state, is_change=is_change))
        task.failed.connect(self._desk.notices.post_error)
        self._desk.runner.start(task, Lane.FILES)

    def _on_read(self, state: ModelsState, *, is_change: bool) -> None:
        self.state = state
        self._show()
        if is_change:
            self._session.renew_model()
            now = next((each.card for each in state.models if each.is_in_use), None)
            if now is not None:
                self._desk.notices.post(
                    Level.SUCCESS, "recognise.model_in_use_now", model=now.model, version=now.version
                )

    def _show(self) -> None:
        state = self.state
        if state is None:
            return
        self.table.show_table(models_table(state, self._desk.texts.language))
        self.table.horizontalHeader().setSectionResizeMode(MODEL, QHeaderView.ResizeMode.Stretch)
        if state.models:
            self.table.selectRow(next((at for at, each in enumerate(state.models) if each.is_in_use), 0))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen, state = self.chosen, self.state
        self.use.setEnabled(chosen is not None and not chosen.is_in_use)
        self.remove.setEnabled(chosen is not None and not chosen.is_in_use and not chosen.is_shipped)
        self.back.setEnabled(state is not None and state.can_go_back)
        rows = card_rows(chosen, self._desk.texts.language) if chosen is not None else []
        self._card.setWidget(self._written(rows))

    def _written(self, rows: list[tuple[str, str]]) -> QWidget:
        """Names and what they tell; made anew, for a layout that is refilled keeps heights of what stood in it."""
        space = self._desk.theme.tokens.space
        card = QWidget()
        grid = QGridLayout(card)
        grid.setHorizontalSpacing(space(3))
        grid.setVerticalSpacing(space(1))
        grid.setColumnStretch(1, 1)
        for line, (name, told) in enumerate(rows):
            title, value = label("caption"), CopyLabel(self._desk.texts, wraps=True)
            title.setText(name)
            value.setText(told)
            grid.addWidget(title, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
        grid.setRowStretch(len(rows), 1)
        return card
