"""What a bug report says of an unexpected failure: where and of which kind, never with what data."""

from __future__ import annotations

import platform
import re
import traceback
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import qVersion

from app import __version__

_PROGRAM = Path(__file__).resolve().parent.parent.parent
# Messages of these are written by programmers about the program; all others may quote a file's rows
_TELLING = (TypeError, AttributeError, NameError, ImportError, AssertionError, NotImplementedError, RecursionError)
_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
_NAME = re.compile(r"['\"][A-Za-z_.]{1,60}['\"]")
_TELLTALE = re.compile(r"[^\x00-\x7f]+|\S*[/\\]\S*|\d{3,}")
_LONGEST = 200
_FRAMES = 30


@dataclass(frozen=True, slots=True)
class FailureReport:
    """`fingerprint` is the same for failures of one kind at one place."""

    fingerprint: str
    text: str


def failure_report(error: BaseException) -> FailureReport:
    """The report of `error` with all that caused it."""
    chain = "\n".join(line for each in _causes(error) for line in _lines(each))
    return FailureReport(chain, f"{_versions()}\n\n{chain}")


def _versions() -> str:
    bits = f"Python {platform.python_version()}, Qt {qVersion()}"
    return f"Tradescope {__version__}, {bits}, {platform.system()} {platform.release()} {platform.machine()}"


def _causes(error: BaseException) -> list[BaseException]:
    """The first cause first."""
    chain = [error]
    while len(chain) < _FRAMES:
        cause = chain[-1].__cause__ or (None if chain[-1].__suppress_context__ else chain[-1].__context__)
        if cause is None or cause in chain:
            break
        chain.append(cause)
    return chain[::-1]


def _lines(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"  {_place(Path(frame.filename))}:{frame.lineno} {frame.name}" for frame in frames]
    return [*places, f"{type(error).__module__}.{type(error).__qualname__}: {_message(error)}"]


def _place(file: Path) -> str:
    """The file's place in the program or in its library; of any other only the name."""
    if "site-packages" in file.parts:
        return "/".join(file.parts[file.parts.index("site-packages") + 1 :])
    if file.is_relative_to(_PROGRAM):
        return file.relative_to(_PROGRAM).as_posix()
    return file.name


def _message(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f"errno {error.errno}"
    text = str(error)
    if not isinstance(error, _TELLING):
        return f"({len(text)})"
    first = text.splitlines()[0] if text else ""
    return _TELLTALE.sub("…", _QUOTED.sub(_name_only, first))[:_LONGEST]


def _name_only(quoted: re.Match[str]) -> str:
    """A quoted word stays where it can only be a name of the program: letters and underscores."""
    return quoted[0] if _NAME.fullmatch(quoted[0]) else "…"
