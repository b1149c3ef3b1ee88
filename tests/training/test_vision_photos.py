from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.engine.errors import InputError, NotInDataError
from tests.engine.vision.golden import GOLDEN, pictures
from training.vision.augment import Augmentation, put_on_white
from training.vision.catalogue import IMAGENET, Allowed, Terms, read_catalogue, terms_of
from training.vision.measures import class_report, confusion, hits
from training.vision.recipe import Recipe, draw_epoch, photo_weights, photos_of_an_epoch
from training.vision.splitting import learnable, make_folds
from training.vision.views import PLAIN, Views

LICENCES = {
    "CC BY 4.0 (Caltech-101, CaltechDATA)": Terms.PERMISSIVE,
    "MIT (garythung/trashnet)": Terms.PERMISSIVE,
    "Apache-2.0 (repo; web photos)": Terms.PERMISSIVE,
    "CSV CC BY-SA 4.0 (Kaggle); photos seller-owned": Terms.UNSTATED,
    "none stated (web photos)": Terms.UNSTATED,
    "": Terms.UNSTATED,
    "ImageNet terms (non-commercial research); 64x64": Terms.NON_COMMERCIAL,
    "NEU surface defect database, research use": Terms.NON_COMMERCIAL,
}


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (32, 24), (200, 30, 30)).save(path)


def folder_of(folder: Path, classes: Sequence[str], *, each: int = 12) -> Path:
    for name in classes:
        for number in range(each):
            picture(folder / name / f"{number:02}.png")
    return folder


@pytest.mark.parametrize(("licence", "terms"), LICENCES.items())
def test_a_licence_text_says_what_it_allows(licence: str, terms: Terms) -> None:
    assert terms_of(licence) is terms


def test_a_numbered_folder_is_a_chapter_and_any_other_a_class_of_its_own(tmp_path: Path) -> None:
    catalogue = read_catalogue(folder_of(tmp_path, ["64_footwear", "ginseng"], each=1))

    assert catalogue.labels == ("64", "ginseng")
    assert not catalogue.knows_sources


def test_all_that_was_drawn_from_imagenet_is_one_source(tmp_path: Path) -> None:
    folder_of(tmp_path, ["01_a", "02_b"], each=2)
    rows = ["01_a/00.png,one/repo,MIT", "01_a/01.png,two/repo,ImageNet terms", "02_b/00.png,three/repo,ImageNet terms"]
    (tmp_path / "MANIFEST.csv").write_text("file,source_repo,licence\n" + "\n".join(rows), encoding="utf-8")

    found = {photo.file: photo.source for photo in read_catalogue(tmp_path).photos}

    assert found == {"01_a/00.png": "one/repo", "01_a/01.png": IMAGENET, "02_b/00.png": IMAGENET, "02_b/01.png": ""}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"train\.no_folder"):
        read_catalogue(tmp_path / "none")


def test_one_class_is_not_enough_to_learn(tmp_path: Path) -> None:
    with pytest.raises(NotInDataError, match=r"train\.too_few_classes"):
        read_catalogue(folder_of(tmp_path, ["64_footwear"]))


def test_permissive_training_leaves_out_all_other_photos_and_classes_without_enough(tmp_path: Path) -> None:
    folder_of(tmp_path, ["01_a", "02_b"])
    mit = [f"01_a/{number:02}.png,repo,MIT" for number in range(12)]
    none = [f"02_b/{number:02}.png,shop,none stated" for number in range(12)]
    (tmp_path / "MANIFEST.csv").write_text("\n".join(["file,source,licence", *mit, *none]), encoding="utf-8")
    catalogue = read_catalogue(tmp_path)

    rows = learnable(catalogue, Allowed.PERMISSIVE)

    assert {catalogue.photos[at].label for at in rows} == {"01"}
    assert len(learnable(catalogue, Allowed.USABLE)) == 24


def test_photos_of_one_source_stay_together(tmp_path: Path) -> None:
    folder_of(tmp_path, ["01_a", "02_b"])
    rows = [f"{name}/{number:02}.png,source {number % 4},MIT" for name in ("01_a", "02_b") for number in range(12)]
    (tmp_path / "MANIFEST.csv").write_text("\n".join(["file,source,licence", *rows]), encoding="utf-8")
    catalogue = read_catalogue(tmp_path)

    folds = make_folds(catalogue, seed=0)

    assert folds.by_source
    assert len({(photo.source, int(fold)) for photo, fold in zip(catalogue.photos, folds.of_photo, strict=True)}) == 4


