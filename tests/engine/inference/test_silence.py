"""ONNX Runtime neither identifies the machine nor leaves anything outside the program's folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PLACES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME")


@pytest.mark.parametrize(
    "modules",
    [
        "app.engine.inference.sessions",
        "app.engine.inference.bare_models",
        "training, onnxruntime",
        "benchmarks, onnxruntime",
    ],
)
def test_importing_the_runtime_writes_nothing_anywhere(modules: str, repository: Path, tmp_path: Path) -> None:
    places = {name: str(tmp_path / name) for name in _PLACES}
    for place in places.values():
        Path(place).mkdir()
    kept = {name: text for name, text in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}

    subprocess.run(
        [sys.executable, "-B", "-c", f"import {modules}"], env=kept | places, cwd=repository, check=True, timeout=120
    )

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
