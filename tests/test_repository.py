"""What must hold for the repository as a whole: locks, catalogue, packed resources, sizes."""

from __future__ import annotations

import re
import string
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from app.engine import messages
from app.engine.messages import Language
from tests.source_code import imported_packages, message_calls, texts
from tools import third_party

MAX_FILE_BYTES = 50_000_000


@pytest.fixture(scope="module")
def tracked(repository: Path) -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [repository / name for name in listing.stdout.split("\0") if name]


@pytest.fixture(scope="module")
def sources(repository: Path) -> list[Path]:
    return [*sorted((repository / "app").rglob("*.py")), *sorted((repository / "tools").rglob("*.py"))]


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return set(archive.namelist())


def test_no_file_is_larger_than_50_mb(tracked: list[Path]) -> None:
    too_large = [path.name for path in tracked if path.is_file() and path.stat().st_size > MAX_FILE_BYTES]

    assert too_large == []


def test_locks_hold_hashes_and_no_addresses(repository: Path) -> None:
    for lock in (repository / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        pinned = re.findall(r"^[A-Za-z0-9._-]+==.*\\$", text, re.MULTILINE)
        named = re.findall(r"^[A-Za-z0-9].*$", text, re.MULTILINE)

        assert pinned == named, lock.name
        assert "://" not in text, lock.name


def test_web_lock_holds_hashes_and_no_addresses(repository: Path) -> None:
    text = (repository / "web" / "package-lock.json").read_text(encoding="utf-8")

    assert text.count('"integrity"') == text.count('"node_modules/')
    assert "://" not in text
    assert '"resolved"' not in text


@pytest.mark.parametrize(
    ("lock", "extra"), [("base", None), ("dev", "dev"), ("train", "train")], ids=["base", "dev", "train"]
)
def test_lock_pins_every_direct_dependency(lock: str, extra: str | None, repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (repository / f"requirements/{lock}.lock").read_text(), re.MULTILINE))

    asked = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else [])]

    assert {required_name(requirement) for requirement in asked} <= pinned


def declared_and_imported(repository: Path, folders: list[str]) -> tuple[set[str], set[str]]:
    """Names of imported packages of which no distribution is declared, and all that are imported."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = [*project["dependencies"], *(project["optional-dependencies"]["desktop"] if "views" in folders else [])]
    declared = {required_name(requirement) for requirement in stated}
    paths = [path for folder in folders for path in (repository / "app").glob(f"{folder}/**/*.py")]
    imported = {name for path in paths for name in imported_packages(path)} - sys.stdlib_module_names - {"app"}
    found = packages_distributions()
    undeclared = {name for name in imported if not declared & {each.lower().replace("_", "-") for each in found[name]}}
    return undeclared, imported


def test_engine_imports_only_what_it_depends_on(repository: Path) -> None:
    undeclared, imported = declared_and_imported(repository, ["engine", "cli"])

    assert undeclared == set()
    assert "duckdb" in imported


def test_window_imports_only_what_the_desktop_extra_adds(repository: Path) -> None:
    undeclared, imported = declared_and_imported(repository, ["bridge", "widgets", "views"])

    assert undeclared <= {"shiboken6"}  # a part of PySide6, of the same version
    assert "PySide6" in imported


def test_catalogue_speaks_both_languages_with_the_same_placeholders() -> None:
    for code, sentences in messages.catalogue().items():
        assert set(sentences) == {language.value for language in Language}, code
        assert placeholders(sentences["zh"]) == placeholders(sentences["en"]), code


def test_catalogue_sentences_do_not_shout() -> None:
    for code, sentences in messages.catalogue().items():
        assert not sentences["en"].endswith("!"), code
        assert "！" not in sentences["zh"], code


def test_every_sentence_asked_for_is_in_the_catalogue(sources: list[Path], repository: Path) -> None:
    known = messages.catalogue()

    unknown = [f"{call.place} {call.code}" for call in message_calls(sources, repository) if call.code not in known]

    assert unknown == []


def test_every_code_of_the_window_is_in_the_catalogue(repository: Path) -> None:
    known = messages.catalogue()
    areas = {code.split(".")[0] for code in known}
    layers = [repository / "app" / layer for layer in ("bridge", "widgets", "views")]
    files = [repository / "app" / "main.py", *(path for layer in layers for path in sorted(layer.rglob("*.py")))]

    unknown = [
        f"{path.name} {text}"
        for path in files
        for text in texts(path)
        if re.fullmatch(r"[a-z_]+\.(?!qss|json|toml|csv)[a-z0-9_]+", text) and text.split(".")[0] in areas
        if not any(code.startswith(text) for code in known)  # beginnings of codes are completed where they are used
    ]

    assert unknown == []


def test_every_placeholder_gets_its_value(sources: list[Path], repository: Path) -> None:
    known = messages.catalogue()
    spelled = [call for call in message_calls(sources, repository) if call.params is not None and call.code in known]

    unfilled = {
        f"{call.place} {call.code}": sorted(missing) for call in spelled if (missing := lacking(call.code, call.params))
    }

    assert unfilled == {}


def test_every_resource_is_packed(wheel: set[str], repository: Path) -> None:
    resources = repository / "resources"

    expected = {f"app/resources/{path.relative_to(resources).as_posix()}" for path in files_below(resources)}

    assert expected <= wheel


def test_wheel_holds_the_licences_and_the_whole_program(wheel: set[str], repository: Path) -> None:
    program = {path.relative_to(repository).as_posix() for path in (repository / "app").rglob("*.py")}

    assert program <= wheel
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
    assert any(name.endswith("licenses/THIRD_PARTY.md") for name in wheel)


def test_third_party_notices_are_those_of_the_locks(repository: Path) -> None:
    assert third_party.render() == (repository / "THIRD_PARTY.md").read_text(encoding="utf-8")


def required_name(requirement: str) -> str:
    return re.split(r"[><=~!;\s\[]", requirement)[0]


def placeholders(sentence: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in string.Formatter().parse(sentence) if name}


def lacking(code: str, params: frozenset[str] | None) -> set[str]:
    return placeholders(messages.catalogue()[code]["en"]) - (params or frozenset())


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
