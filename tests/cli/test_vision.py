"""`vision recognise` prints the chapters that photos show, and what could not be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from app.cli.main import main
from app.engine.vision.recogniser import open_recogniser
from tests.engine.vision.networks import RED, write_network


@pytest.fixture
def red(tmp_path: Path) -> Path:
    Image.new("RGB", (320, 240), (230, 20, 20)).save(tmp_path / "red.png")
    return tmp_path / "red.png"


def test_a_photo_is_answered_as_the_window_answers_it(
    tmp_path: Path, red: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = write_network(tmp_path)

    status = main(["vision", "recognise", str(red), "--model", str(model), "--declared", "08109090", "--json"])

    (row,) = json.loads(capsys.readouterr().out)["rows"]
    told = open_recogniser(model).recognise(red.read_bytes(), name="red.png", with_goods=True)
    assert status == 0
    assert row["top"] == [{"chapter": each.chapter, "probability": each.probability} for each in told.ranking.shown]
    assert [heat["rows"] for heat in row["heat_maps"]] == [
        [list(line) for line in heat.rows] for heat in told.heat_maps
    ]
    assert row["declared"]["match"] == "match"


def test_a_file_that_is_no_picture_does_not_keep_the_others_from_being_recognised(
    tmp_path: Path, red: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = write_network(tmp_path)
    (tmp_path / "broken.jpg").write_bytes(b"no picture")

    status = main(
        ["vision", "recognise", str(tmp_path / "broken.jpg"), str(red), "--model", str(model), "--lang", "en"]
    )

    told = capsys.readouterr().out
    assert status == 1
    assert "is no picture that can be read" in told
    assert f"{RED}  " in told
