"""Runs pip, uv and npm for set-up: shown while they work, logged, and explained when they fail."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import setup_errors

NEEDED_MB = 1500

_PROGRESS = re.compile(r"\s*(Downloading|Prepared|Installed|Building|added) ")


def run_tool(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    *,
    folder: Path | None = None,
    can_work_offline: bool = False,
) -> None:
    """Run to the end or raise the SetupError that its output explains; offline, uv may find all in its cache."""
    status, output = show_and_keep(command, environment, log, folder)
    if status == 0:
        return
    code = setup_errors.cause(output)
    if code == "setup.no_network" and can_work_offline:
        status, _ = show_and_keep([*command, "--offline"], environment, log, folder)
        if status == 0:
            return
    raise setup_errors.SetupError(code, folder=log.parent, needed_mb=NEEDED_MB, log=log)


def show_and_keep(
    command: Sequence[str], environment: Mapping[str, str], log: Path, folder: Path | None
) -> tuple[int, str]:
    """Exit status and output of a command; all of it goes to the log, signs of progress to stderr at once."""
    lines: list[str] = []
    with (
        log.open("a", encoding="utf-8") as record,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        for line in process.stdout or ():
            lines.append(line)
            record.write(line)
            if _PROGRESS.match(line):
                sys.stderr.write("  " + line)
    return process.returncode, "".join(lines)


def index_settings(interpreter: str, environment: Mapping[str, str]) -> dict[str, str]:
    """What uv must be told of the user's pip configuration: it reads none of it. Passed on, never written down."""
    question = [interpreter, "-m", "pip", "config", "list"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)
    return settings_for_uv(answer.stdout, environment)


def settings_for_uv(pip_configuration: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Translate `pip config list`; what the user set for uv itself stays."""
    configured: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        pattern = rf"^{section}\.(index-url|cert)='(.*)'$"
        configured.update(re.findall(pattern, pip_configuration, re.MULTILINE))
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    wanted = {names[key]: value for key, value in configured.items()}
    if environment.get("UV_INDEX_URL"):
        wanted.pop("UV_DEFAULT_INDEX", None)
    return {name: value for name, value in wanted.items() if not environment.get(name)}


def node_settings(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for npm: Node trusts its own certificates only, unless told of the user's."""
    bundle = environment.get("SSL_CERT_FILE")
    extra = {"NODE_EXTRA_CA_CERTS": bundle} if bundle and not environment.get("NODE_EXTRA_CA_CERTS") else {}
    return {**environment, **extra}
