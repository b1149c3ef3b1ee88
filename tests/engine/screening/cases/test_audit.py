from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.errors import StoreError, UsageError
from app.engine.messages import Language, sentence
from app.engine.screening.audit import verify_log
from app.engine.screening.budget_plans import draw_plan, keep_plan
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_runs import delete_run, runs
from app.engine.screening.case_steps import Decision
from app.engine.screening.cases import case_of, decide, record_outcome, view_case
from app.engine.screening.desk_keys import desk_key
from app.engine.screening.known_desks import accept_desk
from app.engine.screening.log_chain import Chain
from app.engine.screening.log_heads import SignedHead, head_from, signed_head
from app.engine.screening.officers import (
    change_pin,
    officers,
    reinstate_officer,
    rename_officer,
    reset_pin,
    retire_officer,
    sign_in_os_user,
    sign_in_with_pin,
)
from app.engine.store.cases.journal import NO_HASH, Entry, Head, canonical, entry_hash
from app.engine.vault import SessionSecrets
from tests.engine.screening.case_desks import PIN, desk_in, numbered, officer, run_of_lines


@pytest.fixture
def desk(tmp_path: Path) -> CaseDesk:
    """A desk that has worked a little: sign-ins, a run, views, decisions, an outcome."""
    made = desk_in(tmp_path)
    li = officer(made)
    run = run_of_lines(made, li, numbered(4))
    view_case(made, li, run, 1)
    decide(made, li, run, [1, 2, 3], Decision.INSPECT, "看")
    record_outcome(made, li, run, 2, is_hit=True)
    return made


@pytest.fixture
def busy(desk: CaseDesk) -> CaseDesk:
    """The same with everything else that is kept: a second officer, a plan, keys of this desk and of another."""
    li = sign_in_with_pin(desk, officers(desk)[0].id, PIN)
    officer(desk, "王", by=li)
    keep_plan(desk, li, draw_plan(1, np.arange(1, 5, dtype=np.int32), 2, seed=7))
    accept_desk(desk, li, "ab" * 32, "上海")
    signed_head(desk)
    return desk


def changed(desk: CaseDesk, statement: str, *values: Any) -> None:
    """What somebody with an editor for SQLite does, who first gets rid of the guards."""
    connection = sqlite3.connect(desk.folder / "cases.sqlite")
    connection.execute("DROP TRIGGER IF EXISTS entry_is_not_changed")
    connection.execute("DROP TRIGGER IF EXISTS entry_is_not_removed")
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def entries(desk: CaseDesk) -> list[Entry]:
    with desk.cases.reading() as connection:
        return [Entry(*row) for row in connection.execute("SELECT seq, body, hash FROM entry ORDER BY seq")]


def codes(desk: CaseDesk, *heads: SignedHead) -> list[str]:
    return [problem.reason.code for problem in verify_log(desk, heads).problems]


def test_a_log_that_nobody_touched_is_whole(desk: CaseDesk) -> None:
    check = verify_log(desk, [signed_head(desk)])

    assert check.is_whole
    assert check.entries == len(entries(desk)) == 9


def test_an_empty_desk_has_a_whole_log(tmp_path: Path) -> None:
    assert verify_log(desk_in(tmp_path)).is_whole


def test_entries_can_be_neither_changed_nor_removed_by_the_program(desk: CaseDesk) -> None:
    for statement in ("UPDATE entry SET body = ''", "DELETE FROM entry"):
        with desk.cases.reading() as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)

    assert verify_log(desk).is_whole


def chain_of(bodies: list[dict[str, Any]]) -> list[Entry]:
    made: list[Entry] = []
    for seq, details in enumerate(bodies, start=1):
        previous = made[-1].hash if made else NO_HASH
        body = canonical(
            {"seq": seq, "at": "2026-01-01", "officer": {}, "action": "x", "details": details, "previous": previous}
        )
        made.append(Entry(seq, body, entry_hash(body)))
    return made


CHAIN = chain_of([{"note": f"备注 {number}", "n": number} for number in range(6)])


def is_found(entries: list[Entry]) -> bool:
    chain = Chain()
    for entry in entries:
        chain.take(entry)
    return bool(chain.problems) or chain.head != Head(CHAIN[-1].seq, CHAIN[-1].hash)


