#!/usr/bin/env python3
"""The one entry for people: makes the program's own environment, then starts, tests, measures or packs Tradescope.

Standard library only, and readable by old Pythons, which must be able to say that they are too old.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SUPPORTED = ((3, 12), (3, 11))  # as `requires-python` in pyproject.toml

USAGE = """usage: python3 run.py                       start Tradescope
       python3 run.py test [--long] [...]   run the tests; further arguments go to pytest
       python3 run.py check                 run the linters, the type checker and the layer contracts
       python3 run.py bench NAME [...]      run one benchmark
       python3 run.py bundle                pack the program with its resources into dist/
       python3 run.py web                   build the chart library and the maps again
"""

WRONG_PYTHON = {
    "zh": "贸观需要 Python 3.11 或 3.12，当前是 {version}，且 PATH 中没有合适的版本；请安装后重试。",
    "en": "Tradescope needs Python 3.11 or 3.12, this is {version} and PATH holds none; please install one and repeat.",
}


def main(arguments: "list[str]") -> int:
    """Run one verb; returns the exit status of whatever was started."""
    if sys.version_info[:2] not in SUPPORTED:
        return restart_with_supported_python(arguments)
    from tools import setup_errors, verbs

    try:
        return verbs.run(arguments, usage=USAGE)
    except setup_errors.SetupError as error:
        sys.stderr.write(setup_errors.sentence(error) + "\n")
        return 2 if isinstance(error, setup_errors.SetupUsageError) else 1


def restart_with_supported_python(arguments: "list[str]") -> int:
    """Hand over to a Python that can run this, or say in one sentence that there is none."""
    for candidate in python_candidates(os.name):
        if answers_as_supported(candidate):
            return subprocess.call([*candidate, str(Path(__file__).resolve()), *arguments])
    language = "zh" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("zh") else "en"
    sys.stderr.write(WRONG_PYTHON[language].format(version="{}.{}.{}".format(*sys.version_info[:3])) + "\n")
    return 1


def python_candidates(system: str) -> "list[list[str]]":
    """Commands that may be a supported Python, best first; Windows installs a launcher instead of versioned names."""
    named = [[f"python{major}.{minor}"] for major, minor in SUPPORTED]
    launched = [["py", f"-{major}.{minor}"] for major, minor in SUPPORTED]
    return launched + named if system == "nt" else named


def answers_as_supported(command: "list[str]") -> bool:
    """True if the command really starts such a Python: a version manager's shim may exist and start nothing."""
    question = f"import sys; sys.exit(sys.version_info[:2] not in {SUPPORTED!r})"
    try:
        return subprocess.call([*command, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
