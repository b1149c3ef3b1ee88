"""From the bytes of a 12-megapixel JPEG to the answer, and folders of photos at once or one by one."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from app.engine.images.decode import decode
from app.engine.vision.batch import recognise_all
from app.engine.vision.recogniser import Recogniser, open_recogniser
from app.engine.vision.sources import Photo

_SIZE = (4000, 3000)
_GRAIN = 4.0
_ROUNDS = 25


def speed_table(models: Sequence[Path], folder: Path, photos: Sequence[Photo], *, count: int) -> str:
    """Full decoding with the first model is the reference; medians in milliseconds, in turns."""
    content = _large_photo(folder / photos[0].file)
    recognisers = {model.stem: open_recogniser(model) for model in models}
    ways = {f"{next(iter(recognisers))}, decoded in full": _in_full(next(iter(recognisers.values())), content)}
    ways |= {name: _reduced(recogniser, content) for name, recogniser in recognisers.items()}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(_ROUNDS):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            took[name].append((time.perf_counter() - started) * 1_000)
    lines = [
        f"| 12 megapixels, {len(content) / 1e6:.1f} MB | p50 ms | p95 ms | faster |",
        "| --- | ---: | ---: | ---: |",
    ]
    medians = {name: statistics.median(each) for name, each in took.items()}
    slowest = next(iter(medians.values()))
    lines += [
        f"| {name} | {medians[name]:.1f} | {np.quantile(each, 0.95):.1f} | {slowest / medians[name]:.2f} × |"
        for name, each in took.items()
    ]
    return "\n".join([*lines, "", *_stages(recognisers, content), "", *_batches(recognisers, folder, photos, count)])


def _stages(recognisers: dict[str, Recogniser], content: bytes) -> list[str]:
    lines = ["| stages, median ms | decode | preprocess | infer | postprocess |", "| --- |" + " ---: |" * 4]
    for name, recogniser in recognisers.items():
        told = [recogniser.recognise(content, name="photo.jpg").latency for _ in range(_ROUNDS)]
        stages = (
            [each.decode_ms for each in told],
            [each.preprocess_ms for each in told],
            [each.infer_ms for each in told],
            [each.postprocess_ms for each in told],
        )
        lines.append(f"| {name} | " + " | ".join(f"{statistics.median(stage):.1f}" for stage in stages) + " |")
    return lines


def _batches(recognisers: dict[str, Recogniser], folder: Path, photos: Sequence[Photo], count: int) -> list[str]:
    """Photos a second, one after the other and by all threads, for files as they are in the folder."""
    paths = [folder / photo.file for photo in photos][:: max(1, len(photos) // count)][:count]
    lines = [f"| {len(paths):,} photos | one by one, per s | at once, per s | faster |", "| --- | ---: | ---: | ---: |"]
    for name, recogniser in recognisers.items():
        started = time.perf_counter()
        for path in paths:
            recogniser.recognise_file(path)
        alone = len(paths) / (time.perf_counter() - started)
        started = time.perf_counter()
        for _ in recognise_all(recogniser, paths):
            pass
        together = len(paths) / (time.perf_counter() - started)
        lines.append(f"| {name} | {alone:.1f} | {together:.1f} | {together / alone:.2f} × |")
    return lines


def _in_full(recogniser: Recogniser, content: bytes) -> Callable[[], object]:
    return lambda: recogniser.recognise_picture(decode(content, name="photo.jpg"))


def _reduced(recogniser: Recogniser, content: bytes) -> Callable[[], object]:
    return lambda: recogniser.recognise(content, name="photo.jpg")


def _large_photo(path: Path) -> bytes:
    """A photo enlarged to what a telephone takes, with the grain of its sensor."""
    with Image.open(path) as image:
        large = np.asarray(image.convert("RGB").resize(_SIZE, Image.Resampling.BICUBIC), dtype=np.float32)
    grain = np.random.default_rng(0).normal(0, _GRAIN, (*large.shape[:2], 1)).astype(np.float32)
    stream = io.BytesIO()
    Image.fromarray((large + grain).clip(0, 255).astype(np.uint8)).save(stream, "JPEG", quality=90)
    return stream.getvalue()
