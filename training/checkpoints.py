"""The state of a training between two epochs, in one file that is there whole or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.errors import InputError
from app.engine.whole_files import written_whole

Arrays = Mapping[str, NDArray[np.float32]]
_GROUPS = ("optimizer", "network", "best")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Finished epochs with their losses, and everything that the next epoch starts from."""

    epoch: int
    losses: tuple[float, ...]
    optimizer: Arrays
    network: Arrays
    best: Arrays


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Replace the checkpoint at `path`."""
    arrays = {f"{group}/{name}": values for group in _GROUPS for name, values in getattr(checkpoint, group).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as partial, partial.open("wb") as file:
        np.savez(file, epoch=np.array(checkpoint.epoch), losses=np.array(checkpoint.losses), **arrays)


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint at `path`; InputError if there is none or it is damaged."""
    try:
        with path.open("rb") as file, np.load(file) as stored:
            groups: dict[str, dict[str, NDArray[np.float32]]] = {group: {} for group in _GROUPS}
            for key in stored.files:
                group, _, name = key.partition("/")
                if group in groups:
                    groups[group][name] = stored[key]
            losses = tuple(map(float, stored["losses"]))
            return Checkpoint(int(stored["epoch"]), losses, groups["optimizer"], groups["network"], groups["best"])
    except FileNotFoundError as error:
        raise InputError("train.no_checkpoint", path=str(path)) from error
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InputError("train.checkpoint_damaged", path=str(path)) from error
