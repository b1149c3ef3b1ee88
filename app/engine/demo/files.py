"""What a demo build consists of: the files, what lies in each, and the totals that a correct import arrives at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.engine import messages
from app.engine.demo.dirt import Dirt
from app.engine.demo.facts import margins_sha256

GENERATOR_VERSION = 1
MARKER = "DEMO.toml"


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One year and direction; `kept` is what is left when every rejected row is removed (duplicates stay)."""

    path: Path
    truth: Path
    direction: str
    year: int
    rows: int
    kept_rows: int
    kept_value_usd: int
    dirt: Mapping[Dirt, int]


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """A finished build in `folder`; `marker` tells an import that the files are demo data."""

    folder: Path
    marker: Path
    seed: int
    rows: int
    files: tuple[DemoFile, ...]


def write_marker(folder: Path, *, rows: int, seed: int) -> Path:
    """Label the folder as demo data, in the form that an import reads."""
    path = folder / MARKER
    entries: dict[str, object] = {
        "format": "tradescope-demo/1",
        "generator": GENERATOR_VERSION,
        "seed": seed,
        "rows": rows,
        "label_zh": messages.text("demo.label", messages.Language.ZH),
        "label_en": messages.text("demo.label", messages.Language.EN),
        "margins_sha256": margins_sha256(),
    }
    text = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in entries.items())
    path.write_text(text, encoding="utf-8")
    return path
