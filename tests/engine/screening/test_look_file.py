"""What is set aside of a file comes back as it was, and stays out of memory."""

from __future__ import annotations

import os
import tempfile
from typing import Any

import numpy as np
import pytest

from app.engine.errors import EngineError, InputError, NotInDataError
from app.engine.jobs import CancelToken
from app.engine.price.pricer import Pricer
from app.engine.screening.desk_tools import ScreeningDesk, open_desk
from app.engine.screening.first_look import FirstLook, look_at
from app.engine.screening.lines import lines_of
from app.engine.screening.look_file import LookFile
from app.engine.screening.rates import RateTable
from app.engine.store.open_store import Store
from tests.engine.screening.declarations import declaration


@pytest.fixture(scope="module")
def desk(opened_store: Store, pricer: Pricer) -> ScreeningDesk:
    return open_desk(opened_store, pricer, RateTable(()), token=CancelToken())


def look(desk: ScreeningDesk, lines: int) -> FirstLook:
    codes = ("27090000", "99999999", "85171300")
    return look_at(desk, lines_of([declaration(hs=codes[line % 3], row=line) for line in range(lines)]), {})


def test_a_look_comes_back_as_it_was(desk: ScreeningDesk) -> None:
    first, second = look(desk, 5), look(desk, 3)

    with LookFile() as looks:
        looks.add(first)
        looks.add(second)

        assert looks.sizes == [5, 3]
        for known, found in zip((first, second), looks, strict=True):
            assert [str(found.check(place)) for place in range(len(found))] == [
                str(known.check(place)) for place in range(len(known))
            ]
            assert found.bits.tolist() == known.bits.tolist()
            assert list(found.words) == list(known.words)
            assert [a is b for a, b in zip(found.photos, known.photos, strict=True)] == [True] * len(known)
        both = np.concatenate([first.facts.whole_key, second.facts.whole_key])
        assert looks.column("facts", "whole_key").tolist() == both.tolist()


def test_a_price_that_was_taken_back_stays_so(desk: ScreeningDesk) -> None:
    problem = NotInDataError("screening.unchecked_shared_charge")
    with LookFile() as looks:
        looks.add(look(desk, 2))
        looks.add(look(desk, 4))

        looks.forget_price(1, 3, problem)

        assert looks.forgotten == [5]
        assert looks[1].check(3) is problem
        assert np.isnan(looks[1].values.total[3])
        assert not np.isnan(looks[1].values.total[0])


class FullDisk:
    def seek(self, place: int) -> None:
        """Anywhere."""

    def write(self, data: bytes) -> int:
        raise OSError(28, os.strerror(28))

    def close(self) -> None:
        """Nothing is open."""


def test_a_full_disk_says_so(desk: ScreeningDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**options: Any) -> FullDisk:
        return FullDisk()

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", full)

    with LookFile() as looks, pytest.raises(InputError) as raised:
        looks.add(look(desk, 2))

    assert isinstance(raised.value, EngineError)
    assert raised.value.code == "screening.no_space"
