from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.engine.errors import UsageError
from app.engine.messages import Language, sentence
from app.engine.screening import officers as module
from app.engine.screening.audit import log_entries
from app.engine.screening.case_desk import CaseDesk, os_user
from app.engine.screening.officers import (
    add_officer,
    change_pin,
    officers,
    reinstate_officer,
    rename_officer,
    reset_pin,
    retire_officer,
    sign_in_os_user,
    sign_in_with_pin,
)
from app.engine.screening.pins import hidden_pin, is_pin
from tests.engine.screening.case_desks import PIN, desk_in, officer


@pytest.fixture
def desk(tmp_path: Path) -> CaseDesk:
    return desk_in(tmp_path)


def test_the_user_of_the_system_becomes_an_officer_once(desk: CaseDesk) -> None:
    first, second = sign_in_os_user(desk), sign_in_os_user(desk)

    assert first.officer == second.officer
    assert (first.officer.os_user, first.officer.has_pin) == (os_user(), False)
    assert [each.action for each in log_entries(desk, offset=0, limit=9)] == ["signed_in", "signed_in", "officer_added"]


def test_variables_of_the_environment_make_nobody_else(desk: CaseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    user = os_user()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "chief")

    assert sign_in_os_user(desk).officer.os_user == user


def test_an_officer_signs_in_with_the_pin_and_with_no_other(desk: CaseDesk) -> None:
    added = add_officer(desk, " 李  明 ", PIN, by=None)

    session = sign_in_with_pin(desk, added.id, PIN)
    with pytest.raises(UsageError) as caught:
        sign_in_with_pin(desk, added.id, "135790")

    assert session.officer.name == "李 明"
    assert caught.value.code == "cases.pin_wrong"
    assert log_entries(desk, offset=0, limit=1)[0].action == "sign_in_refused"


