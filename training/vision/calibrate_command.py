"""`tradescope-train calibrate`: numbers beside a network, fitted on its left-out photos, become part of its card."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.engine.images.decode import decode_file
from app.engine.inference.cards import read_card, write_card
from app.engine.jobs import CancelToken
from app.engine.vision.answers import THRESHOLD
from app.engine.vision.constants import Constants, constants_document
from app.engine.vision.judging import Evidence, Judged, evidence_of, pooled, sigmoid, softmax
from app.engine.vision.measures import Answers, Score, score
from app.engine.vision.network import Outputs, PhotoNetwork, load_photo_network
from app.engine.vision.preprocess import DECODED_SIDE, network_inputs
from app.engine.vision.sources import read_photos
from training.terminal import Terminal
from training.vision.calibrating import cross_fitted, fit_constants, foreign_traits
from training.vision.left_out import LeftOut, read_left_out
from training.vision.nothing import FITTED, TESTED, Nothing, draw_nothing
from training.vision.precisions import cards_beside

_PICTURES = 60  # of each kind that shows nothing


@dataclass(frozen=True, slots=True)
class OpenSet:
    """Shares of pictures that are refused, and that are answered without a person, by kind of drawn nothing and of
    photos of chapters that nobody taught; `kept` is the share of photos of learnt chapters that are not refused.
    """

    refused: dict[str, float]
    answered: dict[str, float]
    kept: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("model", type=Path, help="the ONNX file whose card gets the numbers")
    parser.add_argument("folder", type=Path, help="the photos that it was trained on, with MANIFEST.csv")
    parser.add_argument("--left-out", type=Path, required=True, metavar="NPZ", help="what --folds wrote of them")
    parser.add_argument("--fit-on", type=int, metavar="FOLD", help="fit on this fold alone and measure on the others")
    run_small = "run the networks in fewer bits over the measured photos, whose hits become part of their cards"
    parser.add_argument("--run-small", action="store_true", help=run_small)


def run(arguments: argparse.Namespace, terminal: Terminal, token: CancelToken) -> None:
    """Fit, measure by cross-fitting, and write both into the card."""
    network = load_photo_network(arguments.model)
    told = read_left_out(arguments.left_out, read_photos(arguments.folder))
    token.check()
    nothing = {kind: nothing_seen(network, kind) for kind in Nothing}
    drawn = [nothing[kind].traits for kind in FITTED]
    constants, told, judged = judge_left_out(told, drawn, fit_on=arguments.fit_on)
    measured = measure(told, judged)
    open_set = measure_open_set(told, judged, {kind: weigh(seen, constants) for kind, seen in nothing.items()})
    card = read_card(arguments.model)
    metrics = {**card.metrics, "left_out": _document(measured), "open_set": _open_set_document(open_set)}
    fitted = constants_document(constants)
    write_card(arguments.model, replace(card, constants=fitted, metrics=metrics))
    for path, same_network in cards_beside(arguments.model):
        own = replace(same_network, constants=fitted)
        write_card(path, own)
        if arguments.run_small:
            of_file = measure_file(load_photo_network(path), arguments.folder, told, judged, token)
            write_card(path, replace(own, metrics=of_file))
    together = measured["all"]
    terminal.say("train.calibrated", path=str(arguments.model), top1=together.top1, top3=together.top3, n=together.n)


def judge_left_out(
    told: LeftOut, drawn: Sequence[NDArray[np.float64]], *, fit_on: int | None
) -> tuple[Constants, LeftOut, Judged]:
    """Numbers for the card, and the photos that are measured, judged with numbers that their fold did not choose.

    Without `fit_on` all folds choose the numbers of the card, and each fold is judged with those of the others. With it
    the numbers of the card are those that are measured.
    """
    inside = told.fold == (told.fold if fit_on is None else fit_on)
    fitting, tested = told.where(inside), told if fit_on is None else told.where(~inside)
    foreign = [foreign_traits(fitting), *drawn]
    constants = fit_constants(fitting, np.ones(len(fitting.photos), bool), foreign)
    judged = cross_fitted(told, foreign) if fit_on is None else weigh(tested.evidence, constants)
    return constants, tested, judged


def measure(told: LeftOut, judged: Judged) -> dict[str, Score]:
    """All scored photos, and those of each fold, judged with numbers that the fold did not choose."""
    scored = told.is_scored & (told.truth >= 0)
    answers = Answers(told.truth, judged.probabilities, judged.known >= 0)
    by_fold = {
        f"fold {fold}": score(answers.where(scored & (told.fold == fold))) for fold in np.unique(told.fold[scored])
    }
    return {"all": score(answers.where(scored)), **by_fold}


def measure_file(
    network: PhotoNetwork, folder: Path, told: LeftOut, judged: Judged, token: CancelToken
) -> dict[str, object]:
    """A file's own answers to the photos that are measured, and how many of them are those of `judged`."""
    rows = np.flatnonzero(told.is_scored & (told.truth >= 0))
    outputs = []
    for row in rows:
        token.check()
        pixels = decode_file(folder / told.photos[row].file, side=DECODED_SIDE).pixels
        outputs.append(network.run(network_inputs(pixels)).averaged())
    mine = weigh(_joined(outputs, network.chapters), network.constants)
    answers, folds = Answers(told.truth[rows], mine.probabilities, mine.known >= 0), told.fold[rows]
    measured = {"all": score(answers)} | {f"fold {fold}": score(answers.where(folds == fold)) for fold in set(folds)}
    same = mine.probabilities.argmax(axis=1) == judged.probabilities[rows].argmax(axis=1)
    return {"left_out": _document(measured), "same_answer_as_fp32": float(same.mean())}


