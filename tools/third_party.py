"""Writes THIRD_PARTY.md: what Tradescope is delivered and built with, from the locks and the packages' own metadata."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tools.photo_sources import photo_sources

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "THIRD_PARTY.md"

# Locked for Windows alone, so that other systems have no metadata of them to read.
LICENCES_ELSEWHERE = {"colorama": "BSD-3-Clause", "pywin32-ctypes": "BSD-3-Clause"}

HEAD = """# Third-party software

Written by `python -m tools.third_party` from `requirements/*.lock`, `web/package-lock.json`, the metadata of the
installed packages and the cards of the shipped models. Each package is under its own licence, whose text comes with
it. The `train` extra is neither delivered nor needed to build, so it is not listed.
"""

SECTIONS = (
    ("Delivered with the program", "needed at run time; installed as packages of their own, unchanged"),
    ("Delivered inside the program", "built into `resources/web`, with their licences in `resources/web/licences`"),
    ("Used to set up, build and test", "not delivered"),
)


@dataclass(frozen=True, slots=True)
class Package:
    """One line of the table."""

    name: str
    version: str
    licence: str


def main() -> int:
    """Write the file anew."""
    TARGET.write_text(render(), encoding="utf-8", newline="\n")
    return 0


def render() -> str:
    """The whole file."""
    locked = list(python_packages(ROOT / "requirements" / "dev.lock"))
    shipped = runtime_names({package.name for package in locked})
    installer = list(python_packages(ROOT / "requirements" / "installer.lock"))
    tables = (
        [package for package in locked if package.name in shipped],
        list(web_packages(ROOT / "web" / "package-lock.json")),
        [package for package in (*locked, *installer) if package.name not in shipped],
    )
    sections = (section(title, note, packages) for (title, note), packages in zip(SECTIONS, tables, strict=True))
    return HEAD + "".join(sections) + photo_sources(ROOT / "ckpt")


def section(title: str, note: str, packages: list[Package]) -> str:
    """A heading, a sentence and a table in alphabetical order."""
    rows = sorted(f"| {package.name} | {package.version} | {package.licence} |\n" for package in packages)
    return (
        f"\n## {title}\n\n{note[0].upper()}{note[1:]}.\n\n| package | version | licence |\n| --- | --- | --- |\n"
        + "".join(rows)
    )


def runtime_names(locked: set[str]) -> set[str]:
    """What the window depends on, and what that depends on; a package may name some for Pythons that are not ours."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    wanted = (*project["dependencies"], *project["optional-dependencies"]["desktop"])
    waiting = [required_name(requirement) for requirement in wanted]
    while waiting:
        name = waiting.pop()
        found.add(name)
        required = () if name in LICENCES_ELSEWHERE else metadata.requires(name) or ()
        needed = {required_name(each) for each in required if "extra ==" not in each}
        waiting.extend((needed & locked) - found)
    return found


def python_packages(lock: Path) -> Iterator[Package]:
    """The packages of a lock; a name locked in two versions, one per Python, is two packages."""
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        yield Package(name, version, licence(name))


def web_packages(lock: Path) -> Iterator[Package]:
    """The npm packages of the lock."""
    for place, entry in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if place:
            yield Package(entry.get("name", place.split("node_modules/")[-1]), entry["version"], entry["license"])


def licence(name: str) -> str:
    """The licence as the installed package states it, as an SPDX expression where it does."""
    if name in LICENCES_ELSEWHERE:
        return LICENCES_ELSEWHERE[name]
    stated = metadata.metadata(name)
    expressions: list[str] = stated.get_all("License-Expression", [])
    short: list[str] = [text for text in stated.get_all("License", []) if "\n" not in text and text != "UNKNOWN"]
    classifiers: list[str] = stated.get_all("Classifier", [])
    classified = [text.rsplit(" :: ", 1)[-1] for text in classifiers if text.startswith("License ::")]
    return [*expressions, *short, *classified, "see the package"][0]


def required_name(requirement: str) -> str:
    """The package that a requirement asks for, as locks spell it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement)[0]).lower()


if __name__ == "__main__":
    sys.exit(main())
