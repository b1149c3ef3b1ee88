"""Asks what to do with files whose goods and periods are in the store already, and shows what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from app.bridge import data_words
from app.bridge.data_intake import Candidate
from app.bridge.desk import Desk
from app.bridge.texts import Texts
from app.engine.records.options import OnConflict
from app.engine.records.report import PeriodPresentError
from app.engine.store.manifest import Segment
from app.views.data.layouts import column, named, row
from app.widgets.parts import answer, frame, label

_WIDTH, _HIGHEST = 620, 520
_SHOWN = 6
_CHOICES = (OnConflict.ASK, OnConflict.REPLACE, OnConflict.ADD)


class ConflictDialog(QDialog):
    """Leaves each file where it is unless the user chooses to replace or to add."""

    settled = Signal(object)  # path → OnConflict, of the files to import

    def __init__(self, desk: Desk, candidates: Sequence[Candidate], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("conflictDialog")
        self._desk = desk
        self._groups: dict[Path, QButtonGroup] = {}
        self._build(candidates)

    @property
    def choices(self) -> Mapping[Path, OnConflict]:
        """What is chosen for each file that is to be imported."""
        chosen = {path: _CHOICES[group.checkedId()] for path, group in self._groups.items()}
        return {path: how for path, how in chosen.items() if how is not OnConflict.ASK}

    def accept(self) -> None:
        """Tell what was chosen, and close."""
        super().accept()
        if self.choices:
            self.settled.emit(self.choices)

    def _build(self, candidates: Sequence[Candidate]) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        texts.bind(self.setWindowTitle, "data.conflict_title")
        self.resize(_WIDTH, 0)
        whole = column(theme, self, margin=4, gap=4)
        lead = label(wraps=True)
        texts.bind(lead.setText, "data.conflict_lead")
        whole.addWidget(lead)
        inside = QWidget()
        files = column(theme, inside, gap=3)
        for candidate in candidates:
            if isinstance(candidate.error, PeriodPresentError):
                files.addWidget(self._file(candidate, candidate.error.segments))
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setMinimumHeight(min(inside.sizeHint().height(), _HIGHEST))
        whole.addWidget(area, 1)
        self._add_buttons(whole)

    def _file(self, candidate: Candidate, present: Sequence[Segment]) -> QWidget:
        theme, texts = self._desk.theme, self._desk.texts
        box = frame("card")
        inner = column(theme, box, margin=3)
        name = label("heading", wraps=True)
        name.setText(candidate.path.name)
        inner.addWidget(name)
        for segment in present[:_SHOWN]:
            line = label("muted", wraps=True)
            texts.follow(line.setText, partial(_present, texts, segment))
            inner.addWidget(line)
        if len(present) > _SHOWN:
            more = label("muted")
            texts.bind(more.setText, "data.conflict_more", count=len(present) - _SHOWN)
            inner.addWidget(more)
        group = self._groups[candidate.path] = QButtonGroup(box)
        for place, how in enumerate(_CHOICES):
            choice = named(QRadioButton(), f"{how.value}:{candidate.path.name}")
            texts.bind(choice.setText, f"data.conflict_choice_{how.value}")
            group.addButton(choice, place)
            inner.addWidget(choice)
        group.button(0).setChecked(True)
        return box

    def _add_buttons(self, whole: QVBoxLayout) -> None:
        texts = self._desk.texts
        line = row(self._desk.theme)
        go, leave = answer("primary", "settle"), answer("", "leave")
        go.setDefault(True)
        texts.bind(go.setText, "data.conflict_go")
        texts.bind(leave.setText, "data.conflict_leave")
        go.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        line.addStretch(1)
        line.addWidget(leave)
        line.addWidget(go)
        whole.addLayout(line)


def _present(texts: Texts, segment: Segment) -> str:
    """What one file in the store holds; the sum only where it is in one currency."""
    currency = segment.currencies[0] if len(segment.currencies) == 1 else None
    return texts.say(
        "data.conflict_present" if currency else "data.conflict_present_no_sum",
        name=segment.source_name,
        years=data_words.span(segment.years),
        direction=data_words.directions(texts, segment.directions),
        rows=data_words.count(segment.kept),
        value=data_words.money(Decimal(segment.value_kept), texts, currency),
        imported=data_words.moment(segment.imported_at),
    )