def measure_open_set(told: LeftOut, judged: Judged, nothing: Mapping[Nothing, Judged]) -> OpenSet:
    """`known` of all is what they have above the limit."""
    untaught = ~told.is_scored & np.array([at < 0 or bool(told.evidence.is_beyond[at]) for at in told.truth])
    kinds = {kind.value: seen for kind, seen in nothing.items()}
    kinds["untaught"] = Judged(judged.probabilities[untaught], judged.known[untaught])
    kept = judged.known[told.is_scored & (told.truth >= 0)] >= 0
    return OpenSet(
        refused={name: float((each.known < 0).mean()) for name, each in kinds.items()},
        answered={name: float(_is_answered(each).mean()) for name, each in kinds.items()},
        kept=float(kept.mean()),
    )


def nothing_seen(network: PhotoNetwork, kind: Nothing) -> Evidence:
    """What both sides say of drawn pictures of one kind."""
    inputs = [network_inputs(draw_nothing(kind, seed)) for seed in range(_PICTURES)]
    return _joined([network.run(views).averaged() for views in inputs], network.chapters)


def _joined(outputs: Sequence[Outputs], chapters: Sequence[str]) -> Evidence:
    imagenet = None if outputs[0].imagenet is None else np.concatenate([_required(each.imagenet) for each in outputs])
    logits, maps = np.concatenate([each.logits for each in outputs]), np.zeros((0,), np.float32)
    return evidence_of(Outputs(logits, maps, imagenet), chapters)


def weigh(evidence: Evidence, constants: Constants) -> Judged:
    """By the final numbers; `known` is what is above the limit."""
    probabilities = softmax(pooled(evidence, constants) / constants.temperature)
    return Judged(probabilities, sigmoid(evidence.traits @ np.array(constants.known)) - constants.least_known)


def _is_answered(judged: Judged) -> NDArray[np.bool_]:
    answered: NDArray[np.bool_] = (judged.known >= 0) & (judged.probabilities.max(axis=1) >= THRESHOLD)
    return answered


def _required(imagenet: NDArray[np.float32] | None) -> NDArray[np.float32]:
    if imagenet is None:
        raise ValueError("imagenet")
    return imagenet


def _document(measured: dict[str, Score]) -> dict[str, object]:
    together, folds = measured["all"], [each for name, each in measured.items() if name != "all"]
    return {
        "photos": together.n,
        "top1": float(np.mean([each.top1 for each in folds])),
        "top3": float(np.mean([each.top3 for each in folds])),
        "all_photos": _share(together),
        "folds": {name: _share(each) for name, each in measured.items() if name != "all"},
    }


def _share(each: Score) -> dict[str, float]:
    return {
        "photos": each.n,
        "top1": each.top1,
        "top3": each.top3,
        "macro_top1": each.macro_top1,
        "coverage": each.coverage,
        "accuracy": each.accuracy,
        "ece": each.ece,
    }


def _open_set_document(open_set: OpenSet) -> dict[str, object]:
    return {
        "kept": open_set.kept,
        "refused": open_set.refused,
        "answered_without_a_person": open_set.answered,
        "nothing_fitted_on": [kind.value for kind in FITTED],
        "nothing_tested_on": [kind.value for kind in TESTED],
    }
