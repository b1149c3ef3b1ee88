"""What the frozen part of a network makes of every photo, run once through ONNX Runtime and kept on disk."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from mindspore import nn  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.vision.preprocess import SIDE
from app.engine.whole_files import written_whole
from training.vision.catalogue import Catalogue
from training.vision.export import export_onnx
from training.vision.networks.deployed import Frozen, Scaling
from training.vision.views import Views

_PER_CHUNK = 512
_PER_RUN = 8
_THREADS = 2

Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class StoredRows:
    """One row per photo, in files of some hundred rows that are read where they are needed."""

    chunks: tuple[Halves, ...]

    def __len__(self) -> int:
        return sum(map(len, self.chunks))

    def take(self, at: NDArray[np.intp]) -> NDArray[np.float32]:
        """Some rows as 32-bit figures."""
        rows = [self.chunks[row // _PER_CHUNK][row % _PER_CHUNK] for row in at]
        return np.stack(rows).astype(np.float32)

    def all(self) -> NDArray[np.float32]:
        """All rows, for outputs that are small."""
        return np.concatenate(self.chunks).astype(np.float32)


class FrozenOutputs:
    """What an ONNX graph with one output makes of the views of all photos; made on first request, kept in `folder`."""

    def __init__(self, catalogue: Catalogue, graph: bytes, folder: Path, *, seed: int = 0) -> None:
        self._count, self._graph = len(catalogue.photos), graph
        self._views = Views(catalogue, seed)
        self._folder = folder / f"{self._views.key}-{hashlib.sha256(graph).hexdigest()[:12]}"

    def view(self, number: int, *, progress: Progress = no_progress, token: CancelToken | None = None) -> StoredRows:
        """One view of all photos; numbered as in `Views`. A stopped run keeps what it has."""
        self._folder.mkdir(parents=True, exist_ok=True)
        chunks = [range(at, min(at + _PER_CHUNK, self._count)) for at in range(0, self._count, _PER_CHUNK)]
        missing = [chunk for chunk in chunks if not self._file(number, chunk).exists()]
        if missing:
            self._make(number, missing, progress, token or CancelToken())
        return StoredRows(tuple(np.load(self._file(number, chunk), mmap_mode="r") for chunk in chunks))

    def _file(self, number: int, chunk: range) -> Path:
        return self._folder / f"view{number}-{chunk.start:06d}.npy"

    def _make(self, number: int, missing: Sequence[range], progress: Progress, token: CancelToken) -> None:
        session = _open(self._graph)
        total, done = sum(map(len, missing)), 0
        with ThreadPoolExecutor(_THREADS) as pool:
            for chunk in missing:
                groups = [chunk[at : at + _PER_RUN] for at in range(0, len(chunk), _PER_RUN)]
                parts = []
                for part in pool.map(lambda group: self._run(session, number, group), groups):
                    token.check()
                    parts.append(part)
                    done += len(part)
                    progress(done, total, str(number))
                with written_whole(self._file(number, chunk)) as partial, partial.open("wb") as file:
                    np.save(file, np.concatenate(parts))

    def _run(self, session: Any, number: int, group: range) -> Halves:
        pixels = np.stack([self._views.pixels(at, number) for at in group])
        output: NDArray[np.float32] = session.run(None, {session.get_inputs()[0].name: pixels})[0]
        return output.astype(np.float16)


def frozen_graph(net: nn.Cell, units: int, scaling: Scaling, *, side: int = SIDE) -> bytes:
    """The first units of a network as ONNX; to the mean over places where nothing follows them."""
    frozen = Frozen(net, units, scaling, pools=units == len(net.layers_of_units), side=side)
    with tempfile.TemporaryDirectory() as folder:
        return export_onnx(frozen, Path(folder) / "frozen.onnx", ("output",))


def answers_of(
    tail: nn.Cell, views: Sequence[StoredRows], chosen: NDArray[np.intp], token: CancelToken
) -> NDArray[np.float32]:
    """What the units after the frozen ones make of views of some photos; ONNX Runtime needs half the time for it."""
    with tempfile.TemporaryDirectory() as folder:
        shape = views[0].chunks[0].shape[1:]
        session = _open(export_onnx(tail, Path(folder) / "tail.onnx", ("logits",), shape=shape))

    def told(rows: StoredRows, at: int) -> NDArray[np.float32]:
        token.check()
        answers: NDArray[np.float32] = session.run(None, {"pixels": rows.take(chosen[at : at + _PER_RUN])})[0]
        return answers

    starts = range(0, len(chosen), _PER_RUN)
    return np.stack([np.concatenate([told(rows, at) for at in starts]) for rows in views])


def _open(graph: bytes) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
