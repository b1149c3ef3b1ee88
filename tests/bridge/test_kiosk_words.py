from __future__ import annotations

import pytest

from app.bridge.camera import CameraState
from app.bridge.code_board import FoundCode
from app.bridge.kiosk_words import Sight, codes_line, first_chosen, percent, short_title, sight_of, told
from app.engine.codes.answers import Code, Reading, Step
from app.engine.codes.payload import read_payload
from app.engine.messages import Language
from app.engine.vision.answers import Candidate, Ranking

ZH, EN = Language.ZH, Language.EN


def ranking(best: float, *, is_known: bool = True) -> Ranking:
    chapters = (Candidate("25", best), Candidate("87", 0.2), Candidate("08", 0.1))
    return Ranking(chapters, known=1.0, is_known=is_known)


def code(text: str) -> FoundCode:
    return FoundCode(Code("QR Code", Reading(text, "utf-8"), b"", (), Step.AS_IT_IS), read_payload(text))


def test_a_sure_answer_names_the_chapter_and_says_how_sure_it_is() -> None:
    said = told(ranking(0.7), 0.6, 0, EN)

    assert (said.verdict, said.level) == ("Chapter 25, 70% sure", "success")
    assert said.name == "Salt, sulphur, earths, stone"
    assert said.about.startswith("Salt; sulphur; earths, stone")


def test_under_the_threshold_it_says_that_a_person_must_look_and_what_helps() -> None:
    said = told(ranking(0.4), 0.6, 0, EN)

    assert said.level == "warning"
    assert "a person must look" in said.verdict
    assert said.about.endswith("without glare.")


def test_goods_like_nothing_that_was_learnt_get_no_name_of_their_own() -> None:
    unknown = ranking(0.9, is_known=False)

    chosen = first_chosen(unknown, 0.6)
    said = told(unknown, 0.6, chosen, EN)

    assert chosen == -1
    assert (said.name, said.level) == ("I do not know this one", "error")


def test_a_touched_chapter_is_never_said_to_be_sure_where_the_goods_are_unknown() -> None:
    said = told(ranking(0.9, is_known=False), 0.6, 0, EN)

    assert (said.verdict, said.level) == ("Another candidate: chapter 25 (90%)", "warning")


@pytest.mark.parametrize(
    ("chapter", "language", "name"),
    [
        ("25", ZH, "盐、硫磺、土及石料"),
        ("08", ZH, "食用水果及坚果"),
        ("87", EN, "Vehicles"),
        ("04", EN, "Dairy produce, birds' eggs, natural honey"),
    ],
)
def test_a_chapter_is_called_by_what_it_lists_first(chapter: str, language: Language, name: str) -> None:
    assert short_title(chapter, language) == name


@pytest.mark.parametrize(
    ("state", "has_frame", "had_camera", "sight"),
    [
        (CameraState.RUNNING, True, True, Sight.CAMERA),
        (CameraState.RUNNING, False, False, Sight.WAITING),
        (CameraState.NO_DEVICE, False, False, Sight.FILES),
        (CameraState.NO_DEVICE, False, True, Sight.UNAVAILABLE),
        (CameraState.DENIED, False, False, Sight.UNAVAILABLE),
        (CameraState.BROKEN, False, False, Sight.UNAVAILABLE),
    ],
)
def test_strangers_get_files_only_where_there_has_never_been_a_camera(
    state: CameraState, has_frame: bool, had_camera: bool, sight: Sight
) -> None:
    assert sight_of(state, has_frame=has_frame, had_camera=had_camera) is sight


def test_a_share_that_rounds_to_nothing_is_still_told_as_something() -> None:
    assert (percent(0.004), percent(0.01)) == ("<1%", "1%")


def test_a_code_is_shown_as_plain_text_of_one_line() -> None:
    assert codes_line((code("https://example.com/\x1b[31m\nmore"),), EN).endswith("more")
    assert "\x1b" not in codes_line((code("https://example.com/\x1b[31m\nmore"),), EN)
    assert codes_line((), EN) == ""
    assert codes_line((code("9" * 500),), EN).endswith("…")
