"""One declaration by hand: fields that say at once what is wrong with them, and the score beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.bridge.desk import Desk
from app.bridge.screening_form import FORM_ROWS, FormBoard, problem_of
from app.engine.errors import EngineError
from app.engine.screening.columns import Part
from app.engine.screening.findings import ScoredLine
from app.engine.screening.form import FormReading
from app.views.screening.findings_panel import FindingsPanel
from app.views.screening.form_field import FormField
from app.widgets.parts import button, frame, label

_WIDTH, _HEIGHT, _SIDE = 1_080, 640, 400
_PICTURES = "JPEG, PNG, WebP (*.jpg *.jpeg *.png *.webp *.bmp *.heic *.tif *.tiff)"
FileChooser = Callable[[QWidget, str], Path | None]


def choose_picture(parent: QWidget, title: str) -> Path | None:
    """A photo of the goods, or of the paper with its code."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(Path.home()), _PICTURES)
    return Path(chosen) if chosen else None


class FormDialog(QDialog):
    """`added` asks for the line to be put into the queue."""

    added = Signal()

    def __init__(
        self, desk: Desk, board: FormBoard, parent: QWidget | None, *, chooser: FileChooser = choose_picture
    ) -> None:
        super().__init__(parent)
        self.setObjectName("declarationForm")
        self.resize(_WIDTH, _HEIGHT)
        self._desk, self._board, self._chooser = desk, board, chooser
        self.fields: dict[Part, FormField] = {}
        self.problem = label("danger", "formProblem", wraps=True)
        self.risk, self.findings = label("figure", "formRisk"), FindingsPanel(desk, is_narrow=True)
        self.waiting = label("muted", "formWaiting", wraps=True)
        self.photo = QLineEdit(readOnly=True)
        self.choose_photo, self.scan = button("", "formPhoto"), button("", "formScan")
        self.empty, self.leave, self.add = (
            button("", "formEmpty"),
            button("", "formLeave"),
            button("primary", "formAdd"),
        )
        self._photo: Path | None = None
        self._build()
        self._connect()
        self._on_scored(None)
        self._on_typed()

    def fill(self, texts: Mapping[Part, str]) -> None:
        """Put in what a code told; other fields stay."""
        for part, text in texts.items():
            with QSignalBlocker(self.fields[part]):
                self.fields[part].setText(text)
        self._on_typed()

    def _build(self) -> None:
        texts, space = self._desk.texts, self._desk.theme.tokens.space
        heading, about = label("heading"), label("muted", wraps=True)
        for setter, code in (
            (self.setWindowTitle, "form"),
            (heading.setText, "form"),
            (about.setText, "form_about"),
            (self.waiting.setText, "form_waiting"),
            (self.photo.setPlaceholderText, "form_no_photo"),
            (self.photo.setAccessibleName, "part_photo"),
            (self.choose_photo.setText, "form_photo"),
            (self.scan.setText, "form_scan"),
            (self.empty.setText, "form_empty"),
            (self.leave.setText, "close"),
            (self.add.setText, "form_add"),
        ):
            texts.bind(setter, f"screening_desk.{code}")
        left, right, last = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.addLayout(self._grid())
        photo = QHBoxLayout()
        photo.addWidget(self.choose_photo)
        photo.addWidget(self.photo, 1)
        left.addLayout(photo)
        left.addWidget(self.problem)
        left.addStretch(1)
        side = frame("card")
        side.setFixedWidth(_SIDE)
        right.setContentsMargins(space(3), space(3), space(3), space(3))
        right.addWidget(self.waiting)
        right.addWidget(self.risk)
        right.addWidget(self.findings)
        right.addStretch(1)
        side.setLayout(right)
        both = QHBoxLayout()
        both.setSpacing(space(4))
        both.addLayout(left, 1)
        both.addWidget(side)
        for each in (self.scan, self.empty):
            last.addWidget(each)
        last.addStretch(1)
        for each in (self.leave, self.add):
            last.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(5), space(4), space(5), space(4))
        column.setSpacing(space(3))
        column.addWidget(heading)
        column.addWidget(about)
        column.addLayout(both, 1)
        column.addLayout(last)

    def _grid(self) -> QGridLayout:
        grid, space = QGridLayout(), self._desk.theme.tokens.space
        grid.setHorizontalSpacing(space(2))
        grid.setVerticalSpacing(space(1))
        for row, pair in enumerate(FORM_ROWS):
            for side, part in enumerate(pair):
                words, line = label("caption"), FormField(self._desk, part)
                self._desk.texts.bind(words.setText, f"screening_desk.part_{part.value}")
                grid.addWidget(words, row, 2 * side, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(line, row, 2 * side + 1)
                self.fields[part] = line
        return grid

    def _connect(self) -> None:
        for line in self.fields.values():
            line.textChanged.connect(self._on_typed)
        self._board.checked.connect(self._on_checked)
        self._board.scored.connect(self._on_scored)
        self._board.filled.connect(self.fill)
        self._board.failed.connect(self._on_failed)
        self.choose_photo.clicked.connect(self._on_choose_photo)
        self.scan.clicked.connect(self._on_scan)
        self.empty.clicked.connect(self._on_empty)
        self.leave.clicked.connect(self.reject)
        self.add.clicked.connect(self.added)

    def _on_typed(self, *_text: str) -> None:
        self._board.put({part: line.text() for part, line in self.fields.items()}, self._photo)

    def _on_checked(self, reading: FormReading) -> None:
        for part, line in self.fields.items():
            problem = reading.problems.get(part)
            line.setToolTip("" if problem is None else self._desk.texts.sentence(problem))
            if bool(line.property("invalid")) != (problem is not None):
                line.setProperty("invalid", problem is not None)
                line.style().polish(line)
        first = problem_of(reading)
        self.problem.setText("" if first is None else self._desk.texts.sentence(first))
        self.add.setEnabled(reading.declaration is not None)

    def _on_scored(self, line: ScoredLine | None) -> None:
        for each in (self.risk, self.findings):
            each.setVisible(line is not None)
        self.waiting.setVisible(line is None)
        if line is not None:
            self.risk.setText(self._desk.texts.say("screening_desk.form_risk", risk=f"{line.risk:.0%}"))
            self.findings.show_line(line)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, EngineError):
            self.problem.setText(self._desk.texts.sentence(error))
        else:
            self._desk.notices.post_error(error)

    def _on_choose_photo(self) -> None:
        path = self._chooser(self, self._desk.texts.say("screening_desk.form_photo"))
        if path is not None:
            self._photo = path
            self.photo.setText(str(path))
            self._on_typed()

    def _on_scan(self) -> None:
        path = self._chooser(self, self._desk.texts.say("screening_desk.form_scan"))
        if path is not None:
            self._board.scan(path)

    def _on_empty(self) -> None:
        self._photo = None
        self.photo.clear()
        self.fill(dict.fromkeys(self.fields, ""))
