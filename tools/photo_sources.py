"""The part of THIRD_PARTY.md on photo networks: what they started from and which photos they learnt from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

# The files that trainings start from, as the cards name them
WEIGHTS = {
    "mobilenetv2_imagenet1k_fp32.onnx": "MobileNetV2 of google-coral/test_data, learnt from ImageNet, Apache-2.0",
    "resnet50v2_gluon_fp32_stages1-3_partial4.npz": (
        "ResNet-50 v2 of the ONNX model zoo, its first 40 layers, learnt from ImageNet, Apache-2.0"
    ),
}

_TITLE = "## Photos that the shipped networks learnt from"


def photo_sources(checkpoints: Path) -> str:
    """For each shipped photo network its first weights, photos by licence, and photos by source; "" without any."""
    told: dict[str, list[str]] = {}
    for path in sorted(checkpoints.glob("*.card.json")):
        card = json.loads(path.read_text(encoding="utf-8"))
        if "sources" in card["data"]:
            told.setdefault(_learnt_from(card["data"]), []).append(card["model"])
    if not told:
        return ""
    return f"\n{_TITLE}\n\nNone of the photos is delivered.\n" + "".join(
        f"\n### {', '.join(models)}\n\n{text}" for text, models in told.items()
    )


def _learnt_from(data: Mapping[str, str]) -> str:
    rows = [line.split("\t") for line in data["sources"].splitlines()]
    by_licence: Counter[str] = Counter()
    for _, licence, count in rows:
        by_licence[licence] += int(count)
    weights = WEIGHTS.get(data["weights"], data["weights"])
    teacher = data.get("teacher", "")
    taught = f" The answers of another network were learnt, too: {WEIGHTS.get(teacher, teacher)}." if teacher else ""
    return (
        f"Started from: {weights}.{taught}\n\n"
        + _table("licence", [(licence, f"{count:,}") for licence, count in by_licence.most_common()])
        + "\n"
        + _table("source | licence", [(f"{source} | {licence}", f"{int(count):,}") for source, licence, count in rows])
    )


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    columns = " --- |" * (title.count("|") + 1)
    lines = [f"| {title} | photos |", f"|{columns} ---: |", *(f"| {name} | {count} |" for name, count in rows)]
    return "\n".join(lines) + "\n"
