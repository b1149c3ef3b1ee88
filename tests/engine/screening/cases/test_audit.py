from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.messages import Language
from app.engine.screening.audit import verify_log
from app.engine.screening.case_desk import CaseDesk
from app.engine.screening.case_steps import Decision
from app.engine.screening.cases import decide, record_outcome, view_case
from app.engine.screening.log_chain import Chain
from app.engine.screening.log_heads import SignedHead, head_from, signed_head
from app.engine.store.cases.journal import NO_HASH, Entry, Head, canonical, entry_hash
from tests.engine.screening.case_desks import desk_in, numbered, officer, run_of_lines


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
        told["at"], told["previous"] = told["at"].replace("20", "21", 1), previous
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
        "DELETE FROM step WHERE entry > 3",
        "DELETE FROM screened_case",
        "DELETE FROM entry WHERE seq > 3",
    ):
        changed(desk, statement)
    last = entries(desk)[-1]
    desk.cases.anchor_path.write_text(json.dumps({"entries": 3, "hash": last.hash}), encoding="utf-8")

    assert codes(desk) == []
    assert codes(desk, head) == ["cases.log_cut_after_export"]


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
