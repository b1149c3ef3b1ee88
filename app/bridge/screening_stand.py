"""Who works at the screening desk: the desk's files are opened on a worker thread, then somebody signs in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.bridge.latest import Answered
from app.bridge.tasks import Lane, Task, TaskRunner
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.screening.case_desk import CaseDesk
    from app.engine.screening.officers import Officer, Session

Answer = TypeVar("Answer")
FOLDER = "screening"
DeskOpener = Callable[[Path], "CaseDesk"]


def open_desk(folder: Path) -> CaseDesk:
    """The desk of this user, its key in the keyring of the system where there is one."""
    from app.engine.screening.case_desk import CaseDesk  # noqa: PLC0415  # cryptography, on a worker thread
    from app.engine.vault import KeyringSecrets  # noqa: PLC0415  # as above

    return CaseDesk(folder, KeyringSecrets())


class Stand(QObject):
    """Nobody can do anything here before `signed_in`; every call of the desk goes through `ask` or `work`."""

    opened = Signal()
    signed_in = Signal()
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, home: Path, parent: QObject, *, opener: DeskOpener = open_desk) -> None:
        super().__init__(parent)
        self.runner, self._folder, self._opener = runner, home / FOLDER, opener
        self._is_opening = False
        self.desk: CaseDesk | None = None
        self.session: Session | None = None
        self.officers: list[Officer] = []

    def open(self) -> None:
        """Open the desk once; where only the system's own user works here, that one is signed in at once."""
        if self.desk is None and not self._is_opening:
            self._is_opening = True
            self._start(lambda _progress, _token: _opened(self._opener, self._folder), self._on_opened)

    def sign_in_os_user(self) -> None:
        """As the user of the system."""
        from app.engine.screening.officers import sign_in_os_user  # noqa: PLC0415  # as above

        self.ask(sign_in_os_user, self._on_signed_in)

    def sign_in(self, officer: int, pin: str, on_error: Answered) -> None:
        """As an officer with a PIN; a wrong one is told to `on_error`."""
        from app.engine.screening.officers import sign_in_with_pin  # noqa: PLC0415  # as above

        self.ask(lambda desk: sign_in_with_pin(desk, officer, pin), self._on_signed_in, on_error)

    def ask(
        self,
        call: Callable[[CaseDesk], Answer],
        on_answer: Callable[[Answer], None] | None = None,
        on_error: Answered | None = None,
        *,
        title: str = "",
    ) -> None:
        """Ask the desk on a worker thread; what has a title is shown in the task bar."""
        self.work(lambda desk, _progress, _token: call(desk), on_answer, on_error, title=title)

    def work(
        self,
        call: Callable[[CaseDesk, Progress, CancelToken], Answer],
        on_answer: Callable[[Answer], None] | None = None,
        on_error: Answered | None = None,
        on_cancelled: Callable[[], None] | None = None,
        *,
        title: str = "",
    ) -> None:
        """As `ask`, for what takes long: it can tell how far it is, and be stopped."""
        desk = self.desk
        assert desk is not None  # nobody asks before it is open
        task = self._start(lambda progress, token: call(desk, progress, token), on_answer, on_error, title)
        if on_cancelled is not None:
            task.cancelled.connect(on_cancelled)

    def _start(
        self,
        call: Callable[[Progress, CancelToken], Answer],
        on_answer: Callable[[Answer], None] | None,
        on_error: Answered | None = None,
        title: str = "",
    ) -> Task:
        task = Task(call, title)
        if on_answer is not None:
            task.succeeded.connect(on_answer)
        task.failed.connect(on_error or self.failed.emit)
        self.runner.start(task, Lane.QUESTIONS)
        return task

    def _on_opened(self, answer: tuple[CaseDesk, list[Officer]]) -> None:
        self.desk, self.officers = answer
        self._is_opening = False
        self.opened.emit()
        if not any(officer.has_pin and officer.is_active for officer in self.officers):
            self.sign_in_os_user()

    def _on_signed_in(self, session: Session) -> None:
        self.session = session
        self.signed_in.emit()


def _opened(opener: DeskOpener, folder: Path) -> tuple[CaseDesk, list[Officer]]:
    from app.engine.screening.officers import officers  # noqa: PLC0415  # as above

    desk = opener(folder)
    return desk, officers(desk)