def test_every_single_byte_change_of_every_entry_is_found() -> None:
    assert not is_found(CHAIN)
    for place, entry in enumerate(CHAIN):
        for name in ("body", "hash"):
            raw = getattr(entry, name).encode()
            for at in range(len(raw)):
                for bit in (0x01, 0x20, 0x80):
                    text = bytes((*raw[:at], raw[at] ^ bit, *raw[at + 1 :])).decode("utf-8", "surrogateescape")
                    forged = [
                        *CHAIN[:place],
                        replace(entry, body=text) if name == "body" else replace(entry, hash=text),
                        *CHAIN[place + 1 :],
                    ]

                    assert is_found(forged), (place, name, at, bit)


@given(st.sets(st.integers(0, 5), min_size=1))
def test_whatever_is_removed_is_found(removed: set[int]) -> None:
    assert is_found([entry for place, entry in enumerate(CHAIN) if place not in removed])


@given(st.permutations(range(6)).filter(lambda order: list(order) != list(range(6))))
def test_any_other_order_is_found(order: list[int]) -> None:
    moved = [CHAIN[place] for place in order]
    renumbered = [replace(entry, seq=seq) for seq, entry in enumerate(moved, start=1)]

    assert is_found(moved)
    assert is_found(renumbered)


@given(st.integers(1, 6), st.integers(0, 5))
def test_an_entry_that_is_put_in_is_found(seq: int, copied: int) -> None:
    inserted = [*CHAIN[: seq - 1], replace(CHAIN[copied], seq=seq), *CHAIN[seq - 1 :]]
    renumbered = [replace(entry, seq=number) for number, entry in enumerate(inserted, start=1)]

    assert is_found(renumbered)


@given(st.integers(0, 5), st.text(max_size=5))
def test_an_entry_that_was_written_anew_with_its_own_hash_is_found(place: int, note: str) -> None:
    told = json.loads(CHAIN[place].body)
    told["details"] = {"note": note}
    forged = canonical(told)
    anew = [*CHAIN[:place], Entry(place + 1, forged, entry_hash(forged)), *CHAIN[place + 1 :]]

    assert is_found(anew)


def test_a_whole_log_that_was_written_anew_is_found_by_the_head_of_an_export(desk: CaseDesk) -> None:
    head = signed_head(desk)
    made, previous = [], NO_HASH
    for entry in entries(desk):
        told = json.loads(entry.body)
        told["officer"]["os_user"], told["previous"] = "mallory", previous
        body = canonical(told)
        previous = entry_hash(body)
        made.append((body, previous, entry.seq))
    for forged in made:
        changed(desk, "UPDATE entry SET body = ?, hash = ? WHERE seq = ?", *forged)
    desk.cases.anchor_path.write_text(json.dumps({"entries": len(made), "hash": previous}), encoding="utf-8")

    assert codes(desk) == []
    assert codes(desk, head) == ["cases.log_other_than_exported"]


@pytest.mark.parametrize("cut", [1, 3, 7])
def test_a_tail_that_was_cut_off_is_found_by_the_head_beside_the_log(desk: CaseDesk, cut: int) -> None:
    changed(desk, "DELETE FROM entry WHERE seq > ?", 8 - cut)

    found = verify_log(desk).problems

    assert found[0].reason.code == "cases.log_cut"
    assert f"has {8 - cut} entries, but 8 were written" in found[0].text(Language.EN)


def test_a_tail_that_was_cut_off_with_the_head_beside_it_is_found_by_an_export(desk: CaseDesk) -> None:
    head = head_from(json.loads(json.dumps(signed_head(desk).document)))
    for statement in (
        "DELETE FROM known_key",
        "DELETE FROM step WHERE entry > 3",
        "DELETE FROM screened_case",
        "DELETE FROM entry WHERE seq > 3",
    ):
        changed(desk, statement)
    last = entries(desk)[-1]
    desk.cases.anchor_path.write_text(json.dumps({"entries": 3, "hash": last.hash}), encoding="utf-8")

    assert codes(desk) == []
    assert codes(desk, head) == ["cases.head_of_other", "cases.log_cut_after_export"]


def test_a_missing_head_beside_the_log_is_said(desk: CaseDesk) -> None:
    desk.cases.anchor_path.unlink()

    assert codes(desk) == ["cases.log_anchor_missing"]


