"""The file of a calibration: it names the data and the model that it was measured with, and serves no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.engine.errors import InputError
from app.engine.price.array_file import read_arrays, write_arrays
from app.engine.price.calibration import Calibration, CoverageReport, Horizon, MeasuredCoverage
from app.engine.price.conformal import Coverage, Groups, Residuals

FORMAT = 4
_GROUP_NAMES = ("layer", "key", "count")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a calibration belongs to: a generation of a store, by its segments, and a model."""

    data: str
    model: str


def write_calibration(path: Path, calibration: Calibration, origin: Origin) -> None:
    """Write the file whole or not at all."""
    arrays: dict[str, Any] = {}
    for ahead, horizon in enumerate(calibration.horizons):
        residuals, coverage = horizon.residuals, horizon.coverage
        arrays |= {f"{ahead}.{name}": getattr(residuals.groups, name) for name in _GROUP_NAMES}
        arrays |= {f"{ahead}.bounds": residuals.bounds, f"{ahead}.grid": residuals.grid}
        arrays |= {f"{ahead}.measured_{name}": getattr(coverage.groups, name) for name in _GROUP_NAMES}
        arrays[f"{ahead}.shares"] = coverage.shares
    about = {
        "format": FORMAT,
        "origin": asdict(origin),
        "horizons": len(calibration.horizons),
        "report": asdict(calibration.report) if calibration.report else None,
    }
    write_arrays(path, about, arrays)


def read_calibration(path: Path, origin: Origin) -> Calibration:
    """The calibration of the file; InputError where it is damaged, or belongs to other data or another model."""
    try:
        about, arrays = read_arrays(path)
        own = Origin(**about["origin"])
        if about["format"] != FORMAT or own.data != origin.data:
            raise InputError("price.calibration_other_data", path=str(path))
        if own.model != origin.model:
            raise InputError("price.calibration_other_model", path=str(path), own=own.model, model=origin.model)
        horizons = tuple(_horizon(arrays, ahead) for ahead in range(about["horizons"]))
        report = _report(about["report"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("price.calibration_damaged", path=str(path), reason=str(error)) from error
    return Calibration(horizons, report)


def _horizon(arrays: Mapping[str, Any], ahead: int) -> Horizon:
    own = {name: arrays[f"{ahead}.{name}"] for name in (*_GROUP_NAMES, "bounds", "grid", "shares")}
    measured = Groups(*(arrays[f"{ahead}.measured_{name}"] for name in _GROUP_NAMES))
    groups = Groups(*(own[name] for name in _GROUP_NAMES))
    return Horizon(Residuals(groups, own["bounds"], own["grid"]), Coverage(measured, own["shares"]))


def _report(entry: Mapping[str, Any] | None) -> CoverageReport | None:
    if entry is None:
        return None
    return CoverageReport(
        entry["year"],
        _measured(entry["overall"]),
        tuple(map(_measured, entry["chapters"])),
        tuple(map(_measured, entry["countries"])),
    )


def _measured(entry: Mapping[str, Any]) -> MeasuredCoverage:
    before = entry["moved_before"]
    return MeasuredCoverage(
        entry["key"], entry["rows"], tuple(entry["shares"]), entry["moved"], tuple(before) if before else None
    )