def test_without_sources_photos_are_split_evenly_and_said_to_be(tmp_path: Path) -> None:
    folds = make_folds(read_catalogue(folder_of(tmp_path, ["a", "b"])), seed=0)

    assert not folds.by_source
    assert np.bincount(folds.of_photo).tolist() == [4] * 6


def test_balance_of_one_gives_every_class_and_every_source_in_it_the_same_weight() -> None:
    labels, sources = ["a"] * 6 + ["b"] * 2, ["x"] * 5 + ["y"] * 3

    weights = photo_weights(labels, sources, 1.0)

    assert np.isclose(weights[:6].sum(), weights[6:].sum())
    assert np.isclose(weights[:5].sum(), weights[5])
    assert np.allclose(photo_weights(labels, sources, 0.0), 1.0)


def test_an_epoch_holds_at_most_the_cap_of_a_class_and_draws_others_next_time() -> None:
    labels = np.repeat(np.array([0, 1], np.int32), [50, 5])
    recipe = Recipe(cap=20, balance=1.0)

    first, again, other = (
        draw_epoch(labels, np.ones(55, np.float32), recipe, np.random.default_rng(seed)) for seed in (0, 0, 1)
    )

    assert np.bincount(labels[first.at]).tolist() == [20, 5]
    assert len(set(first.at.tolist())) == 25 == photos_of_an_epoch(labels, 20)
    assert first.at.tolist() == again.at.tolist() != other.at.tolist()
    of_class = [float(first.weights[labels[first.at] == label].sum()) for label in (0, 1)]
    assert of_class[0] == pytest.approx(of_class[1])


def test_a_large_source_is_drawn_less_often_than_its_share() -> None:
    labels, sources = np.zeros(100, np.int32), ["large"] * 90 + ["small"] * 10
    weights = photo_weights(["a"] * 100, sources, 1.0)

    draws = [draw_epoch(labels, weights, Recipe(cap=10), np.random.default_rng(seed)).at for seed in range(40)]

    assert 0.3 < float(np.mean(np.concatenate(draws) >= 90)) < 0.7


def test_without_a_cap_every_photo_comes_once_with_its_weight() -> None:
    weights = np.arange(1, 9, dtype=np.float32)

    draw = draw_epoch(np.zeros(8, np.int32), weights, Recipe(), np.random.default_rng(0))

    assert sorted(draw.at.tolist()) == list(range(8))
    assert draw.weights.tolist() == weights[draw.at].tolist()


def test_a_view_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    photo = Image.effect_mandelbrot((60, 40), (-2, -1.2, 0.6, 1.2), 40).convert("RGB")
    first, again, other = (
        Augmentation().view(photo, np.random.default_rng(seed), [photo]).tobytes() for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


@pytest.mark.parametrize("name", ["small", "wide"])
def test_training_takes_in_of_a_photo_exactly_what_the_program_does(
    tmp_path: Path, repository: Path, name: str
) -> None:
    for folder in ("01_a", "02_b"):
        (tmp_path / folder).mkdir()
        Image.fromarray(pictures()[name]).save(tmp_path / folder / "photo.png")
    views = Views(read_catalogue(tmp_path), seed=0)
    with np.load(repository / GOLDEN) as stored:
        wanted = stored[name].astype(np.float32)

    taken = np.stack([views.pixels(1, number) for number in range(PLAIN)])

    assert (taken == wanted).all()


def test_goods_on_plain_ground_stand_on_white_afterwards() -> None:
    photo = Image.new("RGB", (60, 40), (30, 60, 200))
    photo.paste((200, 30, 30), (25, 15, 35, 25))

    placed = np.asarray(put_on_white(photo, np.random.default_rng(0)))

    assert (placed == 255).all(axis=2).mean() > 0.7
    assert (abs(placed.astype(int) - (200, 30, 30)).sum(axis=2) < 30).any()


def test_the_report_counts_hits_by_class_and_what_is_taken_for_what() -> None:
    logits = np.array([[3.0, 2.0, 1.0, 0.0], [0.0, 3.0, 2.0, 1.0], [0.0, 3.0, 2.0, 1.0]])
    labels = np.array([0, 1, 0], dtype=np.int32)

    assert hits(logits, labels) == {"photos": 3, "top1": 0.6667, "top3": 0.6667, "macro_top1": 0.75}
    assert class_report(logits, labels, "abcd")["b"] == {"photos": 1, "recall": 1.0, "precision": 0.5}
    assert confusion(logits, labels, "abcd") == {"a": {"a": 1, "b": 1}, "b": {"b": 1}}
