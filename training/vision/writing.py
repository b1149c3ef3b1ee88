"""Writes what a training made: the model with its card and golden arrays, the report, and answers by fold."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from mindspore import nn  # type: ignore[import-untyped]  # it ships no types
from numpy.typing import NDArray

from app.engine.inference.cards import Card, Port, sha256_of, write_card
from app.engine.vision import sources
from app.engine.vision.preprocess import SIDE
from app.engine.whole_files import written_whole
from training.vision import measures
from training.vision.catalogue import MANIFEST
from training.vision.course import Answers, Course
from training.vision.export import export_mindir, export_onnx
from training.vision.fitting import Fitted
from training.vision.golden import write_golden
from training.vision.networks.deployed import Deployed
from training.vision.networks.weights import Array
from training.vision.splitting import LEAST_PHOTOS, Rows

_OUTPUTS = ("logits", "maps", "features", "imagenet")


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """A trained network with the photos that it learnt from; `imagenet` is a classifier that it keeps."""

    net: nn.Cell
    fitted: Fitted
    learnt: Rows
    imagenet: tuple[Array, Array] | None


def write_model(
    out: Path, course: Course, product: Product, answers: Answers, command: str, *, mindir: bool
) -> dict[str, Any]:
    """The model, its card, its golden arrays and the report of its answers; returns the hits."""
    side, classes = course.plan.side, len(course.classes)
    deployed = Deployed(product.net, course.kind.scaling, product.imagenet, side=side, classes=classes)
    content = export_onnx(deployed, out, _OUTPUTS if product.imagenet else _OUTPUTS[:-1])
    if mindir:
        export_mindir(deployed, out.with_suffix(".mindir"))
    write_golden(out)
    document = report(course, product, answers)
    with written_whole(out.with_suffix(".report.json")) as partial:
        partial.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    tested: dict[str, Any] = document["tested"]
    write_card(out, _card(out, content, course, product, answers, {"head_alone": tested}, command))
    return tested


def write_folds(out: Path, course: Course, answers: Answers, imagenet: NDArray[np.float32] | None) -> None:
    """Answers by fold for whoever weighs or measures them, as arrays beside the model."""
    photos = [course.catalogue.photos[at] for at in answers.rows]
    columns: dict[str, NDArray[Any]] = {
        "files": np.array([photo.file for photo in photos]),
        "labels": np.array([photo.label for photo in photos]),
        "groups": np.array([photo.source for photo in photos]),
        "fold": answers.folds,
        "chapters": np.array(course.classes),
        "logits": (answers.logits + answers.logits_whole) / 2,
        "logits_middle": answers.logits,
        "trained": answers.trained,
    }
    if imagenet is not None:
        columns["imagenet"], columns["imagenet_middle"] = imagenet.mean(axis=0), imagenet[0]
        columns["features"] = course.features()
    elif answers.imagenet is not None:
        columns["imagenet"] = answers.imagenet
    with written_whole(out.with_suffix(".folds.npz")) as partial, partial.open("wb") as file:
        _save(file, columns)


def report(course: Course, product: Product, answers: Answers) -> dict[str, Any]:
    """Learning curve, hits, every class and what is taken for what, of photos that nothing was learnt from."""
    scored = scored_rows(course, answers)
    labels = course.labels[answers.rows[scored]]
    logits = (answers.logits[scored] + answers.logits_whole[scored]) / 2
    return {
        "losses": [round(loss, 5) for loss in product.fitted.losses],
        "best_epoch": product.fitted.best_epoch + 1,
        "seconds": round(product.fitted.seconds),
        "tested": {"by_source": course.folds.by_source, **measures.hits(logits, labels)},
        "classes": measures.class_report(logits, labels, course.classes),
        "confusion": measures.confusion(logits, labels, course.classes),
    }


def scored_rows(course: Course, answers: Answers) -> NDArray[np.bool_]:
    """Those whose class the answering network could learn from other photos, and that chose nothing of it."""
    numbers = {number: at for at, number in enumerate(np.unique(answers.folds))}
    known = np.array([course.catalogue.photos[at].label in course.classes for at in answers.rows])
    of_fold = np.array([numbers[fold] for fold in answers.folds])
    least = min(LEAST_PHOTOS, int(answers.trained.max()))
    enough: NDArray[np.bool_] = answers.trained[of_fold, course.labels[answers.rows]] >= least
    tested: NDArray[np.bool_] = answers.folds != (-1 if answers.chosen_by is None else answers.chosen_by)
    return known & enough & tested


def _save(file: IO[bytes], arrays: Mapping[str, NDArray[Any]]) -> None:
    np.savez_compressed(file, allow_pickle=False, **arrays)


def _card(
    out: Path,
    content: bytes,
    course: Course,
    product: Product,
    answers: Answers,
    tested: dict[str, Any],
    command: str,
) -> Card:
    sha256 = sha256_of(content)
    chapters = all(len(name) == 2 and name.isdecimal() for name in course.classes)
    return Card(
        model=out.stem,
        version=f"{datetime.datetime.now(datetime.UTC):%Y%m%d}-{sha256[:8]}",
        file=out.name,
        sha256=sha256,
        inputs=(Port("pixels", "float32", (3, SIDE, SIDE)),),
        outputs=_ports(content),
        labels={"chapters" if chapters else "classes": course.classes},
        data=_data(course, product, answers),
        command=command,
        metrics={"photos_learnt": len(product.learnt), **tested},
    )


def _ports(content: bytes) -> tuple[Port, ...]:
    told = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"]).get_outputs()
    return tuple(Port(each.name, "float32", tuple(each.shape[1:])) for each in told)


def _data(course: Course, product: Product, answers: Answers) -> dict[str, str]:
    learnt = [course.catalogue.photos[at] for at in product.learnt]
    licences = Counter(photo.licence or "not told" for photo in learnt)
    counted = Counter((photo.source, photo.licence or "not told") for photo in learnt if photo.source)
    data = {
        "network": f"{course.plan.network}, first {course.plan.frozen_layers} layers frozen",
        "licence": "; ".join(f"{text}: {count}" for text, count in licences.most_common()),
        "sources": "\n".join(f"{source}\t{text}\t{count}" for (source, text), count in sorted(counted.items())),
        "split": "whole sources left out" if course.folds.by_source else "by photo, which flatters",
        "weights": course.plan.weights.name if course.plan.weights else "none",
    }
    if course.plan.teacher:
        data["teacher"] = course.plan.teacher.name
    if course.plan.side != SIDE:
        data["side"] = f"shrunk to {course.plan.side} pixels of a side inside"
    if answers.chosen_by is not None and course.folds.by_source:
        chose = answers.folds == answers.chosen_by
        data["never_learnt_from"] = _named_sources(course, answers.rows[~chose])
        data["epoch_chosen_by"] = _named_sources(course, answers.rows[chose])
    if (course.catalogue.folder / MANIFEST).is_file():
        data["manifest_sha256"] = sources.manifest_hash(course.catalogue.folder)
    return data


def _named_sources(course: Course, rows: Rows) -> str:
    return ", ".join(sorted({course.catalogue.photos[at].source for at in rows}))
