"""What was known before each year, from memory, else from the user's folder, else fitted on the store's records."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from app.engine.errors import InputError
from app.engine.jobs import CancelToken
from app.engine.price.history import PriceHistory, YearHistory
from app.engine.price.history_file import Kept, read_history, write_history
from app.engine.price.kept_files import KeptFiles

_YEARS_KEPT = 12


class KeptHistory:
    """A history whose records are read only for years that no file tells of; safe across threads."""

    def __init__(
        self, newest: Kept, files: KeptFiles, load: Callable[[], PriceHistory], fitted: PriceHistory | None = None
    ) -> None:
        self.years, self.hs_digits = newest.years, newest.hs_digits
        self._files, self._load, self._fitted = files, load, fitted
        self._known = OrderedDict({newest.known.before: newest.known})
        self._lock, self._finding = threading.Lock(), threading.Lock()

    def before(self, year: int, *, token: CancelToken | None = None) -> YearHistory:
        """What was known before a year; StoreError where its records are needed and the data were replaced since."""
        year = min(year, self.years[-1] + 1)
        known = self._kept(year)
        if known is None:
            # Others ask meanwhile for years that are known
            with self._finding:
                known = self._kept(year) or self._find(year, token)
                with self._lock:
                    self._known[year] = known
                    while len(self._known) > _YEARS_KEPT:
                        self._known.popitem(last=False)
        return known

    def release(self) -> None:
        """Let go of the records; they are read again if a year is asked for that no file tells of."""
        with self._finding:
            self._fitted = None

    def _kept(self, year: int) -> YearHistory | None:
        with self._lock:
            if year in self._known:
                self._known.move_to_end(year)
            return self._known.get(year)

    def _find(self, year: int, token: CancelToken | None) -> YearHistory:
        with contextlib.suppress(InputError):
            return read_history(self._files.history(year), self._files.data, before=year).known
        if self._fitted is None:
            self._fitted = self._load()
        known = self._fitted.before(year, token=token)
        _keep(Kept(known, self.years, self.hs_digits), self._files.history(year), self._files)
        return known


def open_history(files: KeptFiles, load: Callable[[], PriceHistory], *, token: CancelToken) -> KeptHistory:
    """The history that was kept, else one fitted now, whose newest year is kept for the next start."""
    newest = files.history(None)
    with contextlib.suppress(InputError):
        return KeptHistory(read_history(newest, files.data, before=None), files, load)
    fitted = load()
    kept = Kept(fitted.before(fitted.years[-1] + 1, token=token), fitted.years, fitted.hs_digits)
    _keep(kept, newest, files)
    return KeptHistory(kept, files, load, fitted)


def _keep(kept: Kept, path: Path, files: KeptFiles) -> None:
    """Save for the next start; a full or locked disk costs that start some seconds and nothing else."""
    with contextlib.suppress(OSError):
        write_history(path, kept, files.data)
