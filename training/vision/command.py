"""`tradescope-train vision`: from a folder of photos to a model file with its card."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.engine import paths
from app.engine.errors import UsageError
from app.engine.jobs import CancelToken
from app.engine.vision.preprocess import SIDE
from training.terminal import Terminal
from training.vision.catalogue import Allowed, read_catalogue
from training.vision.course import ALL_LAYERS, Course, Plan
from training.vision.networks.build import KINDS
from training.vision.precisions import Precision, write_precisions
from training.vision.recipe import Recipe
from training.vision.writing import Product, write_folds, write_model


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    recipe = Recipe()
    parser.add_argument("folder", type=Path, help="folder of folders NN_name/, or of any class folders")
    parser.add_argument("--out", type=Path, default=Path("vision.onnx"), help="model file to write, card beside it")
    parser.add_argument("--network", choices=sorted(KINDS), default="mobilenetv2")
    parser.add_argument("--weights", type=Path, help="weights to start from: .ckpt, .npz, .safetensors or .onnx")
    parser.add_argument("--freeze", type=int, metavar="N", help="first layers that do not train (default: all)")
    parser.add_argument("--licence", choices=[each.value for each in Allowed], default=Allowed.USABLE.value)
    parser.add_argument("--folds", action="store_true", help="leave each fold of sources out, then learn from all")
    parser.add_argument("--keep-imagenet", action="store_true", help="keep the classifier of the given weights")
    parser.add_argument("--teacher", type=Path, metavar="FILE", help="MobileNetV2 whose answers are learnt, too")
    parser.add_argument("--side", type=int, default=SIDE, help="pixels of a side that the network sees inside")
    parser.add_argument("--cap", type=int, metavar="N", help="photos of a class in one epoch, drawn anew for each")
    parser.add_argument("--epochs", type=int, default=recipe.epochs)
    parser.add_argument("--stop-after", type=int, metavar="N", help="end before the rate has fallen over all epochs")
    parser.add_argument("--batch", type=int, default=recipe.batch)
    parser.add_argument("--rate", type=float, default=recipe.learning_rate, help="highest learning rate")
    parser.add_argument("--views", type=int, default=recipe.views, help="augmented views of each photo")
    parser.add_argument("--balance", type=float, default=recipe.balance, help="0: photos count alike, 1: classes do")
    parser.add_argument("--seed", type=int, default=recipe.seed)
    parser.add_argument("--resume", action="store_true", help="go on from the last finished epoch")
    parser.add_argument("--cache", type=Path, help="folder of frozen outputs (default: among the user's data)")
    parser.add_argument("--no-mindir", action="store_true", help="write ONNX only")
    precisions = [each.value for each in Precision]
    parser.add_argument("--precisions", nargs="*", choices=precisions, default=[], help="write these beside it, too")
    parser.add_argument("--head-rank", type=int, metavar="N", help="INT8: heads in 8 bits, ImageNet's by N numbers")
    parser.add_argument("--narrow-sums", action="store_true", help="INT8: sums in 8 bits, too (fewer equal answers)")


def run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> None:
    """Train, test, export and write the card."""
    if arguments.epochs < 1:
        raise UsageError("train.epochs_too_few", given=arguments.epochs)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read_catalogue(arguments.folder)
    course = Course(catalogue, _plan(arguments), terminal, token)
    terminal.say("train.photos", photos=len(course.rows), classes=len(course.classes), path=str(arguments.folder))
    course.prepare()
    if arguments.folds:
        answers = course.answer_folds()
        learnt = course.rows
        net, loaded, fitted = course.fit(learnt, None)
    else:
        net, loaded, fitted, learnt, answers = course.answer_one_fold()
    given = loaded.classifier if arguments.keep_imagenet and loaded else None
    kept = given or course.learnt_classifier(net)
    write_folds(arguments.out, course, answers, course.imagenet_logits(given) if given and arguments.folds else None)
    product = Product(net, fitted, learnt, kept)
    tested = write_model(arguments.out, course, product, answers, _command(arguments), mindir=not arguments.no_mindir)
    if arguments.precisions:
        wanted, pictures = [Precision(each) for each in arguments.precisions], course.drawn_pictures(learnt)
        rank, narrow = arguments.head_rank, arguments.narrow_sums
        write_precisions(arguments.out, wanted, pictures, head_rank=rank, narrow_sums=narrow)
    course.checkpoint().unlink(missing_ok=True)
    terminal.say("train.vision_written", path=str(arguments.out), top1=tested["top1"], top3=tested["top3"])


def _plan(arguments: argparse.Namespace) -> Plan:
    return Plan(
        network=arguments.network,
        weights=arguments.weights,
        frozen_layers=ALL_LAYERS if arguments.freeze is None else arguments.freeze,
        allowed=Allowed(arguments.licence),
        recipe=Recipe(
            seed=arguments.seed,
            epochs=arguments.epochs,
            stop_after=arguments.stop_after,
            batch=arguments.batch,
            learning_rate=arguments.rate,
            balance=arguments.balance,
            views=arguments.views,
            cap=arguments.cap,
        ),
        cache=arguments.cache or paths.user_data() / "training" / "vision",
        checkpoint=arguments.out,
        resume=arguments.resume,
        side=arguments.side,
        teacher=arguments.teacher,
    )


def _command(arguments: argparse.Namespace) -> str:
    """What to type for the same network, without places that exist on one machine only."""
    weights = f" --weights {arguments.weights.name}" if arguments.weights else ""
    freeze = "" if arguments.freeze is None else f" --freeze {arguments.freeze}"
    freeze += f" --teacher {arguments.teacher.name}" if arguments.teacher else ""
    freeze += "" if arguments.side == SIDE else f" --side {arguments.side}"
    freeze += "" if arguments.stop_after is None else f" --stop-after {arguments.stop_after}"
    freeze += "" if arguments.cap is None else f" --cap {arguments.cap}"
    flags = "".join(f" --{name}" for name in ("folds", "keep-imagenet") if getattr(arguments, name.replace("-", "_")))
    precisions = f" --precisions {' '.join(arguments.precisions)}" if arguments.precisions else ""
    precisions += "" if arguments.head_rank is None else f" --head-rank {arguments.head_rank}"
    precisions += " --narrow-sums" if arguments.narrow_sums else ""
    return (
        f"tradescope-train vision FOLDER --network {arguments.network}{weights}{freeze}{flags}{precisions}"
        f" --licence {arguments.licence} --epochs {arguments.epochs} --batch {arguments.batch}"
        f" --rate {arguments.rate:g} --views {arguments.views} --balance {arguments.balance:g} --seed {arguments.seed}"
    )
