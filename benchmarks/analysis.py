"""How long each indicator takes on demo data: medians over several selections, in Markdown.

The bar is a median below 100 ms for every one of them.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.engine.analysis.indicators.across_editions import across_editions
from app.engine.analysis.indicators.balance import balance
from app.engine.analysis.indicators.break_points import break_points
from app.engine.analysis.indicators.complexity import complexity
from app.engine.analysis.indicators.growth import growth
from app.engine.analysis.indicators.index_numbers import price_volume
from app.engine.analysis.indicators.inequality import inequality
from app.engine.analysis.indicators.margins import margins
from app.engine.analysis.indicators.relation_pairs import relation_pair
from app.engine.analysis.indicators.shift import structural_shift
from app.engine.analysis.indicators.specialisation import advantage
from app.engine.analysis.indicators.survival import survival
from app.engine.reference.concordances import Concordances
from app.engine.store.dimensions import Dimension
from app.engine.store.manifest import read_manifest
from app.engine.store.open_store import Store, open_store
from app.engine.store.questions.compared import Compared
from app.engine.store.questions.relations import relation_changes
from app.engine.store.selection import Direction, Selection
from benchmarks.query import provide_store

SIZES = (1_200_000, 24_000_000)
_BAR_MS = 100
_TIMES = 5
_D = Dimension
_SELECTIONS = {
    "all": Selection(),
    "exports": Selection(direction=Direction.EXPORT),
    "one partner's exports": Selection(direction=Direction.EXPORT, countries=(502,)),
    "one chapter": Selection(direction=Direction.EXPORT, hs=("85",)),
    "one province": Selection(direction=Direction.EXPORT, provinces=(44,)),
}
_YEARS = Compared()
_NO_TABLES = Concordances({})
_CODE = Selection(direction=Direction.EXPORT, hs=("851762",))

Asking = Callable[[Store, Selection], object]
INDICATORS: dict[str, Asking] = {
    "growth by partner": lambda store, one: growth(store, one, _D.COUNTRY, _YEARS),
    "growth by HS4": lambda store, one: growth(store, one, _D.HS4, _YEARS),
    "what changed": lambda store, one: relation_changes(store, one, relation_pair(one, _D.COUNTRY), _YEARS, limit=200),
    "price and volume": price_volume,
    "concentration, Theil": lambda store, one: inequality(store, one, _D.COUNTRY),
    "concentration by HS4": lambda store, one: inequality(store, one, _D.HS4),
    "balance": lambda store, one: balance(store, one, _D.COUNTRY),
    "shift of modes": lambda store, one: structural_shift(store, one, _D.MODE, _YEARS),
    "diversification": lambda store, one: margins(store, one, relation_pair(one, _D.COUNTRY), _YEARS, limit=200),
    "survival": lambda store, one: survival(store, one, relation_pair(one, _D.COUNTRY)),
    "advantage by HS2": lambda store, one: advantage(store, one, _D.HS2, limit=500),
    "advantage by HS4": lambda store, one: advantage(store, one, _D.HS4, limit=500),
    "complexity by HS4": lambda store, one: complexity(store, one, _D.HS4),
    "breaks": lambda store, one: break_points(store, one, _D.COUNTRY, limit=12),
    "over HS editions": lambda store, _one: across_editions(store, _CODE, _NO_TABLES),
}


def main(arguments: Sequence[str]) -> int:
    """Measure each size; 1 where a median misses the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--work", type=Path, default=Path("build/bench-query"), help="kept between runs")
    parser.add_argument("--store", type=Path, help="measure this store instead of demo data")
    options = parser.parse_args(arguments)
    stores = [options.store] if options.store else [provide_store(options.work, rows) for rows in options.rows]
    results = {path: _measure(path) for path in stores}
    _print(results)
    return int(any(statistics.median(taken) > _BAR_MS for found in results.values() for taken in found.values()))


def _measure(path: Path) -> dict[str, list[float]]:
    with open_store(path) as store:
        return {
            name: [_median_ms(asking, store, selection) for selection in _SELECTIONS.values()]
            for name, asking in INDICATORS.items()
        }


def _median_ms(asking: Asking, store: Store, selection: Selection) -> float:
    asking(store, selection)
    taken = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        asking(store, selection)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def _print(results: dict[Path, dict[str, list[float]]]) -> None:
    records = [sum(segment.kept for segment in read_manifest(path).segments) for path in results]
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"median (slowest) ms over {len(_SELECTIONS)} selections: {', '.join(_SELECTIONS)}\n")
    print(f"| indicator | {' | '.join(f'{count / 1e6:.1f} M records' for count in records)} |")
    print(f"| --- |{' ---: |' * len(records)}")
    for name in INDICATORS:
        cells = [f"{statistics.median(found[name]):,.0f} ({max(found[name]):,.0f})" for found in results.values()]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
