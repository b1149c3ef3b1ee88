"""The committed table of margins against the public data that it is made from."""

from __future__ import annotations

from pathlib import Path

from app.engine import paths
from tools.build_demo_margins import build_margins, write_margins


def test_margins_are_rebuilt_from_the_public_data_as_committed(shared_data: Path, tmp_path: Path) -> None:
    rebuilt = tmp_path / "margins.csv"

    write_margins(build_margins(shared_data), rebuilt)

    assert rebuilt.read_bytes() == (paths.resources() / "demo" / "margins.csv").read_bytes()
