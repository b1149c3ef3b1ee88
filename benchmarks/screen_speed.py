"""How many declarations a second are screened, and in how much memory: a file made of the demo's import records."""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.engine import paths
from app.engine.demo.truth import truth_folder
from app.engine.jobs import CancelToken
from app.engine.messages import Language
from app.engine.price.opening import open_pricer
from app.engine.reference import hs_codes
from app.engine.screening.desk_tools import ScreeningDesk, open_desk
from app.engine.screening.rates import RateTable
from app.engine.screening.running import screen_blocks
from app.engine.store.open_store import open_store
from app.engine.store.selection import Selection
from benchmarks.screen_queue import measure_queue, measure_run

_HEADER = (
    "报关单号,申报日期,进出口,境内收发货人,境内目的地,商品编码,商品名称及规格型号,原产国(地区),监管方式,成交方式,"
    "运费,保费,成交数量,成交单位,法定第一数量,法定第一计量单位,单价,总价,币制"
).split(",")
_TRADERS, _FOB = 5_000, 0.2
_KB_PER_MB = 1024


def main(arguments: Sequence[str]) -> int:
    """Screen a file of so many lines and print what that took as one JSON object; the file stays in --work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True, help="a store of demo data with its files beside it")
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--year", type=int, default=2021)
    parser.add_argument("--queue", type=int, default=0, metavar="COPIES", help="of the first block, kept as a run")
    parser.add_argument("--work", type=Path, default=Path("build/bench-screen"))
    options = parser.parse_args(arguments)
    files = truth_folder(options.store)
    if files is None:
        parser.error("the store has no demo files beside it")
    options.work.mkdir(parents=True, exist_ok=True)
    path = options.work / f"declarations-{options.lines}.csv"
    if not path.exists():
        _write(path, files / f"{options.year}年进口.csv", options.lines, options.year)
    token = CancelToken()
    with open_store(options.store) as store:
        pricer = open_pricer(store, folder=paths.user_data() / "prices", choices=Selection(), token=token)
        desk = open_desk(store, pricer, RateTable(()), token=token)
    print(json.dumps(_measured(path, desk, options.queue)))
    return 0


def _measured(path: Path, desk: ScreeningDesk, copies: int) -> dict[str, Any]:
    before = _peak_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    blocks = screen_blocks(path, desk, token=CancelToken())
    first = next(blocks)
    lines = len(first.lines) + sum(len(block.lines) for block in blocks)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    found = {"lines": lines, "wall_s": wall, "cpu_s": cpu, "peak_mb": _peak_mb(), "before_mb": before}
    started = time.process_time()
    kept = first.kept()
    found["document_us"] = 1e6 * (time.process_time() - started) / len(kept.rows)
    return found | ({"run": measure_run(path, desk), "queue": measure_queue(kept, copies)} if copies else {})


def _write(path: Path, source: Path, lines: int, year: int) -> None:
    random_ = random.Random(1)
    with source.open(encoding="utf-8", newline="") as stream:
        rows = [{name.strip(): cell.strip() for name, cell in row.items()} for row in csv.DictReader(stream)]
    usable = [
        row for row in rows if len(row["商品编码"]) == 8 and _is_positive(row["金额"]) and _is_positive(row["贸易数量"])
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADER)
        writer.writerows(_lines(usable, lines, year, random_))


def _lines(
    rows: Sequence[dict[str, str]], lines: int, year: int, random_: random.Random
) -> Iterator[tuple[object, ...]]:
    """Two lines a declaration; a fifth FOB with freight and insurance to add."""
    table = hs_codes.table()
    for number in range(lines):
        row = random_.choice(rows)
        quantity = round(float(row["贸易数量"]) * random_.lognormvariate(0, 0.05), 2) or 1
        value = round(float(row["金额"]) * random_.lognormvariate(0, 0.05), 2)
        is_fob = random_.random() < _FOB
        terms = ("FOB", f"USD/{random_.randrange(5, 50)}/3", "0.3%") if is_fob else ("CIF", "", "")
        name = f"{table.title(row['商品编码'], Language.ZH)}|规格|品牌"
        day = f"{year}-{random_.randrange(1, 13):02d}-{random_.randrange(1, 29):02d}"
        place, hs, origin, mode, unit = (row[key] for key in ("商品注册地", "商品编码", "贸易国家", "贸易方式", "单位"))
        trader = f"企业{random_.randrange(_TRADERS)}"
        amounts = (quantity, unit, quantity, unit, round(value / quantity, 4), value, "USD")
        yield (f"5316{number // 2:014d}", day, "进口", trader, place, hs, name, origin, mode, *terms, *amounts)


def _is_positive(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB_PER_MB


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