def test_a_head_that_somebody_wrote_for_himself_is_refused(desk: CaseDesk) -> None:
    head = signed_head(desk)
    forged = replace(head, head=replace(head.head, entries=3))

    assert codes(desk, forged) == ["cases.head_forged"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE screened_case SET state = 'released' WHERE line = 1", "cases.case_changed"),
        ("UPDATE screened_case SET is_hit = 0 WHERE line = 2", "cases.case_changed"),
        ("UPDATE screened_case SET decided_by = NULL WHERE line = 3", "cases.case_changed"),
        ("UPDATE screened_case SET document = replace(document, '1000', '9000') WHERE line = 1", "cases.case_changed"),
        ("UPDATE screened_case SET line = 4 WHERE line = 1", "cases.case_missing"),
        ("DELETE FROM screened_case WHERE line = 1", "cases.case_missing"),
        ("DELETE FROM step WHERE entry = 5", "cases.case_changed"),
        ("UPDATE run SET basis = replace(basis, 'price-7', 'price-8')", "cases.run_changed"),
    ],
)
def test_what_does_not_agree_with_the_log_is_found(desk: CaseDesk, statement: str, code: str) -> None:
    changed(desk, statement)

    assert code in codes(desk)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE officer SET name = '赵' WHERE name = '李'", "cases.officer_changed"),
        ("UPDATE officer SET os_user = 'mallory' WHERE name = '李'", "cases.officer_changed"),
        ("UPDATE officer SET is_active = 0 WHERE name = '王'", "cases.officer_changed"),
        ("UPDATE officer SET wrong_pins = 3 WHERE name = '王'", "cases.officer_changed"),
        (
            "UPDATE officer SET pin = (SELECT pin FROM officer WHERE name = '王') WHERE name = '李'",
            "cases.officer_changed",
        ),
        ("INSERT INTO officer (name, os_user) VALUES ('鬼', 'ghost')", "cases.officer_changed"),
        ("DELETE FROM officer WHERE name = '王'", "cases.officer_missing"),
        ("INSERT INTO known_key VALUES ('fp', 'cd', '海关')", "cases.key_changed"),
        ("INSERT INTO known_key VALUES ('fp', 'cd', '')", "cases.key_changed"),
        ("UPDATE known_key SET name = '北京' WHERE name = '上海'", "cases.key_changed"),
        ("UPDATE known_key SET public_key = 'ef' || substr(public_key, 3)", "cases.key_changed"),
        ("DELETE FROM known_key WHERE name = '上海'", "cases.key_changed"),
        ("DELETE FROM run", "cases.run_missing"),
        (
            "INSERT INTO run (basis, officer, started_at) SELECT basis, officer, started_at FROM run",
            "cases.run_changed",
        ),
        ("UPDATE run SET officer = '赵'", "cases.run_changed"),
        ("UPDATE run SET finished_at = NULL", "cases.run_changed"),
        ("UPDATE run SET started_at = '2001-01-01T00:00:00+00:00'", "cases.run_changed"),
        ("UPDATE run SET started_at = 'gestern'", "cases.run_changed"),
        ("UPDATE run SET basis = 5", "cases.run_changed"),
        ("UPDATE plan SET by_rank = x'03000000'", "cases.plans_changed"),
        ("UPDATE plan SET by_rank = explored, explored = by_rank", "cases.plans_changed"),
        ("DELETE FROM plan", "cases.plans_changed"),
        ("UPDATE screened_case SET hs = '84000000' WHERE line = 1", "cases.case_changed"),
        ("UPDATE screened_case SET trader = '别人' WHERE line = 1", "cases.case_changed"),
        ("UPDATE screened_case SET document = x'00ff' WHERE line = 1", "cases.case_changed"),
    ],
)
def test_a_table_beside_the_log_that_tells_otherwise_is_found(busy: CaseDesk, statement: str, code: str) -> None:
    assert codes(busy) == []

    changed(busy, statement)

    assert code in codes(busy)


@pytest.mark.parametrize("statement", ["UPDATE line SET name = '石头' WHERE id = 2", "UPDATE block SET risk = value"])
def test_changed_lines_of_a_finished_run_are_found(desk: CaseDesk, statement: str) -> None:
    connection = sqlite3.connect(desk.cases.run_path(1))
    connection.execute(statement)
    connection.commit()
    connection.close()

    assert codes(desk) == ["cases.run_lines_changed"]


def test_a_removed_file_of_lines_is_found_and_a_deleted_run_is_none(desk: CaseDesk) -> None:
    desk.cases.run_path(1).unlink()
    missing = codes(desk)
    li = sign_in_with_pin(desk, officers(desk)[0].id, PIN)
    delete_run(desk, li, runs(desk)[0])

    assert missing == ["cases.run_lines_changed"]
    assert codes(desk) == []


