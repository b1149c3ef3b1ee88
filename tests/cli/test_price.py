from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.cli import price as command
from app.engine.price.opening import open_with
from app.engine.price.pricer import Pricer
from tests.engine.price.networks import AnchorNetwork


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def made_up_network(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Commands are told prices by a made-up network, and keep what was measured in a home of their own."""

    def opened(store: Any, **options: Any) -> Pricer:
        return open_with(store, AnchorNetwork(), **options)

    monkeypatch.setenv("TRADESCOPE_HOME", str(home))
    monkeypatch.setattr(command, "open_pricer", opened)


def _run(store: Path, *arguments: str) -> int:
    return main(["price", *arguments, "--store", str(store), "--lang", "en"])


def _json(store: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert _run(store, *arguments, "--json") == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


CRUDE: Sequence[str] = ("predict", "--hs", "27090000", "--country", "RUS", "--unit", "吨", "--mode", "10")


def test_a_price_is_one_json_object(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(demo_store, capsys, *CRUDE, "--year", "2021", "--province", "44")

    assert (document["state"], document["currency"], document["unit"]) == ("priced", "USD", "tonne")
    assert [interval["level"] for interval in document["intervals"]] == [50, 80, 95]
    assert document["intervals"][0]["low"] < document["price"] < document["intervals"][0]["high"]
    assert (document["question"]["country"], document["is_demo"]) == ("RUS", True)
    assert document["measured_coverage"].keys() == {"50", "80", "95"}


def test_a_quote_is_placed(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = _json(demo_store, capsys, *CRUDE, "--quote", "30")

    assert document["quote"]["side"] == "low"
    assert document["quote"]["percentile"] < 0.1
    assert document["quote"]["sentence"].startswith("Low: only ")


def test_people_read_the_price_with_what_it_rests_on(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(demo_store, *CRUDE) == 0

    printed = capsys.readouterr().out
    assert "Fair price: " in printed
    assert "USD/tonne" in printed
    assert "95% interval: " in printed
    assert "earlier records of this code" in printed
    assert "Price model: made up for tests" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("predict", "--hs", "12345678"), "no commodity code"),
        (("predict", "--hs", "27090000", "--country", "Atlantis"), "no country or region"),
        (("predict", "--hs", "27090000", "--unit", "furlong"), "no unit"),
        (("predict", "--hs", "27090000", "--unit", "007"), "is not priced by"),
        (("predict", "--hs", "27090000", "--quote", "cheap"), "is no number"),
        (("predict", "--hs", "27090000", "--quote", "-1"), "above 0"),
        (("predict", "--hs", "27090000", "--year", "2090"), "the data reach from"),
    ],
)
def test_what_cannot_be_priced_is_a_usage_error_with_a_sentence(
    demo_store: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert _run(demo_store, *arguments) == 2

    assert said in capsys.readouterr().err


def test_a_file_is_priced_and_counted(demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "goods.csv", tmp_path / "priced.csv"
    source.write_text("hs,unit,price\n27090000,kg,0.4\n12345678,kg,1\n", encoding="utf-8")

    document = _json(
        demo_store, capsys, "batch", str(source), "--out", str(target), "--direction", "import", "--year", "2021"
    )

    with target.open(encoding="utf-8-sig", newline="") as stream:
        first, second = csv.DictReader(stream)
    assert (document["rows"], document["priced"], document["problems"]) == (2, 1, 1)
    assert float(first["Fair price"]) > 0
    assert "no commodity code" in second["Problem"]


def test_a_file_that_says_no_direction_needs_one(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "goods.csv"
    source.write_text("hs,unit,price\n27090000,kg,0.4\n", encoding="utf-8")

    assert _run(demo_store, "batch", str(source), "--out", str(tmp_path / "priced.csv")) == 2

    assert "imports or exports" in capsys.readouterr().err
