"""Many photos: each by one thread from its bytes to its answer, as many threads as there are processors."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from app.engine.errors import EngineError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.vision.answers import Recognition
from app.engine.vision.recogniser import Recogniser

# Photos under way at a time for each thread: enough that none waits, few enough that memory does not grow
_AHEAD = 3
Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """One photo's answer, or why it has none."""

    path: Path
    recognition: Recognition | None
    error: EngineError | None = None


def recognise_all(
    recogniser: Recogniser,
    paths: Sequence[Path],
    *,
    threads: int | None = None,
    with_goods: bool = False,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Iterator[BatchAnswer]:
    """The answers in the order of the paths, each as soon as it and all before it are there.

    Cancelling ends it after the photos under way; what was yielded before stays valid, so that a batch can go on later.
    """
    work = partial(_answer, recogniser, with_goods=with_goods)
    yield from in_order(work, paths, name=_name_of, threads=threads, progress=progress, token=token)


def in_order(
    work: Callable[[Item], Answer],
    items: Sequence[Item],
    *,
    name: Callable[[Item], str],
    threads: int | None = None,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Iterator[Answer]:
    """What `work` makes of each item, as `recognise_all` does; `name` is told with the progress."""
    token = token or CancelToken()
    workers = threads or os.cpu_count() or 1
    waiting: deque[Future[Answer]] = deque()
    left = iter(items)
    with ThreadPoolExecutor(workers, thread_name_prefix="photos") as pool:
        try:
            for done, item in enumerate(items, start=1):
                while len(waiting) < workers * _AHEAD and (following := next(left, None)) is not None:
                    waiting.append(pool.submit(work, following))
                token.check()
                answer = waiting.popleft().result()
                progress(done, len(items), name(item))
                yield answer
        finally:
            for future in waiting:
                future.cancel()


def _name_of(path: Path) -> str:
    return path.name


def _answer(recogniser: Recogniser, path: Path, *, with_goods: bool) -> BatchAnswer:
    try:
        return BatchAnswer(path, recogniser.recognise_file(path, with_goods=with_goods))
    except EngineError as error:
        return BatchAnswer(path, None, error)
