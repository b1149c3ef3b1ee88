"""One demo build that the tests share, read back the way a stranger would: as text, column by column."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from app.engine.demo.files import DemoFile, DemoFiles
from app.engine.demo.generate import generate_demo

SHARED_ROWS = 120_000
SEED = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the header, as written."""

    hs: str
    partner: str
    province: str
    mode: str
    quantity: str
    unit: str
    value: str
    price: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of a file that have a truth, with their text and the noise-free price."""

    lines: list[Line]
    mean: np.ndarray
    scale: np.ndarray
    ln_price: np.ndarray


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    """The build that most tests read."""
    return generate_demo(tmp_path_factory.mktemp("demo"), rows=SHARED_ROWS, seed=SEED)


def read_lines(path: Path) -> Iterator[Line]:
    """Rows of a file by the meaning of their columns, cells as they stand."""
    columns = ("商品编码", "贸易国家", "商品注册地", "贸易方式", "贸易数量", "单位", "金额", "单价")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader)]
        order = [header.index(name) for name in columns]
        for row in reader:
            yield Line(*(row[place] for place in order))


def read_kept(file: DemoFile) -> Kept:
    """What the truth file points at."""
    lines = list(read_lines(file.path))
    with np.load(file.truth) as truth:
        row, mean, scale = truth["row"], truth["mean"], truth["scale"]
    kept = [lines[number - 1] for number in row.tolist()]
    ln_price = np.array([np.log(float(line.value) / float(line.quantity)) for line in kept])
    return Kept(kept, mean, scale, ln_price)
