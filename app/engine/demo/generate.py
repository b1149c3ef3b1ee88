"""Building the demo: 20 seed-schema files that follow the public margins, one year and direction at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.demo.calibration import calibrate_base
from app.engine.demo.cells import Cells, Specialities, apportion, draw_cells, province_specialities
from app.engine.demo.defaults import DEFAULT_ROWS, DEFAULT_SEED
from app.engine.demo.dirt import DUPLICATE_SHARE, Dirt
from app.engine.demo.facts import DIRECTIONS, YEARS, Margins, read_margins
from app.engine.demo.files import MARKER, DemoFile, DemoFiles, write_marker
from app.engine.demo.prices import Draw, PriceModel, build_price_model, draw_prices
from app.engine.demo.products import build_products
from app.engine.demo.rejected import rejected_counts, rejected_rows
from app.engine.demo.relations import Relations, build_relations
from app.engine.demo.rows import Side, plain_rows, soil_kept_rows, start_vocabulary
from app.engine.demo.values import size_lots
from app.engine.demo.write import write_csv, write_truth
from app.engine.errors import InputError, UsageError
from app.engine.jobs import CancelToken, Progress, no_progress

LEAST_ROWS = 10_000
_CALIBRATION_YEARS = (2012, 2015, 2018, 2021)
_NAMES = {"import": "进口", "export": "出口"}


@dataclass(frozen=True, slots=True)
class _World:
    """A direction with everything that its ten years are drawn from."""

    side: Side
    model: PriceModel
    specialities: Specialities


def generate_demo(
    folder: Path,
    *,
    rows: int = DEFAULT_ROWS,
    seed: int = DEFAULT_SEED,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> DemoFiles:
    """Write 20 CSV files of `rows` rows in all, a truth file for each, and the label; same seed, same bytes."""
    if rows < LEAST_ROWS:
        raise UsageError("demo.too_few_rows", rows=rows, least=LEAST_ROWS)
    token = token or CancelToken()
    _prepare(folder)
    worlds = _build_worlds(rows, seed)
    files: list[DemoFile] = []
    done = 0
    for at, year in enumerate(YEARS):
        for direction in DIRECTIONS:
            progress(done, rows, f"{year} {direction}")
            size = int(_rows_per_file(worlds, rows)[at, DIRECTIONS.index(direction)])
            files.append(_write_file(folder, worlds[direction], year=year, rows=size, seed=seed, token=token))
            done += size
    marker = write_marker(folder, rows=rows, seed=seed)
    progress(rows, rows)
    return DemoFiles(folder, marker, seed, rows, tuple(files))


def _prepare(folder: Path) -> None:
    """An unfinished build carries no label."""
    try:
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        (folder / MARKER).unlink(missing_ok=True)
    except OSError as error:
        raise InputError("demo.cannot_write", file=str(folder), reason=error.strerror) from error


def _build_worlds(rows: int, seed: int) -> dict[str, _World]:
    products = build_products()
    per_year = rows / (len(YEARS) * len(DIRECTIONS))
    margins = {direction: read_margins(direction) for direction in DIRECTIONS}
    relations = {
        d: build_relations(products, margins[d], direction=d, records_per_year=per_year, seed=seed) for d in DIRECTIONS
    }
    specialities = {d: province_specialities(products, margins[d], d) for d in DIRECTIONS}
    sample = _sample_cells(margins["import"], relations["import"], specialities["import"], int(per_year), seed)
    base = calibrate_base(products, margins["import"], relations["import"], sample, seed=seed)
    worlds = {}
    for d in DIRECTIONS:
        model = build_price_model(products, margins[d], relations[d], direction=d, seed=seed, base=base)
        worlds[d] = _World(Side(d, products, margins[d], relations[d]), model, specialities[d])
    return worlds


def _sample_cells(margins: Margins, relations: Relations, specialities: Specialities, records: int, seed: int) -> Cells:
    """Cells of some years as a build would draw them, for calibration."""
    random = np.random.default_rng([seed, 0])
    drawn = [
        draw_cells(margins, relations, specialities, year=year, records=records, random=random)
        for year in _CALIBRATION_YEARS
    ]
    return Cells(
        np.concatenate([cells.relation for cells in drawn]),
        np.concatenate([cells.country for cells in drawn]),
        np.concatenate([cells.province for cells in drawn]),
        np.concatenate([cells.mode for cells in drawn]),
    )


def _rows_per_file(worlds: dict[str, _World], rows: int) -> NDArray[np.int64]:
    records = np.array([worlds[d].side.margins.modes.records.sum(axis=1) for d in DIRECTIONS]).T
    return apportion(records.ravel(), rows).reshape(records.shape)


def _write_file(folder: Path, world: _World, *, year: int, rows: int, seed: int, token: CancelToken) -> DemoFile:
    side = world.side
    random = np.random.default_rng([seed, year, DIRECTIONS.index(side.direction)])
    faults = rejected_counts(side.direction, rows)
    kept = rows - sum(faults.values())
    cells = draw_cells(side.margins, side.relations, world.specialities, year=year, records=kept, random=random)
    draw = draw_prices(side.products, world.model, side.relations, cells, year=year, random=random)
    copies = _make_copies(cells, draw, random)
    token.check()
    lots, sizes = size_lots(
        side.products, side.margins, side.relations, cells, draw, direction=side.direction, year=year
    )
    vocabulary = start_vocabulary(side.margins, year)
    clean = plain_rows(side, vocabulary, cells, draw, lots, year=year)
    faulty = rejected_rows(side, world.model, vocabulary, cells, sizes, faults, year=year, random=random)
    mapped = soil_kept_rows(side, vocabulary, clean, copies.ravel(), year=year, random=random)
    mapped[Dirt.DUPLICATE] = copies.shape[1]
    every = np.concatenate([clean, faulty])[random.permutation(rows)]
    path = folder / f"{year}年{_NAMES[side.direction]}.csv"
    truth = folder / "truth" / f"{year}_{side.direction}.npz"
    write_csv(path, every, vocabulary, look=year * 2 + DIRECTIONS.index(side.direction), token=token)
    write_truth(truth, every)
    return DemoFile(path, truth, side.direction, year, rows, kept, int(clean["value_usd"].sum()), {**faults, **mapped})


def _make_copies(cells: Cells, draw: Draw, random: np.random.Generator) -> NDArray[np.intp]:
    """Turn some records into exact copies of others in the same margins; two lines: originals and copies."""
    key = (cells.country.astype(np.int64) * 64 + cells.province) * 32 + cells.mode
    order = np.argsort(key, kind="stable")
    pairs = order[: len(order) // 2 * 2].reshape(-1, 2)
    alike = pairs[key[pairs[:, 0]] == key[pairs[:, 1]]]
    wanted = min(len(alike), max(1, round(len(key) * DUPLICATE_SHARE)))
    original, copy = alike[random.choice(len(alike), wanted, replace=False)].T
    cells.relation[copy] = cells.relation[original]
    for column in (draw.mean, draw.scale, draw.noise, draw.lot):
        column[copy] = column[original]
    return np.stack([original, copy])
