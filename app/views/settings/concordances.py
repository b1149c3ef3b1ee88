"""Concordance tables between HS editions: which are there, importing one, removing them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.bridge.concordance_calls import held_tables, import_call, remove_all
from app.bridge.desk import Desk
from app.bridge.notices import Level
from app.bridge.tasks import Lane, Task
from app.engine.reference.concordances import Concordance
from app.widgets.parts import button, label
from app.widgets.question import Question
from app.widgets.setting_card import SettingCard


class ConcordancesCard(SettingCard):
    """A change counts from the next question on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "concordance.title")
        self._desk = desk
        self.held = label("muted", "concordancesHeld", wraps=True)
        self.add, self.remove = button("", "importConcordance"), button("link", "removeConcordances")
        desk.texts.bind(self.add.setText, "concordance.import")
        desk.texts.bind(self.remove.setText, "concordance.remove")
        self.add_row("concordance.tables", self._control())
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._ask_to_remove)
        desk.texts.language_changed.connect(self._show)
        self._show()

    def import_file(self, file: str) -> None:
        """Read the table and keep it."""
        task = Task(import_call(Path(file), self._desk.settings.folder), "concordance.task")
        task.succeeded.connect(self._on_imported)
        task.failed.connect(self._desk.notices.post_error)
        self._desk.runner.start(task, Lane.FILES)

    def _control(self) -> QWidget:
        control = QWidget()
        column = QVBoxLayout(control)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.held)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        buttons.addWidget(self.add)
        column.addLayout(buttons)
        control.setMinimumWidth(320)
        return control

    def _show(self) -> None:
        tables, say = held_tables(self._desk.settings.folder), self._desk.texts.say
        lines = [
            say("concordance.held", earlier=one.earlier, later=one.later, pairs=f"{len(one.pairs):,}") for one in tables
        ]
        self.held.setText("\n".join(lines) if lines else say("concordance.none"))
        self.remove.setVisible(bool(lines))

    def _on_add(self) -> None:
        texts = self._desk.texts
        dialog = QFileDialog(self, texts.say("concordance.import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(texts.say("concordance.files"))
        dialog.fileSelected.connect(self.import_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_imported(self, table: Concordance) -> None:
        facts = {"earlier": table.earlier, "later": table.later, "pairs": len(table.pairs)}
        self._desk.notices.post(Level.SUCCESS, "concordance.kept", **facts)
        self._show()

    def _ask_to_remove(self) -> None:
        question = Question(self._desk, self, "concordance.remove_ask")
        question.accepted.connect(self._remove_all)
        question.finished.connect(question.deleteLater)
        question.open()

    def _remove_all(self) -> None:
        remove_all(self._desk.settings.folder)
        self._show()
