"""MindSpore runs in a process of its own: its import warns of things that pytest here takes for errors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PATIENCE_S = 900


@pytest.fixture(scope="module")
def outcomes(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("networks")
    script = Path(__file__).with_name("vision_outcomes.py")
    command = [sys.executable, "-c", f"import runpy, sys; sys.path.insert(0, {str(repository)!r}); "]
    command[-1] += (
        f"sys.argv = ['vision_outcomes', {str(folder)!r}]; runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads((folder / "outcomes.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("form", ["3 by 1", "3 by 2", "1 by 1", "1 by 2"])
def test_the_forms_for_a_cpu_equal_the_convolution_and_its_gradients(outcomes: dict[str, Any], form: str) -> None:
    differences = outcomes["convolutions"]

    assert differences[f"forward {form}"] < 1e-5
    assert differences[f"backward {form}"] < 1e-3


@pytest.mark.parametrize("names", ["torchvision", "gluon", "mindspore"])
def test_weights_under_other_names_are_loaded_whole(outcomes: dict[str, Any], names: str) -> None:
    assert outcomes[names]


def test_a_small_network_learns_drawn_stripes(outcomes: dict[str, Any]) -> None:
    assert outcomes["learning"]["hits"] > 0.9


def test_a_teacher_is_learnt_beside_the_labels(outcomes: dict[str, Any]) -> None:
    assert outcomes["distilling"]["labels"] > 0.9
    assert outcomes["distilling"]["taught"] > 0.9


def test_what_a_teacher_adds_to_the_loss_is_least_at_its_own_answers(outcomes: dict[str, Any]) -> None:
    loss = outcomes["distilled_loss"]

    assert loss["same"] == pytest.approx(loss["entropy"], abs=1e-4)
    assert loss["shifted"] == pytest.approx(loss["same"], abs=1e-4)  # only differences between classes mean something
    assert loss["other"] > loss["same"] + 0.1


def test_a_network_that_sees_less_shrinks_what_it_is_given_inside_its_file(outcomes: dict[str, Any]) -> None:
    seen = outcomes["seen_smaller"]

    assert seen["pillow"] <= 1.1  # Pillow rounds to whole numbers twice
    assert seen["logits"] < 1e-3
    assert seen["maps"] == [1, 2, 2, 2]


def test_a_stopped_training_goes_on_to_the_same_network(outcomes: dict[str, Any]) -> None:
    assert outcomes["learning"]["stopped"] == "CancelledError"
    assert outcomes["learning"]["epochs"] == 4
    assert outcomes["learning"]["difference"] < 1e-2


def test_forty_layers_are_the_stem_and_three_stages(outcomes: dict[str, Any]) -> None:
    freezing = outcomes["freezing"]

    assert freezing == {"units": 14, "first_of_stage_4": True, "second_of_stage_4": False, "last_of_stage_3": True}


def test_every_depth_has_the_layers_of_its_name(outcomes: dict[str, Any]) -> None:
    assert outcomes["layers"] == {str(depth): depth for depth in (18, 34, 50, 101, 152)}
