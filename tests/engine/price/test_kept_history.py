from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.engine.errors import InputError, StoreError
from app.engine.price import opening
from app.engine.price.answers import PriceAnswer, PriceQuestion
from app.engine.price.history import YearHistory
from app.engine.price.history_file import read_history
from app.engine.price.kept_files import KeptFiles
from app.engine.price.opening import open_with
from app.engine.price.pricer import Pricer
from app.engine.store.open_store import Store, open_store
from app.engine.store.selection import Direction, Selection
from tests.engine.price.networks import AnchorNetwork
from tests.engine.store.read.stores import StoreMaker

QUESTIONS = [
    PriceQuestion(direction, hs, year, country=country)
    for direction in Direction
    for hs in ("27090000", "85171200", "8703", "61")
    for year in (2013, 2018, 2021, 2023)
    for country in (None, 116, 502)
]


def _open(store: Store, folder: Path) -> Pricer:
    return open_with(store, AnchorNetwork(), folder=folder, choices=Selection())


def _prices(pricer: Pricer) -> list[PriceAnswer]:
    asked = [question for question in QUESTIONS if pricer.problem(question) is None]
    return [replace(answer, latency_ms=0.0) for answer in pricer.price(asked)]


def _refuse(*_arguments: object, **_named: object) -> object:
    raise AssertionError("records were read")


@pytest.fixture(scope="module")
def original(opened_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prices")
    _open(opened_store, folder).prepare()
    return folder


@pytest.fixture
def kept(original: Path, tmp_path: Path) -> Path:
    """A folder in which the demo data were opened, with every year learnt."""
    return shutil.copytree(original, tmp_path / "prices")


@pytest.fixture(scope="module")
def expected(pricer: Pricer) -> list[PriceAnswer]:
    return _prices(pricer)


def test_a_second_start_reads_no_records_and_tells_the_same_prices(
    opened_store: Store, kept: Path, expected: list[PriceAnswer], monkeypatch: pytest.MonkeyPatch
) -> None:
    for question in ("price_cells", "priced_sample"):
        monkeypatch.setattr(opening, question, _refuse)

    again = _open(opened_store, kept)

    assert len(expected) > 20
    assert _prices(again) == expected


def test_what_was_known_comes_back_bit_for_bit(opened_store: Store, kept: Path, pricer: Pricer) -> None:
    again = _open(opened_store, kept)

    for year in range(again.years[0], again.years[-1] + 2):
        assert _bits(again.history.before(year)) == _bits(pricer.history.before(year))


def _bits(known: YearHistory) -> list[object]:
    tables = dict(known.tables)
    if known.lots is not None:
        tables |= {f"lot {name}": table for name, table in known.lots.steps.items()} | {"slopes": known.lots.slopes}
    arrays = [(name, table.keys.tobytes(), table.figures.tobytes()) for name, table in sorted(tables.items())]
    return [known.before, known.last_year, known.memory, *arrays]


@pytest.mark.parametrize("share", [0.001, 0.3])
def test_a_file_with_one_altered_bit_is_made_anew(
    opened_store: Store, kept: Path, expected: list[PriceAnswer], share: float
) -> None:
    paths = [*kept.glob("*.history"), *kept.glob("*.calibration")]
    before = {path: path.read_bytes() for path in paths}
    for path, whole in before.items():
        at = int(share * len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])

    again = _open(opened_store, kept)

    assert _prices(again) == expected
    again.prepare()
    assert {path: path.read_bytes() for path in paths} == before


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 torn", b"tradescope arrays 1\n"])
def test_what_is_no_such_file_is_refused(kept: Path, content: bytes) -> None:
    path = next(kept.glob("*-2019.history"))
    data = read_data(path)
    path.write_bytes(content)

    with pytest.raises(InputError, match="history_damaged"):
        read_history(path, data, before=2019)


def test_a_file_of_another_year_or_of_other_data_is_refused(kept: Path) -> None:
    path = next(kept.glob("*-2019.history"))
    data = read_data(path)

    assert read_history(path, data, before=2019).known.before == 2019
    for other, before in ((data, 2020), ("other data", 2019)):
        with pytest.raises(InputError, match="history_other_data"):
            read_history(path, other, before=before)


