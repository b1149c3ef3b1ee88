"""Why setting up failed: from the words of pip, uv and npm to one sentence of the catalogue."""

from __future__ import annotations

import locale
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "resources" / "messages" / "setup.toml"

# In this order: a full disk also ends in network errors, and a refused download also names its address.
_CAUSES: tuple[tuple[str, str], ...] = (
    ("setup.no_disk", r"no space left on device|os error 28\b|enospc|not enough space on the disk|disk quota exceeded"),
    ("setup.altered_package", r"hash mismatch|do not match the hashes|eintegrity|integrity checksum failed"),
    (
        "setup.no_network",
        r"dns error|name resolution|name or service not known|nodename nor servname|getaddrinfo|\benotfound\b|eai_again"
        r"|econnrefused|econnreset|etimedout|connection refused|connection reset|network is unreachable|timed out"
        r"|newconnectionerror|error trying to connect|client error \(connect\)|network was disabled|enotcached"
        r"|tunnel|proxyerror",
    ),
    (
        "setup.registry_failed",
        r"\b(401|403|404|407|429|500|502|503|504)\b|no matching distribution|could not find a version"
        r"|no solution found|\be40[134]\b|was not found in the package registry",
    ),
)


class SetupError(Exception):
    """Setting up cannot go on; `code` names a sentence, `params` fill its placeholders."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class SetupUsageError(SetupError):
    """The request to run.py cannot be understood (exit status 2)."""


def cause(output: str) -> str:
    """The code that fits the output of a failed pip, uv or npm; `setup.tool_failed` when nothing is recognised."""
    for code, pattern in _CAUSES:
        if re.search(pattern, output, re.IGNORECASE):
            return code
    return "setup.tool_failed"


def text(code: str, /, **params: object) -> str:
    """The catalogue's sentence in the user's language."""
    area, name = code.split(".")
    entry: dict[str, str] = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))[area][name]
    return entry[language(os.environ)].format(**params)


def sentence(error: SetupError) -> str:
    """What happened and what to do."""
    return text(error.code, **error.params)


def language(environment: Mapping[str, str]) -> str:
    """`zh` where the user or the system asks for Chinese, else `en`."""
    for name in ("TRADESCOPE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].startswith("zh") else "en"
    name_on_windows = locale.getlocale()[0] or ""
    return "zh" if name_on_windows.startswith(("Chinese", "zh")) else "en"


def say(code: str, /, **params: object) -> None:
    """Tell the user what set-up does, on stderr, so that a command's own output stays clean."""
    sys.stderr.write(text(code, **params) + "\n")
    sys.stderr.flush()
