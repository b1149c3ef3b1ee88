"""Makes a store ready to be priced: its history, the model over it, and a calibration that is measured once."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import app
from app.engine.errors import InputError, NotInDataError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.price.calibration import Calibration, calibrate_model, rows_wanted
from app.engine.price.calibration_file import Origin, read_calibration, write_calibration
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.history import PriceHistory
from app.engine.price.network import default_network, load_price_network
from app.engine.price.pricer import Pricer
from app.engine.price.rows import rows_of_records
from app.engine.price.support import Products
from app.engine.store.manifest import Manifest
from app.engine.store.open_store import Store, interruptible
from app.engine.store.questions.priced_records import price_cells, priced_sample
from app.engine.store.questions.product_members import product_units
from app.engine.store.selection import Selection

_MOST_FILES = 8


def open_pricer(
    store: Store,
    *,
    folder: Path,
    choices: Selection,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Pricer:
    """As `open_with`, with the network that the program ships; ResourceError if it is not what its card says."""
    network = load_price_network(default_network())
    return open_with(store, network, folder=folder, choices=choices, progress=progress, token=token)


def open_with(
    store: Store,
    network: QuantileNetwork,
    *,
    folder: Path,
    choices: Selection,
    progress: Progress = no_progress,
    token: CancelToken | None = None,
) -> Pricer:
    """A pricer of the store's present generation; `folder` keeps what was measured, for the next start."""
    token = CancelToken() if token is None else token
    with interruptible(token):
        manifest = store.manifest
        cells = price_cells(store, choices)
        if cells.basis.context is None or not len(cells):
            raise NotInDataError("price.no_prices")
        history = PriceHistory(cells)
        products = Products(product_units(store, choices), hs_digits=history.hs_digits)
        origin = Origin(_data_key(manifest, choices), network.version)
        calibration = _kept(folder, origin)
        if calibration is None:
            sample = rows_of_records(priced_sample(store, choices, rows_wanted(history.years)))
            calibration = calibrate_model(network, history, sample, progress=progress, token=token)
            if store.manifest == manifest:
                _keep(folder, calibration, origin)
        for year in (history.years[-1] + 1, history.years[-1]):
            history.before(year, token=token)
    return Pricer(
        store, cells.basis.context, products=products, history=history, network=network, calibration=calibration
    )


def _data_key(manifest: Manifest, choices: Selection) -> str:
    # Another version of the program may sum up the same history otherwise
    parts = [app.__version__, repr(choices), *sorted(segment.sha256 for segment in manifest.segments)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _path(folder: Path, origin: Origin) -> Path:
    return folder / f"{origin.data[:24]}.calibration"


def _kept(folder: Path, origin: Origin) -> Calibration | None:
    """What was measured before with this model; what another one measured is made anew."""
    with contextlib.suppress(InputError):
        return read_calibration(_path(folder, origin), origin)
    return None


def _keep(folder: Path, calibration: Calibration, origin: Origin) -> None:
    """Save for the next start; a full or locked disk costs that start some seconds and nothing else."""
    with contextlib.suppress(OSError):
        write_calibration(_path(folder, origin), calibration, origin)
        files = sorted(folder.glob("*.calibration"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in files[_MOST_FILES:]:
            path.unlink(missing_ok=True)
