"""A field of the form that offers what can stand in it, and takes whatever is typed."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from app.bridge.desk import Desk
from app.bridge.screening_words import form_choices
from app.engine.screening.columns import Part

_SHOWN = 12


class FormField(QLineEdit):
    """Offers entries that hold what is typed; the arrow at the right offers all of them."""

    def __init__(self, desk: Desk, part: Part) -> None:
        super().__init__()
        self.setObjectName(f"form_{part.value}")
        self._desk, self._part = desk, part
        desk.texts.bind(self.setAccessibleName, f"screening_desk.part_{part.value}")
        if not form_choices(desk.texts, part):
            return
        self._choices = QStringListModel(self)
        completer = QCompleter(self._choices, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_SHOWN)
        self.setCompleter(completer)
        self._arrow = self.addAction(
            desk.icons.icon("chevron-down", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        desk.texts.bind(self._arrow.setToolTip, "screening_desk.form_choices")
        self._arrow.triggered.connect(self.offer_all)
        desk.texts.language_changed.connect(self._on_language)
        self._on_language()

    def offer_all(self) -> None:
        """Show the whole list."""
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()

    def _on_language(self) -> None:
        self._choices.setStringList(form_choices(self._desk.texts, self._part))