def test_officers_come_and_go_without_a_word_of_the_log_being_doubted(desk: CaseDesk) -> None:
    li = sign_in_with_pin(desk, officers(desk)[0].id, PIN)
    wang = officer(desk, "王", by=li)
    with pytest.raises(UsageError):
        sign_in_with_pin(desk, wang.officer.id, "000000")
    with pytest.raises(UsageError):
        change_pin(desk, wang, "000000", "135790")
    rename_officer(desk, li, wang.officer.id, "王五")
    middle = codes(desk)
    change_pin(desk, wang, PIN, "135790")
    retire_officer(desk, li, wang.officer.id)
    reinstate_officer(desk, li, wang.officer.id)
    owner = sign_in_os_user(desk)
    reset_pin(desk, owner, wang.officer.id)

    assert middle == []
    assert codes(desk) == []


@pytest.mark.parametrize(
    "change",
    [
        {"action": []},
        {"officer": 5},
        {"details": []},
        {"details": {"run": [], "line": {}}},
        {"details": {"run": 1, "line": 1, "digest": [], "decision": {}}},
        {"action": "run_started", "details": {"run": [], "basis": {}}},
        {"action": "officer_added", "details": {"officer": {}, "name": []}},
        {"action": "plan_made", "details": {"run": 1, "seed": [], "exploration": 0, "by_rank": 0, "lines_sha256": ""}},
    ],
)
def test_an_entry_that_no_program_wrote_is_found_whatever_it_says(desk: CaseDesk, change: dict[str, Any]) -> None:
    made, previous = [], NO_HASH
    for entry in entries(desk):
        told = json.loads(entry.body) | ({"previous": previous} if entry.seq != 6 else {"previous": previous, **change})
        body = canonical(told)
        previous = entry_hash(body)
        made.append((body, previous, entry.seq))
    for forged in made:
        changed(desk, "UPDATE entry SET body = ?, hash = ? WHERE seq = ?", *forged)
    desk.cases.anchor_path.write_text(json.dumps({"entries": len(made), "hash": previous}), encoding="utf-8")

    assert codes(desk) != []


@pytest.mark.parametrize(
    "text", ['{"entries":Infinity,"hash":"x"}', "[" * 100_000, "{}", "", '{"entries":-1,"hash":""}']
)
def test_a_damaged_head_beside_the_log_is_found(desk: CaseDesk, text: str) -> None:
    desk.cases.anchor_path.write_text(text, encoding="utf-8")

    assert codes(desk) in (["cases.log_anchor_missing"], ["cases.log_other"])


def test_a_head_that_another_desk_signed_is_said_to_be(desk: CaseDesk, tmp_path: Path) -> None:
    head, stranger = signed_head(desk), desk_key(SessionSecrets())
    content = canonical({**head.document, "public_key": stranger.public_key, "signature": ""})
    told = json.loads(content)
    del told["signature"]
    forged = head_from({**told, "signature": stranger.sign(canonical(told).encode())})

    assert forged.is_genuine
    assert codes(desk, forged) == ["cases.head_of_other"]


@pytest.mark.parametrize("forged", ["{", '{"action": "case_viewed"}', "[" * 100_000, "{}"])
def test_a_case_whose_entry_was_spoilt_is_refused_with_a_sentence(desk: CaseDesk, forged: str) -> None:
    changed(desk, "UPDATE entry SET body = ? WHERE seq = 5", forged)

    with pytest.raises(StoreError) as caught:
        case_of(desk, runs(desk)[0], 1)

    assert "verify the log" in sentence(caught.value, Language.EN)


@pytest.mark.parametrize("statement", ["UPDATE run SET basis = '{'", "UPDATE officer SET name = CAST(x'ff41' AS TEXT)"])
def test_a_spoilt_table_is_said_to_be_damaged(desk: CaseDesk, statement: str) -> None:
    changed(desk, statement)

    with pytest.raises(StoreError) as caught:
        runs(desk), officers(desk)

    assert caught.value.code == "cases.damaged"


def test_any_changed_byte_of_what_a_case_keeps_is_found(desk: CaseDesk, case_count: Callable[[int, int], int]) -> None:
    chance = random.Random(5)
    connection = sqlite3.connect(desk.folder / "cases.sqlite")
    ((kept,),) = connection.execute("SELECT document FROM screened_case WHERE line = 1").fetchall()
    connection.close()
    for _ in range(case_count(25, 500)):
        at = chance.randrange(len(kept))
        forged = kept[:at] + chr(ord(kept[at]) ^ 1) + kept[at + 1 :]
        changed(desk, "UPDATE screened_case SET document = ? WHERE line = 1", forged)

        assert codes(desk) == ["cases.case_changed"]
