"""The notices name whose photos the shipped networks learnt from."""

from __future__ import annotations

import json
from pathlib import Path

from tools.photo_sources import photo_sources


def card(folder: Path, model: str, sources: str | None, **more: str) -> None:
    data = {"weights": "own.npz"} | ({} if sources is None else {"sources": sources}) | more
    (folder / f"{model}.card.json").write_text(json.dumps({"model": model, "data": data}), encoding="utf-8")


def test_photos_are_counted_by_licence_and_by_source(tmp_path: Path) -> None:
    card(tmp_path, "goods", "a/one\tMIT\t1200\na/two\tnone stated; sold\t5\nb/three\tMIT\t34")

    told = photo_sources(tmp_path)

    assert "Started from: own.npz." in told
    assert "| MIT | 1,234 |\n| none stated; sold | 5 |\n" in told
    assert "| a/two | none stated; sold | 5 |" in told


def test_a_network_in_fewer_bits_shares_the_list_of_its_own(tmp_path: Path) -> None:
    card(tmp_path, "goods", "a/one\tMIT\t12")
    card(tmp_path, "goods-int8", "a/one\tMIT\t12")

    assert "### goods-int8, goods\n" in photo_sources(tmp_path)


def test_a_network_whose_answers_were_learnt_is_named(tmp_path: Path) -> None:
    card(tmp_path, "goods", "a/one\tMIT\t12", teacher="mobilenetv2_imagenet1k_fp32.onnx")

    assert "The answers of another network were learnt, too: MobileNetV2 of google-coral" in photo_sources(tmp_path)


def test_models_without_photos_are_not_named(tmp_path: Path) -> None:
    card(tmp_path, "price", None)

    assert photo_sources(tmp_path) == ""
