"""The build as a whole: the same bytes for the same seed, a label, and nothing half done."""

from __future__ import annotations

import hashlib
import tomllib
import tracemalloc
from pathlib import Path

import pytest

from app.engine.demo.files import DemoFiles
from app.engine.demo.generate import LEAST_ROWS, generate_demo
from app.engine.errors import CancelledError, InputError, UsageError
from app.engine.jobs import CancelToken
from tests.engine.demo.conftest import SHARED_ROWS, read_lines

SMALL = 20_000


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = generate_demo(tmp_path / "first", rows=SMALL, seed=3)
    second = generate_demo(tmp_path / "second", rows=SMALL, seed=3)

    assert _fingerprint(first) == _fingerprint(second)


def test_another_seed_gives_other_records(tmp_path: Path) -> None:
    first = generate_demo(tmp_path / "first", rows=SMALL, seed=3)
    second = generate_demo(tmp_path / "second", rows=SMALL, seed=4)

    assert _fingerprint(first) != _fingerprint(second)


def test_twenty_files_hold_exactly_the_rows_asked_for(demo: DemoFiles) -> None:
    counts = {file.path.name: sum(1 for _ in read_lines(file.path)) for file in demo.files}

    assert sum(counts.values()) == SHARED_ROWS
    assert counts == {file.path.name: file.rows for file in demo.files}
    assert sorted(counts) == sorted(f"{year}年{name}.csv" for year in range(2012, 2022) for name in ("进口", "出口"))


def test_columns_come_in_several_orders_and_with_stray_blanks(demo: DemoFiles) -> None:
    headers = {tuple(file.path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")) for file in demo.files}

    assert len(headers) > 3
    assert {tuple(sorted(name.strip() for name in header)) for header in headers} == {
        ("单价", "单位", "商品注册地", "商品编码", "贸易国家", "贸易数量", "贸易方式", "金额")
    }
    assert any(name != name.strip() for header in headers for name in header)


def test_folder_is_labelled_as_demo_data(demo: DemoFiles) -> None:
    label = tomllib.loads(demo.marker.read_text(encoding="utf-8"))

    assert label["label_en"] == "demo data, calibrated on public aggregates"
    assert label["label_zh"] == "演示数据，按公开汇总数据校准"
    assert (label["rows"], label["seed"]) == (SHARED_ROWS, demo.seed)


def test_cancelled_build_leaves_no_label_and_no_partial_file(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    generate_demo(tmp_path, rows=SMALL)

    with pytest.raises(CancelledError):
        generate_demo(tmp_path, rows=SMALL, token=token)

    assert not (tmp_path / "DEMO.toml").exists()
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("seed", [5, 2**40])
def test_smallest_build_has_every_row_for_any_seed(tmp_path: Path, seed: int) -> None:
    files = generate_demo(tmp_path, rows=LEAST_ROWS, seed=seed).files

    assert sum(file.rows for file in files) == LEAST_ROWS


def test_too_few_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        generate_demo(tmp_path, rows=100)

    assert caught.value.code == "demo.too_few_rows"


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")

    with pytest.raises(InputError) as caught:
        generate_demo(tmp_path / "taken", rows=SMALL)

    assert caught.value.code == "demo.cannot_write"


def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    rows = 400_000
    tracemalloc.start()
    generate_demo(tmp_path, rows=rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 80_000_000


def _fingerprint(files: DemoFiles) -> dict[str, str]:
    paths = [path for path in files.folder.rglob("*") if path.is_file()]
    return {str(p.relative_to(files.folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
