"""Writes requirements/*.lock from pyproject.toml: exact versions with hashes, and no registry's address."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"

# Later locks are constrained by `base`, so that one environment can hold any of them together.
LOCKS: dict[str, list[str]] = {
    "installer": ["--group", "installer"],
    "base": ["pyproject.toml", "--extra", "desktop", "--group", "setup"],
    "dev": [
        *("pyproject.toml", "--extra", "desktop", "--extra", "dev", "--extra", "train", "--group", "setup"),
        *("--constraint", "requirements/base.lock"),
    ],
    "bundle": ["--group", "bundle", "--constraint", "requirements/base.lock"],
    "train": ["pyproject.toml", "--extra", "train", "--constraint", "requirements/base.lock"],
}

COMMON = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--custom-compile-command=python -m tools.lock",
    "--quiet",
]


def main() -> int:
    """Write every lock; with --upgrade take the newest releases instead of keeping the locked ones."""
    parser = argparse.ArgumentParser(prog="python -m tools.lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    FOLDER.mkdir(exist_ok=True)
    for name, inputs in LOCKS.items():
        output = f"--output-file=requirements/{name}.lock"
        command = [sys.executable, "-m", "uv", "pip", "compile", *inputs, *COMMON, *upgrade, output]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        refuse_addresses(FOLDER / f"{name}.lock")
    return 0


def refuse_addresses(lock: Path) -> None:
    """Stop if a lock names where its packages came from: each user's own index must work."""
    if "://" in lock.read_text(encoding="utf-8"):
        raise SystemExit(f"{lock.name} holds an address")


if __name__ == "__main__":
    sys.exit(main())
