"""One file on the desk: why it was recognised so, what has to be stated, and its first rows or its mapping."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QStackedWidget, QWidget

from app.bridge import data_words
from app.bridge.data_calls import Look
from app.bridge.data_intake import Candidate, CandidateState, Intake
from app.bridge.data_preview_check import PreviewCheck
from app.bridge.desk import Desk
from app.engine.records.mapping import ColumnMapping
from app.engine.records.options import ImportOptions
from app.views.data.layouts import column, named, row
from app.views.data.mapping_editor import MappingEditor
from app.views.data.preview_table import PreviewTable
from app.views.data.questions import Questions
from app.widgets.elided_label import ElidedLabel
from app.widgets.parts import button, frame, label


class FileDetails(QStackedWidget):
    """Shows nothing, or the file that is looked at."""

    settle_asked = Signal(object)  # path of a file whose periods are there already

    def __init__(self, desk: Desk, intake: Intake) -> None:
        super().__init__()
        self._desk, self._intake = desk, intake
        self._path: Path | None = None
        self._editing: Look | None = None
        self._reopened: Path | None = None  # the mapping with which the editor begins
        self.questions, self.preview = Questions(desk), PreviewTable(desk)
        self._check = PreviewCheck(desk.runner)
        self._check.setParent(self)
        self._build()
        intake.changed.connect(self._on_changed)
        desk.texts.language_changed.connect(self._show)

    @functools.cached_property
    def editor(self) -> MappingEditor:
        """For files that are not recognised; made for the first of them."""
        made = MappingEditor(self._desk)
        made.save_asked.connect(self._on_save)
        made.drafted.connect(self._on_drafted)
        self._whole.insertWidget(self._whole.indexOf(self._count), made, 3)
        return made

    def show_file(self, path: Path | None) -> None:
        """Look at another file, or none."""
        self._path = path
        self._show()

    def _build(self) -> None:
        theme, texts = self._desk.theme, self._desk.texts
        nothing = label("muted", wraps=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts.bind(nothing.setText, "data.no_file")
        self.addWidget(nothing)
        body = frame("card", "fileDetails")
        whole = self._whole = column(theme, body, margin=4, gap=3)
        self._title, self._about = ElidedLabel(), label("caption", "fileFolder", wraps=True)
        self._title.setProperty("role", "heading")
        head = column(theme, gap=0)
        head.addWidget(self._title)
        head.addWidget(self._about)
        whole.addLayout(head)
        whole.addWidget(self._trouble())
        whole.addWidget(self.questions)
        whole.addWidget(self._offer())
        self._evidence = label("caption", "evidence", wraps=True)
        whole.addWidget(self._evidence)
        self._count = label("caption", "previewCount", wraps=True)
        whole.addWidget(self._count)
        whole.addWidget(self.preview, 2)
        whole.addStretch()
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        self.addWidget(area)
        self.questions.answered.connect(self._on_answered)
        self._check.answered.connect(self._on_draft_read)
        self._check.refused.connect(lambda error: self._count.setText(data_words.sentence(texts, error)))

    def _trouble(self) -> QWidget:
        """What stands in the way of importing the file, and the one thing that can be done about it here."""
        self._trouble_box = frame("banner", "trouble")
        line = row(self._desk.theme, self._trouble_box, margin=3)
        self._trouble_text, self._settle = label(wraps=True), button("", "settleConflict")
        self._desk.texts.bind(self._settle.setText, "data.conflict_settle")
        self._settle.clicked.connect(lambda: self.settle_asked.emit(self._path))
        line.addWidget(self._trouble_text, 1)
        line.addWidget(self._settle)
        return self._trouble_box

    def _offer(self) -> QWidget:
        """Saved mappings for the same columns, or the mapping in use."""
        self._offer_box = frame("banner", "mappingOffer")
        line = row(self._desk.theme, self._offer_box, margin=3)
        self._offer_text, self._saved = label(wraps=True), named(QComboBox(), "savedMappings")
        self._use, self._edit = button("primary", "useMapping"), button("", "editMapping")
        texts = self._desk.texts
        texts.bind(self._use.setText, "data.mapping_use")
        texts.bind(self._saved.setAccessibleName, "data.mapping_saved")
        self._use.clicked.connect(self._on_use)
        self._edit.clicked.connect(self._on_edit)
        line.addWidget(self._offer_text, 1)
        for widget in (self._saved, self._edit, self._use):
            line.addWidget(widget)
        return self._offer_box

    def _on_changed(self, path: Path) -> None:
        if path == self._path:
            self._show()

    def _show(self) -> None:
        candidate = self._intake.candidate(self._path) if self._path is not None else None
        self.setCurrentIndex(0 if candidate is None else 1)
        if candidate is None:
            return
        self._title.setText(candidate.path.name)
        self._about.setText(str(candidate.path.parent))
        self._show_trouble(candidate)
        self.questions.show_candidate(candidate)
        self._show_offer(candidate)
        self._show_evidence(candidate)
        self._show_content(candidate)

    def _show_trouble(self, candidate: Candidate) -> None:
        error = candidate.error
        self._trouble_box.setVisible(error is not None)
        is_conflict = candidate.state is CandidateState.CONFLICT
        self._settle.setVisible(is_conflict)
        self._trouble_box.setProperty("level", "warning" if is_conflict else "error")
        self._trouble_box.style().polish(self._trouble_box)
        if error is not None:
            self._trouble_text.setText(data_words.sentence(self._desk.texts, error))

    def _show_offer(self, candidate: Candidate) -> None:
        texts, used = self._desk.texts, candidate.stated.mapping
        fitting = candidate.look.fitting if candidate.look is not None else ()
        self._offer_box.setVisible(used is not None or bool(fitting))
        self._saved.setVisible(used is None and len(fitting) > 1)
        self._use.setVisible(used is None)
        self._edit.setText(texts.say("data.mapping_change" if used else "data.mapping_edit"))
        if used is not None:
            self._offer_text.setText(texts.say("data.mapping_used", name=used.stem))
        elif fitting:
            self._offer_text.setText(texts.say("data.mapping_offer", name=fitting[0].stem))
            if [self._saved.itemData(at) for at in range(self._saved.count())] != list(fitting):
                self._saved.clear()
                for path in fitting:
                    self._saved.addItem(path.stem, path)

    def _show_evidence(self, candidate: Candidate) -> None:
        told = candidate.look.found.evidence if candidate.look is not None else ()
        lines = [data_words.evidence(self._desk.texts, each) for each in told]
        is_mapping = candidate.state is CandidateState.UNMAPPED
        self._evidence.setVisible(bool(lines) and not is_mapping)
        self._evidence.setText("\n".join(f"· {line}" for line in dict.fromkeys(lines)))

    def _show_content(self, candidate: Candidate) -> None:
        look = candidate.look
        is_mapping = candidate.state is CandidateState.UNMAPPED and look is not None and look.unknown is not None
        if is_mapping or "editor" in self.__dict__:
            self.editor.setVisible(is_mapping)
        if is_mapping and look is not None and look.unknown is not None and look is not self._editing:
            self._editing = look
            self._show_preview(None)
            self.editor.edit(look.unknown, candidate.path.stem)
            if self._reopened is not None:
                self.editor.continue_with(self._reopened)
                self._reopened = None
        elif not is_mapping:
            self._editing = None
            self._show_preview(look)

    def _show_preview(self, look: Look | None) -> None:
        shown = look.preview if look is not None else None
        self.preview.show_preview(shown)
        self.preview.setVisible(shown is not None)
        self._count.setVisible(shown is not None)
        if shown is not None:
            code = "data.preview_count_odd" if shown.misshapen else "data.preview_count"
            self._count.setText(self._desk.texts.say(code, rows=len(shown.rows), odd=shown.misshapen))

    def _on_answered(self, stated: ImportOptions) -> None:
        if self._path is not None:
            self._intake.state(self._path, stated)

    def _on_use(self) -> None:
        if self._path is not None:
            self._intake.use_mapping(self._path, self._saved.currentData())

    def _on_edit(self) -> None:
        """Back to the editor, with what the saved mapping says."""
        candidate = self._intake.candidate(self._path) if self._path is not None else None
        if candidate is None:
            return
        if candidate.stated.mapping is not None:
            self._reopened = candidate.stated.mapping
            self._intake.use_mapping(candidate.path, None)
            return
        self.editor.continue_with(self._saved.currentData())

    def _on_save(self, mapping: ColumnMapping) -> None:
        if self._path is not None:
            self._intake.save_mapping(self._path, mapping)

    def _on_drafted(self, mapping: ColumnMapping) -> None:
        candidate = self._intake.candidate(self._path) if self._path is not None else None
        if candidate is not None:
            self._check.ask(candidate, mapping)

    def _on_draft_read(self, look: Look) -> None:
        if self._editing is not None:
            self._show_preview(look)
