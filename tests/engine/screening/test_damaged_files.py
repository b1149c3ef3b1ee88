"""Damage costs the rows that it hits: every other row is scored and priced as in the sound file."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.engine.jobs import CancelToken
from app.engine.price.pricer import Pricer
from app.engine.screening.desk_tools import ScreeningDesk, open_desk
from app.engine.screening.rates import RateTable
from app.engine.store.open_store import Store
from benchmarks.declaration_damage import sound_file
from benchmarks.declaration_draft import ROWS
from benchmarks.fuzz_check import Answers, BrokenPromiseError, Outcome, check_damaged, priced, screened
from benchmarks.fuzz_declarations import damaged_file


@pytest.fixture(scope="module")
def screen(opened_store: Store, pricer: Pricer) -> Callable[[Path], Answers]:
    desk: ScreeningDesk = open_desk(opened_store, pricer, RateTable(()), token=CancelToken())
    return functools.partial(screened, desk=desk)


@pytest.fixture(scope="module")
def price(pricer: Pricer) -> Callable[[Path], Answers]:
    return functools.partial(priced, pricer=pricer)


def sound_answers(read: Callable[[Path], Answers], folder: Path) -> Answers:
    path = folder / "sound.csv"
    path.write_bytes(sound_file().content)
    return read(path)


def outcomes(read: Callable[[Path], Answers], folder: Path, files: int) -> Sequence[Outcome]:
    dice, sound = random.Random(6), sound_answers(read, folder)
    damaged = (damaged_file(dice) for _ in range(files))
    return [check_damaged(file, folder / f"damaged{file.suffix}", read, sound) for file in damaged]


def test_damage_costs_its_own_rows_when_a_file_is_screened(
    screen: Callable[[Path], Answers], tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    found = outcomes(screen, tmp_path, case_count(60, 2_000))

    assert sum(each.unread > 0 for each in found) > len(found) / 3
    assert sum(each.refusal is not None for each in found) < len(found) / 4


def test_damage_costs_its_own_rows_when_a_file_is_priced(
    price: Callable[[Path], Answers], tmp_path: Path, case_count: Callable[[int, int], int]
) -> None:
    found = outcomes(price, tmp_path, case_count(30, 400))

    assert sum(each.unread > 0 for each in found) > len(found) / 5
    assert sum(each.refusal is not None for each in found) < len(found) / 4


def test_every_row_of_the_sound_file_is_read(
    screen: Callable[[Path], Answers], price: Callable[[Path], Answers], tmp_path: Path
) -> None:
    scored, told = sound_answers(screen, tmp_path), sound_answers(price, tmp_path)

    assert len(scored.rows) == len(told.rows) == len(set(scored.rows.values())) == ROWS
    assert scored.unread == told.unread == 0


@pytest.mark.parametrize(
    ("before", "after", "said"), [(b"\nD", b"\nX", "row 1 is lost"), (b"USD/15/3", b"", "row 10 is told otherwise")]
)
def test_a_row_that_is_lost_or_told_otherwise_is_noticed(
    before: bytes, after: bytes, said: str, screen: Callable[[Path], Answers], tmp_path: Path
) -> None:
    sound = sound_file()
    damaged = replace(sound, content=sound.content.replace(before, after), hurt=frozenset({3}))

    with pytest.raises(BrokenPromiseError, match=said):
        check_damaged(damaged, tmp_path / "damaged.csv", screen, sound_answers(screen, tmp_path))
