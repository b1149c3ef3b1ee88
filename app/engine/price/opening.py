"""Makes a store ready to be priced: history and calibration, which are made once and kept, and the model over them."""

from __future__ import annotations

import contextlib
from pathlib import Path

from app.engine.errors import InputError, NotInDataError, StoreError
from app.engine.jobs import CancelToken, Progress, no_progress
from app.engine.price.calibration import Calibration, calibrate_model, rows_wanted
from app.engine.price.calibration_file import Origin, read_calibration, write_calibration
from app.engine.price.forecasting import QuantileNetwork
from app.engine.price.history import PriceHistory
from app.engine.price.kept_files import KeptFiles, kept_files
from app.engine.price.kept_history import open_history
from app.engine.price.network import default_network, load_price_network
from app.engine.price.pricer import Pricer
from app.engine.price.rows import rows_of_records
from app.engine.price.support import Products
from app.engine.store.manifest import Manifest
from app.engine.store.open_store import Store, interruptible
from app.engine.store.questions.priced_records import price_cells, priced_context, priced_sample
from app.engine.store.questions.product_members import product_units
from app.engine.store.selection import Selection

_ATTEMPTS = 5


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
    """A pricer of the store's present generation; `folder` keeps what was fitted and measured, for the next start."""
    token = CancelToken() if token is None else token
    with interruptible(token):
        for _ in range(_ATTEMPTS):
            manifest = store.manifest
            files = kept_files(folder, store.path, manifest, choices)
            pricer = _open(store, network, files, choices, progress, token)
            if store.manifest == manifest:
                files.tidy()
                return pricer
    raise StoreError("query.always_changing", path=str(store.path))


def _open(
    store: Store, network: QuantileNetwork, files: KeptFiles, choices: Selection, progress: Progress, token: CancelToken
) -> Pricer:
    context = priced_context(store, choices)
    if context is None:
        raise NotInDataError("price.no_prices")
    manifest = store.manifest
    history = open_history(files, lambda: _fitted(store, manifest, choices), token=token)
    products = Products(product_units(store, choices), hs_digits=history.hs_digits)
    origin = Origin(files.data, network.version)
    calibration = _kept(files, origin)
    if calibration is None:
        sample = rows_of_records(priced_sample(store, choices, rows_wanted(history.years)))
        calibration = calibrate_model(network, history, sample, progress=progress, token=token)
        if store.manifest == manifest:
            _keep(files, calibration, origin)
    history.before(history.years[-1], token=token)
    return Pricer(store, context, products=products, history=history, network=network, calibration=calibration)


def _fitted(store: Store, manifest: Manifest, choices: Selection) -> PriceHistory:
    """The records of the generation that is priced, never those of a newer one."""
    cells = price_cells(store, choices)
    if store.manifest != manifest:
        raise StoreError("query.always_changing", path=str(store.path))
    if not len(cells):
        raise NotInDataError("price.no_prices")
    return PriceHistory(cells)


def _kept(files: KeptFiles, origin: Origin) -> Calibration | None:
    """What was measured before with this model; what another one measured is made anew."""
    with contextlib.suppress(InputError):
        return read_calibration(files.calibration, origin)
    return None


def _keep(files: KeptFiles, calibration: Calibration, origin: Origin) -> None:
    """Save for the next start; a full or locked disk costs that start some seconds and nothing else."""
    with contextlib.suppress(OSError):
        write_calibration(files.calibration, calibration, origin)
