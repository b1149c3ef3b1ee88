"""Building and importing the demonstration data as one task with one progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.bridge.tasks import Call
from app.engine.begun_files import scratch_folder
from app.engine.demo.defaults import DEFAULT_ROWS, DEFAULT_SEED
from app.engine.jobs import CancelToken, Progress

if TYPE_CHECKING:
    from app.engine.records.report import ImportReport

_STEPS = 1_000
_WRITING_SHARE = 0.45  # of the time of both parts together, as measured with the default number of rows


def demo_call(store: Path, rows: int = DEFAULT_ROWS) -> Call:
    """A call that puts the demonstration data into `store` and answers with the import's report."""

    def call(progress: Progress, token: CancelToken) -> ImportReport:
        # Imported here, on a worker thread: numpy and the database take longer than a window takes to appear.
        from app.engine.demo.generate import generate_demo
        from app.engine.records.options import ImportOptions
        from app.engine.records.pipeline import import_files

        store.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(store.parent) as folder:
            writing = _part(lambda done, total, _note="": progress(done, total), 0, _WRITING_SHARE)
            importing = _part(progress, _WRITING_SHARE, 1)
            made = generate_demo(folder, rows=rows, seed=DEFAULT_SEED, progress=writing, token=token)
            files = [file.path for file in made.files]
            return import_files(store, files, ImportOptions(is_demo=True), progress=importing, token=token)

    return call


def _part(progress: Progress, first: float, last: float) -> Progress:
    """Progress of one part, told as progress of the whole."""

    def report(done: int, total: int | None, note: str = "", /) -> None:
        share = done / total if total else 0.0
        progress(round(_STEPS * (first + (last - first) * share)), _STEPS, note)

    return report
