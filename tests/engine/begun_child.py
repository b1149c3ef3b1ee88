"""Begins to write a file, or works in a scratch folder, in a process of its own that is to be killed."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from app.engine.begun_files import scratch_folder
from app.engine.whole_files import written_whole


def main() -> None:
    """`begun_child.py file|folder PATH`: says what it works with, then goes on until it is killed."""
    kind, path = sys.argv[1], Path(sys.argv[2])
    with scratch_folder(path) if kind == "folder" else written_whole(path) as own:
        (own / "half" if kind == "folder" else own).write_text("half", encoding="utf-8")
        print(own, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
