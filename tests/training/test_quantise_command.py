"""A network that was trained before gets files in fewer bits beside it, by photos that nothing is measured by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.engine.inference.cards import read_card
from app.engine.vision.sources import MANIFEST
from tests.engine.vision.networks import write_network
from training.__main__ import EXIT_OK, main
from training.vision import quantise_command

FREE, FORBIDDEN = "MIT", "ImageNet terms (non-commercial research); 64x64"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Red photos but for every fourth, which is green, and one that must not be learnt from, which is blue."""
    lines = ["file,chapter,source_repo,licence"]
    for number in range(12):
        is_forbidden = number == 5
        colour = (10, 10, 250) if is_forbidden else (10, 250, 10) if number % 4 == 0 else (250, 10, 10)
        file = tmp_path / "photos" / "08_fruit" / f"{number:02}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (32, 24), colour).save(file)
        lines.append(f"08_fruit/{file.name},08,somebody/fruit,{FORBIDDEN if is_forbidden else FREE}")
    (tmp_path / "photos" / MANIFEST).write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "photos"


def test_the_file_in_8_bits_names_the_command_that_made_it(tmp_path: Path, folder: Path) -> None:
    model = write_network(tmp_path)

    assert main(["quantise", str(model), str(folder), "--keep-out", "4"]) == EXIT_OK

    card = read_card(tmp_path / "tiny-int8.onnx")
    assert card.command == "tradescope-train quantise tiny.onnx FOLDER --precisions int8 --keep-out 4"
    assert card.data["fp32_sha256"] == read_card(model).sha256
    assert (tmp_path / "tiny-int8.golden.npz").is_file()


def test_photos_to_measure_by_and_those_that_must_not_be_learnt_from_are_not_looked_at(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]] = []
    monkeypatch.setattr(
        quantise_command, "write_precisions", lambda model, wanted, pictures, command: looked_at.append(pictures)
    )

    main(["quantise", str(write_network(tmp_path)), str(folder), "--keep-out", "4"])

    colours = np.concatenate(looked_at).mean(axis=(2, 3))
    assert len(colours) == 2 * 8
    assert (colours.argmax(axis=1) == 0).all()
