"""Who may work at the screening desk: enrolled, renamed, retired and called back; and one's own PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.bridge.latest import Answered
from app.bridge.screening_stand import Stand
from app.bridge.texts import Texts
from app.engine.reports.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from app.engine.screening.case_desk import CaseDesk
    from app.engine.screening.officers import Officer, Session


class OfficerBoard(QObject):
    """What is refused is told to the `on_error` of the call, so that a dialog can stay open and say it."""

    changed = Signal()  # the list of officers
    pin_changed = Signal()
    pin_drawn = Signal(int, str)  # for the officer of this number

    def __init__(self, stand: Stand, parent: QObject) -> None:
        super().__init__(parent)
        self._stand = stand

    @property
    def officers(self) -> Sequence[Officer]:
        """Everybody by name, those who left as well."""
        return self._stand.officers

    @property
    def own(self) -> Officer | None:
        """Who is signed in."""
        session = self._stand.session
        return None if session is None else session.officer

    def officer(self, officer_id: int) -> Officer | None:
        """One of them."""
        return next((each for each in self._stand.officers if each.id == officer_id), None)

    def read(self) -> None:
        """Read the list anew: another window may have changed it."""
        self._then_list(lambda _desk, _session: None, self._stand.failed.emit)

    def add(self, name: str, pin: str, on_error: Answered) -> None:
        """Enrol somebody with a PIN."""
        from app.engine.screening.officers import add_officer  # noqa: PLC0415  # the desk's file, once needed

        self._then_list(lambda desk, session: add_officer(desk, name, pin, by=session), on_error)

    def rename(self, officer_id: int, name: str, on_error: Answered) -> None:
        """Give somebody another name."""
        from app.engine.screening.officers import rename_officer  # noqa: PLC0415  # as above

        self._then_list(lambda desk, session: rename_officer(desk, session, officer_id, name), on_error)

    def retire(self, officer_id: int, on_error: Answered) -> None:
        """Let somebody sign in no more."""
        from app.engine.screening.officers import retire_officer  # noqa: PLC0415  # as above

        self._then_list(lambda desk, session: retire_officer(desk, session, officer_id), on_error)

    def reinstate(self, officer_id: int, on_error: Answered) -> None:
        """Let somebody sign in again."""
        from app.engine.screening.officers import reinstate_officer  # noqa: PLC0415  # as above

        self._then_list(lambda desk, session: reinstate_officer(desk, session, officer_id), on_error)

    def reset_pin(self, officer_id: int, on_error: Answered) -> None:
        """Draw a PIN for somebody who forgot theirs; `pin_drawn` tells it."""
        from app.engine.screening.officers import reset_pin  # noqa: PLC0415  # as above

        drawn: list[str] = []

        def on_reset() -> None:
            self.pin_drawn.emit(officer_id, drawn[0])

        self._then_list(lambda desk, session: drawn.append(reset_pin(desk, session, officer_id)), on_error, on_reset)

    def change_pin(self, old: str, new: str, on_error: Answered) -> None:
        """Give oneself another PIN."""
        from app.engine.screening.officers import change_pin  # noqa: PLC0415  # as above

        def on_changed() -> None:
            self.pin_changed.emit()

        self._then_list(lambda desk, session: change_pin(desk, session, old, new), on_error, on_changed)

    def _then_list(
        self,
        act: Callable[[CaseDesk, Session], object],
        on_error: Answered,
        on_done: Callable[[], None] | None = None,
    ) -> None:
        from app.engine.screening.officers import officers  # noqa: PLC0415  # as above

        session = self._stand.session
        if session is None:
            return

        def call(desk: CaseDesk) -> list[Officer]:
            act(desk, session)
            return officers(desk)

        def on_listed(found: list[Officer]) -> None:
            self._take(found)
            if on_done is not None:
                on_done()

        self._stand.ask(call, on_listed, on_error)

    def _take(self, found: list[Officer]) -> None:
        stand = self._stand
        stand.officers = found
        own = None if stand.session is None else self.officer(stand.session.officer.id)
        if stand.session is not None and own is not None:
            stand.session = replace(stand.session, officer=own)
        self.changed.emit()


def officers_table(officers: Sequence[Officer], texts: Texts) -> Table:
    """Number, name, how each signs in, and who has left."""
    rows: list[Sequence[Cell]] = [
        (
            officer.id,
            officer.name,
            _way_in(officer, texts),
            texts.say(f"screening_desk.officer_{'active' if officer.is_active else 'left'}"),
        )
        for officer in officers
    ]
    columns = (
        Column(texts.say("screening_desk.column_seq"), Kind.INTEGER),
        Column(texts.say("screening_desk.column_officer"), Kind.TEXT),
        Column(texts.say("screening_desk.column_way_in"), Kind.TEXT),
        Column(texts.say("screening_desk.column_state"), Kind.TEXT),
    )
    return Table(texts.say("screening_desk.officers"), columns, rows)


def _way_in(officer: Officer, texts: Texts) -> str:
    ways = []
    if officer.os_user is not None:
        ways.append(texts.say("screening_desk.way_in_user", user=officer.os_user))
    if officer.has_pin:
        ways.append("PIN")
    return " · ".join(ways)