def read_data(path: Path) -> str:
    content = path.read_bytes()
    start = content.index(b'"data": "') + len(b'"data": "')
    return content[start : content.index(b'"', start)].decode()


def test_a_folder_that_cannot_be_written_costs_only_time(
    opened_store: Store, tmp_path: Path, expected: list[PriceAnswer]
) -> None:
    folder = tmp_path / "prices"
    folder.write_text("no folder", encoding="utf-8")

    assert _prices(_open(opened_store, folder)) == expected


def test_several_that_open_at_once_tell_the_same(
    opened_store: Store, tmp_path: Path, expected: list[PriceAnswer]
) -> None:
    found: list[list[PriceAnswer]] = []
    threads = [threading.Thread(target=lambda: found.append(_prices(_open(opened_store, tmp_path)))) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 3
    assert not list(tmp_path.glob("*.part"))


@pytest.fixture
def maker(tmp_path: Path) -> StoreMaker:
    maker = StoreMaker(tmp_path)
    _add(maker, 2015, 2020)
    return maker


def _add(maker: StoreMaker, first: int, last: int) -> None:
    columns = ("hs", "country", "quantity", "unit", "value", "year")
    rows = [
        ("87032342", country, "10", "辆", str(10 * (100 + number)), str(year))
        for year in range(first, last + 1)
        for country in ("德国", "日本")
        for number in range(12)
    ]
    maker.add_mapped(columns, rows, {"reporter": "CHN", "currency": "USD"})


def test_a_newer_generation_replaces_the_files_of_the_older(maker: StoreMaker, tmp_path: Path) -> None:
    folder = tmp_path / "prices"
    with open_store(maker.store) as store:
        _open(store, folder)
    older = set(folder.iterdir())
    _add(maker, 2021, 2021)

    with open_store(maker.store) as store:
        assert _open(store, folder).years[-1] == 2021

    assert older
    assert not older & set(folder.iterdir())


def test_years_that_no_file_tells_of_are_never_taken_from_newer_data(maker: StoreMaker, tmp_path: Path) -> None:
    folder = tmp_path / "prices"
    with open_store(maker.store) as store:
        _open(store, folder)
        again = _open(store, folder)
        for path in folder.glob("*-201?.history"):
            path.unlink()
        _add(maker, 2021, 2021)
        store.refresh()

        with pytest.raises(StoreError, match="always_changing"):
            again.history.before(2017)


def _make_files(folder: Path, *, store: str, age: float, names: Callable[[KeptFiles], Path]) -> Path:
    path = names(KeptFiles(folder, store * 64, "a" * 64, "b" * 64))
    path.write_bytes(b"something")
    os.utime(path, (age, age))
    return path


def test_only_the_files_used_last_are_kept(tmp_path: Path) -> None:
    paths = [
        _make_files(tmp_path, store=str(number), age=1_000.0 + number, names=lambda files: files.calibration)
        for number in range(7)
    ]

    KeptFiles(tmp_path, "0" * 64, "a" * 64, "b" * 64).tidy()

    assert {path for path in paths if path.exists()} == {paths[0], *paths[4:]}


def test_files_in_other_contexts_of_the_same_generation_stay(tmp_path: Path) -> None:
    other = _make_files(tmp_path, store="1", age=1_000.0, names=lambda files: files.history(None))

    KeptFiles(tmp_path, "1" * 64, "a" * 64, "c" * 64).tidy()

    assert other.exists()


def test_half_written_files_are_removed_once_nobody_can_still_write_them(tmp_path: Path) -> None:
    old, new = tmp_path / ".old.part", tmp_path / ".new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1_000.0, 1_000.0))

    KeptFiles(tmp_path, "1" * 64, "a" * 64, "c" * 64).tidy()

    assert (old.exists(), new.exists()) == (False, True)


def test_arrays_come_back_read_only(kept: Path) -> None:
    path = next(kept.glob("*-2019.history"))
    table = read_history(path, read_data(path), before=2019).known.tables["product"]

    with pytest.raises(ValueError, match="read-only"):
        table.figures[:] = 0
    assert table.figures.dtype == np.float32
