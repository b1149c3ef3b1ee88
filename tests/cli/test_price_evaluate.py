from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli import main


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("TRADESCOPE_HOME", str(home))


def evaluate(store: Path, *more: str) -> int:
    return main(["price", "evaluate", "--store", str(store), "--lang", "en", *more])


def test_an_evaluation_is_one_json_object(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(demo_store, "--json") == 0

    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert {"mape", "median_ape", "rmse_ln", "coverage", "peers"} <= set(document)
    assert set(document["coverage"]) == {"50", "80", "95"}
    assert document["rmse_ln"] < document["peers"]["hs8_country_last_year"]["rmse_ln"]


def test_coverage_is_near_what_it_promises(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(demo_store, "--json")

    coverage: dict[str, float] = json.loads(capsys.readouterr().out)["coverage"]
    assert coverage == pytest.approx({"50": 0.50, "80": 0.80, "95": 0.95}, abs=0.06)


def test_an_evaluation_is_readable(demo_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(demo_store) == 0

    printed = capsys.readouterr().out
    assert "median of the code, all years" in printed
    assert "Measured coverage" in printed


def test_a_model_that_is_not_there_is_named(
    demo_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(demo_store, "--model", str(tmp_path / "none.onnx")) == 1

    assert "model card" in capsys.readouterr().err
