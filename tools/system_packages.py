"""Debian's and Ubuntu's packages that virtual environments, Qt WebEngine and the tests need."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from tools import setup_errors

# `new|old`: Debian 13 and Ubuntu 24.04 renamed libraries whose time type grew to 64 bits.
WINDOW_PACKAGES = (
    "fonts-wqy-microhei",
    "libasound2t64|libasound2",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0t64|libglib2.0-0",
    "libgomp1",
    "libnss3",
    "libopengl0",
    "libpulse0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "libxcomposite1",
    "libxdamage1",
    "libxkbcommon-x11-0",
    "libxkbfile1",
    "libxrandr2",
    "libxtst6",
    "xauth",
    "xvfb",
)


def provide(more: Sequence[str] = ()) -> None:
    """Install what is missing as root; otherwise say the one command, and stop only if nothing works without it.

    `more` are packages that only some verbs need.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None:
        require_venv_module("python -m ensurepip")
        return
    choices = [choice for choice in (*wanted(), *more) if not is_installed(choice)]
    if not choices:
        return
    if os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
    missing = [known_name(choice) for choice in choices]
    if os.geteuid() == 0:
        install(missing)
    require_venv_module(by_hand(missing))
    if os.geteuid() != 0:
        setup_errors.say("setup.system_packages_by_hand", command=by_hand(missing))


def wanted() -> list[str]:
    """Every needed package; Python's own part only where this Python lacks it, as Debian's does."""
    return [*([] if has_venv_module() else [venv_package()]), *WINDOW_PACKAGES]


def venv_package() -> str:
    """Debian's name of the package that completes this Python's `venv`."""
    return f"python3.{sys.version_info.minor}-venv"


def has_venv_module() -> bool:
    """True if `python -m venv` can put pip into a new environment."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def require_venv_module(command: str) -> None:
    """Stop with the command that helps if this Python cannot make environments."""
    if not has_venv_module():
        raise setup_errors.SetupError("setup.no_venv_module", command=command)


def is_installed(choice: str) -> bool:
    """True if either name of a package is installed."""
    question = ["dpkg-query", "--show", "--showformat=${db:Status-Status}\n", *choice.split("|")]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)
    return "installed" in answer.stdout.splitlines()


def install(missing: list[str]) -> None:
    """Fetch the missing packages; without network this warns and goes on, for most of the program works."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    setup_errors.say("setup.system_packages", names=" ".join(missing))
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    if subprocess.run(command, env=quiet, check=False, capture_output=True).returncode:
        setup_errors.say("setup.system_packages_failed", command=by_hand(missing))


def known_name(choice: str) -> str:
    """The first of `new|old` that this release offers for installation."""
    names = choice.split("|")
    for name in names[:-1]:
        offered = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
        if offered.returncode == 0:
            return name
    return names[-1]


def by_hand(names: list[str]) -> str:
    """The one command that an administrator runs."""
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(names)
