"""An import in a process of its own: to be killed, to wait for a lock, or to run without root's rights."""

from __future__ import annotations

import sys
from pathlib import Path

from app.engine.errors import EngineError
from app.engine.records.pipeline import ImportOptions, import_files


def main(arguments: list[str]) -> int:
    """`child.py STORE FILE…`: print the error's code, or the files' states."""
    store, *files = arguments
    print("started", flush=True)
    try:
        report = import_files(Path(store), [Path(name) for name in files], ImportOptions())
    except EngineError as error:
        print(error.code, flush=True)
        return 1
    for outcome in report.files:
        print(outcome.error.code if outcome.error else outcome.status.value, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
