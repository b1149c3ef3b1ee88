"""Evidence files are written and checked, and the log is read and checked, all on worker threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.bridge.code_board import FoundCode, scan_frame
from app.bridge.latest import Latest
from app.bridge.photo_items import Origin, PhotoItem
from app.bridge.png_bytes import png_of
from app.bridge.screening_photos import SeenPhoto, photo_of
from app.bridge.screening_stand import Stand
from app.bridge.tasks import Call
from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress
from app.engine.messages import Language

if TYPE_CHECKING:
    from app.engine.price.pricer import Pricer
    from app.engine.reports.evidence.checks import CheckedEvidence
    from app.engine.reports.evidence.extras import EvidenceExtras
    from app.engine.reports.evidence.verifying import EvidenceCheck
    from app.engine.screening.audit import LogCheck, LogEntry
    from app.engine.screening.case_desk import CaseDesk
    from app.engine.screening.case_outcomes import KnownCase
    from app.engine.screening.case_runs import Run
    from app.engine.screening.cases import Case
    from app.engine.screening.officers import Session

_SHOWN_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a file; `known_as` is the name of its desk here, "" for this one, None for a stranger.

    `file` is its name, "" for a camera; `unlogged` is why the log could not tell of the check.
    """

    check: EvidenceCheck
    known_as: str | None
    file: str = ""
    unlogged: EngineError | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen beside the case, as it goes into its evidence."""

    photo: SeenPhoto | None
    likes: tuple[KnownCase, ...]
    filters: tuple[str, ...]


class EvidenceBoard(QObject):
    """What was found of the last file, and of the log."""

    checked = Signal(object)  # Verdict
    refused = Signal()  # as no evidence
    log_read = Signal(object)  # entries
    log_checked = Signal(object, object)  # LogCheck, and why it could not be logged
    key_read = Signal(str, str)  # fingerprint, origin
    failed = Signal(object)

    def __init__(self, stand: Stand, parent: QObject) -> None:
        super().__init__(parent)
        self._stand = stand
        self._frames = Latest(stand.runner, self)
        self.verdict: Verdict | None = None

    def verify(self, path: Path) -> None:
        """Check a file or a picture, whichever desk wrote it."""
        session = self._stand.session
        self._stand.ask(lambda desk: _verdict(desk, session, path), self._on_checked, self._on_refused)

    def look_at(self, frame: QImage) -> None:
        """Check the code in a frame of the camera, unless the one before is still being looked at."""
        desk = self._stand.desk
        if self._frames.is_busy or desk is None:
            return
        item = PhotoItem("", Origin.CAMERA, image=frame)
        session, last = self._stand.session, None if self.verdict is None else self.verdict.check
        self._frames.ask(
            lambda progress, token: _seen_verdict(desk, session, scan_frame(item, progress, token), last),
            self._on_seen,
            self.failed.emit,
        )

    def accept(self, name: str) -> None:
        """Know the desk of the last file under a name from now on."""
        from app.engine.screening.known_desks import accept_desk  # noqa: PLC0415  # cryptography, once needed

        verdict, session = self.verdict, self._stand.session
        if verdict is not None and session is not None:
            key = verdict.check.public_key

            def call(desk: CaseDesk) -> Verdict:
                return replace(verdict, known_as=accept_desk(desk, session, key, name).name)

            self._stand.ask(call, self._on_checked, self.failed.emit)

    def read_log(self) -> None:
        """The newest entries, and the key of this desk."""
        self._stand.ask(_newest, self.log_read.emit)
        self._stand.ask(_key, lambda key: self.key_read.emit(*key))

    def check_log(self) -> None:
        """Whether the log is whole."""
        from app.engine.screening.check_notes import check_log  # noqa: PLC0415  # as above

        session = self._stand.session
        self._stand.ask(lambda desk: check_log(desk, session=session), self._on_log_checked)

    def write_call(self, case: Case, pricer: Pricer | None, shown: Shown, target: Path, language: Language) -> Call:
        """A task that writes the evidence of a case, with what is shown beside it."""
        desk, session = self._signed_in()

        def call(progress: Progress, token: CancelToken) -> Path:
            from app.engine.reports.evidence.writing import write_evidence  # noqa: PLC0415  # PDF, on a worker thread

            write_evidence(
                desk,
                session,
                case,
                _extras(pricer, case, shown),
                target,
                language=language,
                made_at=datetime.now().astimezone(),
                progress=progress,
                token=token,
            )
            return target

        return call

    def list_call(self, run: Run, write: Call, target: Path, *, rows: int, filters: Sequence[str]) -> Call:
        """A task that writes the queue by `write`; the log tells of it, and its signed head lies beside the file."""
        desk, session = self._signed_in()

        def call(progress: Progress, token: CancelToken) -> Path:
            from app.engine.reports.list_file import log_list, write_head  # noqa: PLC0415  # cryptography, once needed

            log_list(desk, session, run.basis, target, run=run.id, rows=rows, filters=filters)
            write(progress, token)
            write_head(desk, target)
            return target

        return call

    def outcomes_call(self, target: Path) -> Call:
        """A task that writes what inspections found, for models to learn from."""
        desk, session = self._signed_in()

        def call(progress: Progress, token: CancelToken) -> Path:
            from app.engine.reports.outcome_file import write_outcomes  # noqa: PLC0415  # as above

            return write_outcomes(desk, session, target, progress=progress, token=token).path

        return call

    def log_call(self, target: Path) -> Call:
        """A task that writes the whole log."""
        desk, session = self._signed_in()

        def call(progress: Progress, token: CancelToken) -> Path:
            from app.engine.reports.log_file import write_log_file  # noqa: PLC0415  # as above

            write_log_file(desk, session, target, progress=progress, token=token)
            return target

        return call

    def _signed_in(self) -> tuple[CaseDesk, Session]:
        desk, session = self._stand.desk, self._stand.session
        assert desk is not None  # nothing leaves before somebody is signed in
        assert session is not None
        return desk, session

    def _on_seen(self, verdict: Verdict | None) -> None:
        if verdict is not None:
            self._on_checked(verdict)

    def _on_checked(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.checked.emit(verdict)
        self.read_log()

    def _on_refused(self, error: BaseException) -> None:
        """What was found of the file before would be taken for the answer."""
        self.verdict = None
        self.refused.emit()
        self.failed.emit(error)
        self.read_log()

    def _on_log_checked(self, answer: tuple[LogCheck, EngineError | None]) -> None:
        self.log_checked.emit(*answer)
        self.read_log()


def _verdict(desk: CaseDesk, session: Session | None, path: Path) -> Verdict:
    from app.engine.reports.evidence.checks import check_file  # noqa: PLC0415  # as above

    return _told(check_file(desk, path, session=session), path.name)


def _seen_verdict(
    desk: CaseDesk, session: Session | None, codes: Sequence[FoundCode], last: EvidenceCheck | None
) -> Verdict | None:
    """Of the first code that is one of evidence; None where there is none."""
    from app.engine.reports.evidence.checks import check_code  # noqa: PLC0415  # as above

    checks = (check_code(desk, found.code.reading.text, session=session, last=last) for found in codes)
    return next((_told(checked) for checked in checks if checked is not None), None)


def _told(checked: CheckedEvidence, file: str = "") -> Verdict:
    return Verdict(checked.check, checked.known_as, file, checked.unlogged)


def _extras(pricer: Pricer | None, case: Case, shown: Shown) -> EvidenceExtras:
    from app.engine.reports.evidence import extras  # noqa: PLC0415  # as above

    curve, comparables = extras.priced_extras(pricer, case)
    path, seen = photo_of(case.scored), shown.photo
    photo = None
    if path is not None:
        try:
            photo = extras.printed_photo(path)
        except EngineError:
            seen = None
    heat = None if seen is None or seen.heat is None else extras.printed_heat_map(png_of(seen.heat), seen.chapter)
    return extras.EvidenceExtras(curve, comparables, photo, heat, shown.likes, shown.filters)


def _newest(desk: CaseDesk) -> Sequence[LogEntry]:
    from app.engine.screening.audit import log_entries  # noqa: PLC0415  # as above

    return log_entries(desk, offset=0, limit=_SHOWN_ENTRIES)


def _key(desk: CaseDesk) -> tuple[str, str]:
    return desk.key.fingerprint, desk.key.origin.value
