from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.engine.errors import InputError
from app.engine.price.array_file import read_arrays, write_arrays
from app.engine.price.calibration_file import Origin, read_calibration, write_calibration
from app.engine.price.pricer import Pricer

ORIGIN = Origin("these data", "this model")


@pytest.fixture
def path(pricer: Pricer, tmp_path: Path) -> Path:
    """A file of the calibration of the demo data."""
    path = tmp_path / "deep" / "one.calibration"
    write_calibration(path, pricer.estimator.calibration, ORIGIN)
    return path


def test_a_calibration_comes_back_as_it_was(pricer: Pricer, path: Path) -> None:
    written, read = pricer.estimator.calibration, read_calibration(path, ORIGIN)

    assert read.report == written.report
    assert len(read.horizons) == len(written.horizons) == 4
    for own, other in zip(read.horizons, written.horizons, strict=True):
        np.testing.assert_array_equal(own.residuals.bounds, other.residuals.bounds)
        np.testing.assert_array_equal(own.coverage.groups.key, other.coverage.groups.key)


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (Origin("these data", "another model"), "calibration_other_model"),
        (Origin("other data", "this model"), "calibration_other_data"),
    ],
)
def test_what_belongs_to_another_model_or_other_data_is_refused(path: Path, origin: Origin, code: str) -> None:
    with pytest.raises(InputError, match=code):
        read_calibration(path, origin)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"\x93NUMPY", b"text"])
def test_a_damaged_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(InputError, match="calibration_damaged"):
        read_calibration(path, ORIGIN)


def test_a_file_that_was_cut_short_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(InputError, match="calibration_damaged"):
        read_calibration(path, ORIGIN)


def test_a_file_that_lacks_a_part_is_refused(path: Path) -> None:
    about, arrays = read_arrays(path)
    del about["report"]["overall"]["moved"]
    write_arrays(path, about, arrays)

    with pytest.raises(InputError, match="calibration_damaged"):
        read_calibration(path, ORIGIN)
