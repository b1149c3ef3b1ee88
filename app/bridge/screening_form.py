"""One declaration typed by hand: its fields in the order of the printed form, checked and scored as one types."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.bridge.latest import Latest
from app.bridge.screening_request import ScreeningRequest
from app.bridge.tasks import Call, TaskRunner
from app.engine.errors import EngineError, InputError
from app.engine.jobs import CancelToken, Progress
from app.engine.screening.columns import HEADINGS, Part
from app.engine.screening.form import FormReading, read_form
from app.engine.screening.mapping import DeclarationMapping

if TYPE_CHECKING:
    from app.engine.screening.declaration import Declaration
    from app.engine.screening.findings import ScoredLine

FORM_ROWS: tuple[tuple[Part, Part], ...] = (
    (Part.NUMBER, Part.DECLARED_ON),
    (Part.DIRECTION, Part.MODE),
    (Part.TRADER, Part.PLACE),
    (Part.HS, Part.NAME),
    (Part.ORIGIN, Part.DESTINATION),
    (Part.TERM, Part.CURRENCY),
    (Part.FREIGHT, Part.INSURANCE),
    (Part.OTHER, Part.GROSS),
    (Part.QUANTITY, Part.UNIT),
    (Part.FIRST_QUANTITY, Part.FIRST_UNIT),
    (Part.SECOND_QUANTITY, Part.SECOND_UNIT),
    (Part.UNIT_PRICE, Part.TOTAL),
)
FOLDER = "forms"
_PHOTO = "照片"
_SCORED_AFTER_MS, _LONGEST_NAME = 250, 60
Scorer = Callable[["Declaration", Path | None], "ScoredLine"]


class FormBoard(QObject):
    """Fields are checked at once; the whole is scored once it can be read and one pauses."""

    checked = Signal(object)  # FormReading
    scored = Signal(object)  # ScoredLine, or None while there is nothing to score
    filled = Signal(object)  # texts by field, from a code
    failed = Signal(object)

    def __init__(self, scorer: Scorer, runner: TaskRunner, home: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._scorer, self._folder = scorer, home / FOLDER
        self._scoring, self._scanning = Latest(runner, self), Latest(runner, self)
        self._timer = QTimer(self, singleShot=True, interval=_SCORED_AFTER_MS)
        self._timer.timeout.connect(self._score)
        self.texts: Mapping[Part, str] = {}
        self.photo: Path | None = None
        self.reading = FormReading(None, {})

    def put(self, texts: Mapping[Part, str], photo: Path | None) -> None:
        """What stands in the form now."""
        self.texts, self.photo = dict(texts), photo
        self.reading = read_form(texts)
        self.checked.emit(self.reading)
        self._timer.start()

    def scan(self, picture: Path) -> None:
        """Fill the form from the code on a picture of the paper."""
        self._scanning.ask(_scan_call(picture), self._on_scanned, self.failed.emit)

    def request(self) -> ScreeningRequest:
        """The form as a file of one line, to be screened like any other; InputError where it cannot be written."""
        told = {part: text.strip() for part, text in self.texts.items() if text.strip()}
        path = self._new_path(told)
        columns = {part: HEADINGS[part] for part in told}
        cells = [*told.values(), *([str(self.photo)] if self.photo else [])]
        headings = [*columns.values(), *([_PHOTO] if self.photo else [])]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([headings, cells])
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError("screening.form_unwritable", path=str(path), reason=reason) from error
        return ScreeningRequest(path, DeclarationMapping(path.stem, columns, {}, _PHOTO if self.photo else ""))

    def _new_path(self, told: Mapping[Part, str]) -> Path:
        """Called by the declaration, so that it is known again in the list of screened files."""
        called = told.get(Part.NUMBER) or told[Part.HS]
        stem = "".join(letter if letter.isalnum() else "-" for letter in called)[:_LONGEST_NAME]
        path = self._folder / f"{stem}.csv"
        return path if not path.exists() else self._folder / f"{stem} {datetime.now():%Y%m%d-%H%M%S-%f}.csv"

    def _score(self) -> None:
        declaration, photo = self.reading.declaration, self.photo
        if declaration is None:
            self._scoring.drop()
            self.scored.emit(None)
            return
        self._scoring.ask(
            lambda _progress, _token: self._scorer(declaration, photo), self.scored.emit, self._on_score_failed
        )

    def _on_score_failed(self, error: BaseException) -> None:
        self.scored.emit(None)
        self.failed.emit(error)

    def _on_scanned(self, texts: Sequence[Mapping[Part, str]]) -> None:
        told = next((each for each in texts if each), None)
        if told is None:
            self.failed.emit(InputError("screening.code_none"))
        else:
            self.filled.emit(told)


def _scan_call(picture: Path) -> Call:
    def call(_progress: Progress, token: CancelToken) -> list[Mapping[Part, str]]:
        from app.engine.codes.payload import read_payload  # noqa: PLC0415  # pictures, on a worker thread
        from app.engine.codes.scanning import scan  # noqa: PLC0415  # as above
        from app.engine.images.decode import decode_file  # noqa: PLC0415  # as above
        from app.engine.screening.prefill import prefilled  # noqa: PLC0415  # as above

        return [prefilled(read_payload(code.reading.text)) for code in scan(decode_file(picture), token=token)]

    return call


def problem_of(reading: FormReading) -> EngineError | None:
    """The first field that cannot be read."""
    return next(iter(reading.problems.values()), None)
