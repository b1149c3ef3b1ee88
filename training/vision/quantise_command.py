"""`tradescope-train quantise`: a trained network in fewer bits beside itself, without training it again."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.images.decode import decode_file
from app.engine.jobs import CancelToken
from app.engine.vision.network import load_photo_network
from app.engine.vision.preprocess import DECODED_SIDE, network_inputs
from app.engine.vision.sources import Photo, read_photos
from training.terminal import Terminal
from training.vision.catalogue import Allowed, terms_of
from training.vision.precisions import Precision, path_of, write_precisions

_DRAWN = 400  # photos
_KEPT_OUT = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("model", type=Path, help="the ONNX file that gets others beside it")
    parser.add_argument("folder", type=Path, help="photos of its goods, with MANIFEST.csv")
    precisions = [each.value for each in Precision]
    parser.add_argument("--precisions", nargs="+", choices=precisions, default=[Precision.INT8.value])
    parser.add_argument(
        "--keep-out", type=int, default=_KEPT_OUT, metavar="N", help="every Nth photo is not looked at, to measure by"
    )


def run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> None:
    """Draw the photos that ranges and blocks are chosen by, and write the files."""
    load_photo_network(arguments.model)
    pictures = _pictures(arguments.folder, _seen(read_photos(arguments.folder), arguments.keep_out), token)
    wanted = [Precision(each) for each in arguments.precisions]
    command = f"tradescope-train quantise {arguments.model.name} FOLDER --precisions {' '.join(arguments.precisions)}"
    if arguments.keep_out != _KEPT_OUT:
        command += f" --keep-out {arguments.keep_out}"
    write_precisions(arguments.model, wanted, pictures, command=command)
    for each in wanted:
        terminal.say("train.quantised", path=str(path_of(arguments.model, each)), pictures=len(pictures))


def _seen(photos: tuple[Photo, ...], keep_out: int) -> list[Photo]:
    """Drawn evenly from those that nothing is measured by and whose licence lets them be learnt from."""
    seen = [
        photo for at, photo in enumerate(photos) if at % keep_out and Allowed.USABLE.permits(terms_of(photo.licence))
    ]
    return seen[:: max(1, len(seen) // _DRAWN)][:_DRAWN]


def _pictures(folder: Path, photos: list[Photo], token: CancelToken) -> NDArray[np.float32]:
    """What the program takes in of each: its middle square and the whole."""
    views = []
    for photo in photos:
        token.check()
        views.append(network_inputs(decode_file(folder / photo.file, side=DECODED_SIDE).pixels))
    return np.concatenate(views)
