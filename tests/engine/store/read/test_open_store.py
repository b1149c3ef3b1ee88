from __future__ import annotations

import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.engine.errors import CancelledError, StoreError
from app.engine.jobs import CancelToken
from app.engine.store.dimensions import Dimension
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import Store, interruptible, open_store
from app.engine.store.questions.top import top
from app.engine.store.questions.totals import totals
from app.engine.store.removal import remove_batch
from app.engine.store.selection import Direction, Selection
from tests.engine.store.read.stores import EXPORTS_2020, IMPORTS_2019, StoreMaker, make_cars

PAIR = Selection(countries=(304,), provinces=(11,))


def _cube(store: Path) -> Path:
    return store / "cubes" / str(read_manifest(store).cube)


def _total(store: Store) -> int:
    return int(sum(row.figures.value for row in totals(store, Selection()).rows))


def test_a_reader_keeps_its_generation_until_it_switches(tmp_path: Path) -> None:
    maker = StoreMaker(tmp_path)
    maker.add_seed(IMPORTS_2019, year=2019, direction="import")

    with open_store(maker.store) as store:
        before = _total(store)
        maker.add_seed(EXPORTS_2020, year=2020, direction="export")
        unswitched = _total(store)
        has_switched = store.refresh()
        after = _total(store)

    assert (before, unswitched, has_switched, after) == (400, 400, True, 460)


def test_switching_without_a_newer_generation_changes_nothing(cars: Store) -> None:
    assert not cars.refresh()


def test_a_question_is_asked_again_when_its_segment_is_gone(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)

    with open_store(maker.store) as store:
        batch = store.manifest.segments[0].batch
        remove_batch(maker.store, batch, token=CancelToken())
        maker.add_seed(IMPORTS_2019[1:], year=2018, direction="import")
        answer = top(store, PAIR, Dimension.HS4, limit=5)

    assert [(row.member, row.figures.records) for row in answer.rows] == [(8703, 1)]


def test_many_threads_share_one_store(cars: Store) -> None:
    barrier = threading.Barrier(4)

    def ask(_: int) -> int:
        barrier.wait()
        return sum(row.figures.records for row in top(cars, PAIR, Dimension.HS4, limit=5).rows)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(4))) == [2] * 4


def test_two_readers_in_one_process_do_not_disturb_each_other(cars_path: Path) -> None:
    with open_store(cars_path) as one, open_store(cars_path) as other:
        assert top(one, PAIR, Dimension.HS4, limit=1).rows == top(other, PAIR, Dimension.HS4, limit=1).rows


def test_a_missing_cube_is_named(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)
    _cube(maker.store).unlink()

    with pytest.raises(StoreError) as caught, open_store(maker.store):
        pass

    assert caught.value.code == "query.file_missing"


def test_a_missing_segment_is_named_when_it_is_needed(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)
    for path in (maker.store / "segments").iterdir():
        path.unlink()

    with open_store(maker.store) as store:
        assert _total(store) == 1460
        with pytest.raises(StoreError) as caught:
            top(store, PAIR, Dimension.HS4, limit=5)

    assert caught.value.code == "query.file_missing"


def test_a_damaged_cube_is_a_sentence_and_not_a_crash(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)
    cube = _cube(maker.store)
    cube.write_bytes(cube.read_bytes()[: cube.stat().st_size // 2])

    with pytest.raises(StoreError) as caught, open_store(maker.store) as store:
        top(store, Selection(direction=Direction.IMPORT), Dimension.COUNTRY, limit=5)

    assert caught.value.code == "query.damaged"


def test_checking_opens_every_file(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)
    segment = next((maker.store / "segments").iterdir())
    segment.write_bytes(b"\0" * 4096)

    with open_store(maker.store) as store, pytest.raises(StoreError) as caught:
        store.check()

    assert caught.value.code == "query.damaged"


def test_a_question_is_interrupted_by_cancelling(cars: Store) -> None:
    token = CancelToken()
    slow = "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b WHERE a.range * b.range % 7 = 3"
    timer = threading.Timer(0.2, token.cancel)

    timer.start()
    with interruptible(token), pytest.raises(CancelledError):
        cars.ask(lambda generation: generation.rows(slow))
    timer.join()

    assert totals(cars, Selection()).rows


def test_no_question_starts_after_cancelling(cars: Store) -> None:
    token = CancelToken()
    token.cancel()

    with interruptible(token), pytest.raises(CancelledError):
        totals(cars, Selection(countries=(304,)))


def test_a_generation_is_let_go_once_a_newer_one_is_read(tmp_path: Path) -> None:
    maker = make_cars(tmp_path)
    with open_store(maker.store) as store:
        older = weakref.ref(store.ask(lambda generation: generation))
        maker.add_seed(IMPORTS_2019, year=2018, direction="import")

        store.refresh()

        assert older() is None