def test_after_five_wrong_pins_even_the_right_one_has_to_wait(desk: CaseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    added = add_officer(desk, "李", PIN, by=None)
    for _ in range(5):
        with pytest.raises(UsageError):
            sign_in_with_pin(desk, added.id, "wrong pin")

    with pytest.raises(UsageError) as caught:
        sign_in_with_pin(desk, added.id, PIN)
    monkeypatch.setattr(module, "datetime", Later)
    session = sign_in_with_pin(desk, added.id, PIN)

    assert caught.value.code == "cases.pin_wait"
    assert "try again after" in sentence(caught.value, Language.EN)
    assert session.officer == added


class Later(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # of the one caller
        return datetime.now(tz=UTC) + timedelta(minutes=2)


def test_two_officers_with_one_pin_keep_different_hashes_of_it() -> None:
    left, right = hidden_pin(PIN), hidden_pin(PIN)

    assert left != right
    assert PIN not in left
    assert is_pin(PIN, left)
    assert is_pin(f" {PIN} ", right)
    assert not is_pin("246811", left)
    assert not is_pin(PIN, "scrypt$damaged")


@pytest.mark.parametrize(("name", "pin", "code"), [
    ("", PIN, "cases.officer_without_name"),
    ("王", "12345", "cases.pin_short"),
    ("李", PIN, "cases.officer_name_taken"),
])  # fmt: skip
def test_an_officer_who_cannot_be_added_is_refused(desk: CaseDesk, name: str, pin: str, code: str) -> None:
    session = officer(desk)

    with pytest.raises(UsageError) as caught:
        add_officer(desk, name, pin, by=session)

    assert caught.value.code == code
    assert [each.name for each in officers(desk)] == ["李"]


def test_nobody_adds_officers_to_a_desk_that_has_some(desk: CaseDesk) -> None:
    officer(desk)

    with pytest.raises(UsageError) as caught:
        add_officer(desk, "王", PIN, by=None)

    assert caught.value.code == "cases.sign_in_first"


def test_a_changed_pin_is_the_one_that_counts(desk: CaseDesk) -> None:
    session = officer(desk)

    change_pin(desk, session, PIN, "new secret")

    with pytest.raises(UsageError):
        sign_in_with_pin(desk, session.officer.id, PIN)
    assert sign_in_with_pin(desk, session.officer.id, "new secret").officer == session.officer


def test_guesses_of_the_present_pin_when_changing_it_count_as_wrong_ones(desk: CaseDesk) -> None:
    session = officer(desk)
    for _ in range(5):
        with pytest.raises(UsageError):
            change_pin(desk, session, "000000", "own secret")

    with pytest.raises(UsageError) as changing:
        change_pin(desk, session, PIN, "own secret")
    with pytest.raises(UsageError) as signing_in:
        sign_in_with_pin(desk, session.officer.id, PIN)

    assert [changing.value.code, signing_in.value.code] == ["cases.pin_wait", "cases.pin_wait"]
    assert [each.action for each in log_entries(desk, offset=0, limit=5)] == ["pin_change_refused"] * 5


def test_an_officer_who_left_signs_in_no_more_and_changes_nothing(desk: CaseDesk) -> None:
    chief = officer(desk)
    left = officer(desk, "王", by=chief)

    retire_officer(desk, chief, left.officer.id)

    with pytest.raises(UsageError) as signing:
        sign_in_with_pin(desk, left.officer.id, PIN)
    with pytest.raises(UsageError) as adding:
        add_officer(desk, "赵", PIN, by=left)
    assert signing.value.code == adding.value.code == "cases.officer_retired"
    assert {each.name: each.is_active for each in officers(desk)} == {"李": True, "王": False}


def test_an_officer_who_is_called_back_signs_in_as_before(desk: CaseDesk) -> None:
    chief = officer(desk)
    left = officer(desk, "王", by=chief)
    retire_officer(desk, chief, left.officer.id)

    reinstate_officer(desk, chief, left.officer.id)

    assert sign_in_with_pin(desk, left.officer.id, PIN).officer == left.officer
    assert log_entries(desk, offset=1, limit=1)[0].action == "officer_reinstated"


def test_a_renamed_officer_is_the_same_one_and_the_log_keeps_both_names(desk: CaseDesk) -> None:
    chief = officer(desk)

    rename_officer(desk, chief, chief.officer.id, " 李  一 ")
    add_officer(desk, "王", PIN, by=chief)

    added, renamed, _ = log_entries(desk, offset=0, limit=9)
    assert (renamed.officer, renamed.details["before"], renamed.details["name"]) == ("李", "李", "李 一")
    assert added.officer == "李 一"
    assert sign_in_with_pin(desk, chief.officer.id, PIN).officer.name == "李 一"


@pytest.mark.parametrize(("name", "code"), [("王", "cases.officer_name_taken"), (" ", "cases.officer_without_name")])
def test_an_officer_is_not_renamed_to_somebody_else_or_to_nobody(desk: CaseDesk, name: str, code: str) -> None:
    chief = officer(desk)
    officer(desk, "王", by=chief)

    with pytest.raises(UsageError) as caught:
        rename_officer(desk, chief, chief.officer.id, name)

    assert caught.value.code == code
    assert {each.name for each in officers(desk)} == {"李", "王"}


def test_a_forgotten_pin_is_reset_by_the_owner_of_the_desk_and_replaced_before_anything_else(desk: CaseDesk) -> None:
    owner, wang = sign_in_os_user(desk), add_officer(desk, "王芳", PIN, by=sign_in_os_user(desk))

    drawn = reset_pin(desk, owner, wang.id)

    with pytest.raises(UsageError) as old:
        sign_in_with_pin(desk, wang.id, PIN)
    session = sign_in_with_pin(desk, wang.id, drawn)
    with pytest.raises(UsageError) as early:
        add_officer(desk, "赵六", PIN, by=session)
    with pytest.raises(UsageError) as same:
        change_pin(desk, session, drawn, drawn)
    change_pin(desk, session, drawn, "own secret")
    assert add_officer(desk, "赵六", PIN, by=session).name == "赵六"
    assert (len(drawn), drawn.isdigit(), session.officer.must_change_pin) == (8, True, True)
    assert [each.value.code for each in (old, early, same)] == [
        "cases.pin_wrong",
        "cases.pin_for_once",
        "cases.pin_same",
    ]
    assert not sign_in_with_pin(desk, wang.id, "own secret").officer.must_change_pin


def test_a_reset_stands_in_the_log_without_the_pin(desk: CaseDesk) -> None:
    owner, wang = sign_in_os_user(desk), add_officer(desk, "王芳", PIN, by=sign_in_os_user(desk))

    drawn = reset_pin(desk, owner, wang.id)
    sign_in_with_pin(desk, wang.id, drawn)

    signed_in, reset = log_entries(desk, offset=0, limit=2)
    assert (reset.action, reset.officer) == ("pin_reset", owner.officer.name)
    assert str(wang.id) in str(reset.details)
    assert "reset_pin" in str(signed_in.details)
    assert drawn not in str((signed_in, reset))


def test_a_reset_ends_the_wait_after_wrong_pins(desk: CaseDesk) -> None:
    owner, wang = sign_in_os_user(desk), add_officer(desk, "王芳", PIN, by=sign_in_os_user(desk))
    for _ in range(5):
        with pytest.raises(UsageError):
            sign_in_with_pin(desk, wang.id, "135790")

    drawn = reset_pin(desk, owner, wang.id)

    assert sign_in_with_pin(desk, wang.id, drawn).officer.id == wang.id


def test_nobody_else_resets_a_pin(desk: CaseDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, wang = sign_in_os_user(desk), add_officer(desk, "王芳", PIN, by=sign_in_os_user(desk))
    by_pin = sign_in_with_pin(desk, wang.id, PIN)

    with pytest.raises(UsageError) as officer_of_the_desk:
        reset_pin(desk, by_pin, wang.id)
    with pytest.raises(UsageError) as without_pin:
        reset_pin(desk, owner, owner.officer.id)
    monkeypatch.setattr(module, "is_own_folder", lambda _folder: False)
    with pytest.raises(UsageError) as of_another_user:
        reset_pin(desk, owner, wang.id)

    assert [each.value.code for each in (officer_of_the_desk, without_pin, of_another_user)] == [
        "cases.reset_not_owner",
        "cases.no_pin_to_reset",
        "cases.reset_not_owner",
    ]
    assert sign_in_with_pin(desk, wang.id, PIN).officer.id == wang.id
