"""`bench vision`: right answers on sources that were left out, precisions side by side, and speed.

FOLDER holds photos with a MANIFEST.csv that names their sources; `--left-out` is what `tradescope-train vision
--leave-out` wrote of it. `--models` names files of one network in several precisions, the first is the reference.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from app.engine.vision.sources import Photo, assign_folds, read_photos, scored_chapters
from benchmarks.measure import machine
from benchmarks.vision_accuracy import hold_contest, stored_features
from benchmarks.vision_precision import precision_table
from benchmarks.vision_report import accuracy_tables
from benchmarks.vision_speed import speed_table
from training.vision.left_out import read_left_out


def main() -> None:
    """Print what was asked for as tables."""
    parser = argparse.ArgumentParser(prog="bench vision", description=__doc__)
    parser.add_argument("folder", type=Path, help="photos in folders NN_name with MANIFEST.csv")
    parser.add_argument("--left-out", type=Path, nargs="*", default=[], metavar="NPZ")
    parser.add_argument("--models", type=Path, nargs="*", default=[], metavar="ONNX")
    parser.add_argument("--photos", type=int, default=2_000, help="for comparing precisions")
    parser.add_argument(
        "--fold", type=int, help="compare precisions on the scored photos of this fold of sources alone"
    )
    parser.add_argument("--batch", type=int, default=1_000, help="photos of the batch that is timed")
    arguments = parser.parse_args()
    photos = read_photos(arguments.folder)
    print(f"{len(photos):,} photos; {machine()}", flush=True)
    for path in arguments.left_out:
        told = read_left_out(path, photos)
        print(f"\n## {path.stem}\n\n{accuracy_tables(hold_contest(told, stored_features(path, told)))}", flush=True)
    if arguments.models:
        compared = photos if arguments.fold is None else _of_fold(photos, arguments.fold)
        print("\n" + precision_table(arguments.models, arguments.folder, compared, count=arguments.photos), flush=True)
        print("\n" + speed_table(arguments.models, arguments.folder, photos, count=arguments.batch), flush=True)


def _of_fold(photos: tuple[Photo, ...], fold: int) -> tuple[Photo, ...]:
    """Those that a network which left the fold out is measured by."""
    folds = assign_folds(photos)
    chapters = scored_chapters(photos, folds)[fold]
    return tuple(photo for photo in photos if folds[photo.group] == fold and photo.chapter in chapters)


if __name__ == "__main__":
    main()
