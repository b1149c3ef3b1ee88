"""`bench codes`: codes read in twelve conditions, a third of them Chinese, ours beside zxing-cpp, OpenCV and pyzbar.

OpenCV and pyzbar take part where they are installed (`uv pip install opencv-python-headless pyzbar`).
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from app.engine.codes.scanning import scan
from app.engine.images.picture import Picture
from benchmarks.measure import machine
from tests.engine.codes.scenes import CONDITIONS, Scene, draw

# Texts, and whether the contestant itself calls each certain
Reader = Callable[[Picture], Sequence[tuple[str, bool]]]


@dataclass(slots=True)
class Score:
    """Of one contestant in one condition."""

    right: int = 0
    wrong: int = 0  # told as certain, and not what was drawn
    spent_ms: list[float] = field(default_factory=list)

    def add(self, scene: Scene, reader: Reader) -> None:
        """Let the contestant read one scene."""
        started = time.perf_counter()
        told = reader(scene.picture)
        self.spent_ms.append((time.perf_counter() - started) * 1_000)
        self.right += any(text == scene.text for text, _ in told)
        self.wrong += any(text != scene.text and is_certain for text, is_certain in told)


def main() -> None:
    """Draw all scenes, let each contestant read them, print one row for each condition."""
    parser = argparse.ArgumentParser(prog="bench codes", description=__doc__)
    parser.add_argument("--scenes", type=int, default=100, help="of each condition")
    count = parser.parse_args().scenes
    readers = contestants()
    print(f"{count} scenes of each condition; read / silently wrong; {machine()}")
    print(f"{'':20}" + "".join(f"{name:>22}" for name in readers))
    sums = {name: Score() for name in readers}
    for condition in CONDITIONS:
        scores = {name: Score() for name in readers}
        for number in range(count):
            scene = draw(condition, number)
            for name, reader in readers.items():
                scores[name].add(scene, reader)
        print_row(condition, scores)
        for name, score in scores.items():
            sums[name].right += score.right
            sums[name].wrong += score.wrong
            sums[name].spent_ms += score.spent_ms
    print_row("all", sums)
    medians = {name: statistics.median(score.spent_ms) for name, score in sums.items()}
    print(f"{'p50 ms':20}" + "".join(f"{each:>22.1f}" for each in medians.values()))
    print(f"{'p50, zxing-cpp = 1':20}" + "".join(f"{each / medians['zxing-cpp']:>22.2f}" for each in medians.values()))
    print_steps(count)


def contestants() -> dict[str, Reader]:
    """Ours, zxing-cpp with its defaults, and those of the others that are installed."""
    found: dict[str, Reader] = {"Tradescope": _ours, "zxing-cpp": _zxing}
    for name, module, make in (("OpenCV", "cv2", _opencv), ("pyzbar", "pyzbar.pyzbar", _pyzbar)):
        try:
            found[name] = make(importlib.import_module(module))
        except ImportError as error:
            print(f"{name} does not take part: {error}")
    return found


def print_row(title: str, scores: dict[str, Score]) -> None:
    """Read and silently wrong, by contestant."""
    print(f"{title:20}" + "".join(f"{f'{score.right} / {score.wrong}':>22}" for score in scores.values()), flush=True)


def print_steps(count: int) -> None:
    """At which step of ours the first code was read."""
    steps: Counter[str] = Counter()
    for condition in CONDITIONS:
        for number in range(count):
            codes = scan(draw(condition, number).picture)
            steps[codes[0].step.value if codes else "not read"] += 1
    print("first code read at:", ", ".join(f"{step} {n}" for step, n in steps.most_common()))


def _ours(picture: Picture) -> Sequence[tuple[str, bool]]:
    return [(code.reading.text, code.is_certain) for code in scan(picture)]


def _zxing(picture: Picture) -> Sequence[tuple[str, bool]]:
    return [(barcode.text, True) for barcode in zxingcpp.read_barcodes(picture.pixels)]


def _opencv(cv2: object) -> Reader:
    squares, bars = cv2.QRCodeDetector(), cv2.barcode.BarcodeDetector()  # type: ignore[attr-defined]  # untyped module

    def read(picture: Picture) -> Sequence[tuple[str, bool]]:
        pixels = _bgr(picture)
        texts: list[str] = []
        for detector in (squares, bars):
            try:
                texts += [text for text in detector.detectAndDecodeMulti(pixels)[1] if text]
            except (cv2.error, UnicodeDecodeError):  # type: ignore[attr-defined]  # as above
                continue
        return [(text, True) for text in texts]

    return read


def _pyzbar(pyzbar: object) -> Reader:
    def read(picture: Picture) -> Sequence[tuple[str, bool]]:
        found = pyzbar.decode(picture.pixels)  # type: ignore[attr-defined]  # untyped module
        return [(each.data.decode("utf-8", "replace"), True) for each in found]

    return read


def _bgr(picture: Picture) -> NDArray[np.uint8]:
    return np.ascontiguousarray(picture.pixels[:, :, ::-1])


if __name__ == "__main__":
    main()
