"""`bench fuzz_declarations`: damaged files of declarations are screened and priced; none may crash or cost whole rows.

Which rows a damage may cost is known for most of them: of every other row the same must be told as in the sound file.
Exits with 1 and keeps the file where that does not hold.
"""

from __future__ import annotations

import argparse
import functools
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from app.engine.jobs import CancelToken
from app.engine.price.opening import open_pricer
from app.engine.screening.desk_tools import open_desk
from app.engine.screening.rates import RateTable
from app.engine.store.open_store import open_store
from app.engine.store.selection import Selection
from benchmarks.declaration_damage import DamagedFile, damaged_text, sound_file
from benchmarks.fuzz_check import Answers, Outcome, check_damaged, priced, screened
from benchmarks.measure import machine
from benchmarks.workbook_damage import damaged_workbook

_TEXTS = 0.65
Read = Callable[[Path], Answers]


def main(arguments: Sequence[str]) -> int:
    """Damage, read, print what became of the files."""
    parser = argparse.ArgumentParser(prog="bench fuzz_declarations", description=__doc__)
    parser.add_argument("--store", type=Path, required=True, help="a store to screen and price by")
    parser.add_argument("--files", type=int, default=60, help="that are screened (2,000 for all that is promised)")
    parser.add_argument("--priced", type=int, default=20, metavar="FILES", help="that are priced besides")
    parser.add_argument("--seeds", type=int, nargs="*", default=[1])
    parser.add_argument("--work", type=Path, default=Path("build/fuzz"), help="where files that broke a promise stay")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    print(
        f"{machine()}\n\n| seed | files | | read whole | rows unread | refused with a sentence | broken promises | s |"
    )
    print("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    broken = 0
    with open_store(options.store) as store, tempfile.TemporaryDirectory() as folder:
        pricer = open_pricer(store, folder=Path(folder), choices=Selection())
        desk = open_desk(store, pricer, RateTable(()), token=CancelToken())
        for seed in options.seeds:
            screen: Read = functools.partial(screened, desk=desk)
            price: Read = functools.partial(priced, pricer=pricer)
            for name, read, files in (("screened", screen, options.files), ("priced", price, options.priced)):
                broken += _report(name, read, files, seed, options.work)
    return 1 if broken else 0


def damaged_file(dice: random.Random) -> DamagedFile:
    """A text or a workbook."""
    return damaged_text(dice) if dice.random() < _TEXTS else damaged_workbook(dice)


def _report(name: str, read: Read, files: int, seed: int, work: Path) -> int:
    dice, started = random.Random(f"{name} {seed}"), time.perf_counter()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sound.csv"
        path.write_bytes(sound_file().content)
        sound = read(path)
        for number in range(files):
            file = damaged_file(dice)
            try:
                found[_kind(check_damaged(file, path.with_name(f"damaged{file.suffix}"), read, sound))] += 1
            except Exception:  # whatever ends the reading is what is looked for
                found["broken"] += 1
                kept = work / f"{name}-{seed}-{number}{file.suffix}"
                kept.write_bytes(file.content)
                print(f"{kept} ({file.damage}): {traceback.format_exc()}", file=sys.stderr)
    counts = " | ".join(f"{found[kind]:,}" for kind in ("whole", "unread", "refused", "broken"))
    print(f"| {seed} | {files:,} | {name} | {counts} | {time.perf_counter() - started:,.0f} |", flush=True)
    return found["broken"]


def _kind(outcome: Outcome) -> str:
    return "refused" if outcome.refusal else "unread" if outcome.unread else "whole"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
