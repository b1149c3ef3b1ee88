"""The screening desk in the real program on a real X screen: from a foreign file to evidence that stands elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.observed import Desktop, Observed
from tests.e2e.screens import virtual_screen
from tests.ui.price_desk import PRODUCT

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")

SUMS = ("90000", "400", "6000", "7000")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with virtual_screen("1600x1000x24") as name:
        yield name


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of the desk and of the officer elsewhere."""
    return tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def day(display: str, places: tuple[Path, Path], demo_store: Path) -> Observed:
    folder = places[0]
    file = folder / "foreign.csv"
    rows = [f"{number},2021-05-03,{PRODUCT},1000,{amount}" for number, amount in enumerate(SUMS, start=1001)]
    file.write_text("\n".join(["Ref,Day,Code,Mass,Sum", *rows, "1005,2021-05-03,none,1,1", ""]), encoding="utf-8")
    observed = Desktop(display, folder).go(
        "tests.e2e.screening_journeys:officers_day",
        "--store",
        str(demo_store),
        JOURNEY_FILE=str(file),
        JOURNEY_EVIDENCE=str(folder / "evidence.pdf"),
    )
    assert observed.status == 0, observed.errors
    return observed


@pytest.fixture(scope="module")
def elsewhere(day: Observed, display: str, places: tuple[Path, Path], demo_store: Path) -> Observed:
    """Another profile, which knows nothing of the desk."""
    assert day.status == 0
    evidence, altered = places[0] / "evidence.pdf", places[1] / "altered.pdf"
    content = bytearray(evidence.read_bytes())
    content[len(content) // 3] ^= 1
    altered.write_bytes(content)
    observed = Desktop(display, places[1]).go(
        "tests.e2e.screening_journeys:elsewhere",
        "--store",
        str(demo_store),
        JOURNEY_EVIDENCE=str(evidence),
        JOURNEY_ALTERED=str(altered),
    )
    assert observed.status == 0, observed.errors
    return observed


def told(observed: Observed, moment: str) -> dict[str, Any]:
    found = observed.told[moment]
    assert isinstance(found, dict)
    return found


def test_a_foreign_file_is_screened_once_its_columns_are_told(day: Observed) -> None:
    assert day.told["lines"] == len(SUMS)


def test_three_keys_decide_the_three_cases_in_front(day: Observed) -> None:
    assert day.told["states"] == ["to_inspect", "released", "escalated", "open"]


def test_another_profile_finds_the_evidence_whole(day: Observed, elsewhere: Observed) -> None:
    whole = told(elsewhere, "whole")

    assert "签名成立" in whole["said"]
    assert str(day.told["first"]) in whole["details"]


def test_one_altered_byte_is_refused(elsewhere: Observed) -> None:
    assert "证据无效" in told(elsewhere, "altered")["said"]


def test_nothing_is_connected_to(day: Observed, elsewhere: Observed) -> None:
    assert day.connections | elsewhere.connections == set()
