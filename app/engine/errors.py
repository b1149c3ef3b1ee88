"""Failures that a user can act on; each carries a code of the message catalogue.

EngineError
├── UsageError       the request itself is wrong (unknown option value, impossible filter)
├── InputError       something from outside cannot be used (file, cell, model, image)
├── NotInDataError   the question needs what the data do not have: a dimension, years, quantities
├── StoreError       the data store cannot do it now (busy, full, damaged, too new)
├── ResourceError    a part of the installation is missing or altered
└── CancelledError   the user stopped the work; nothing was kept
"""

from __future__ import annotations

from typing import TypeVar

_Failure = TypeVar("_Failure", bound="EngineError")


class EngineError(Exception):
    """Base of all expected failures; `code` names a sentence, `params` fill its placeholders."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})"


def as_finding(error: _Failure) -> _Failure:
    """The failure to be kept: without the frames that it was raised in, which hold all that they worked on."""
    error.__context__ = error.__cause__ = None
    return error.with_traceback(None)


class UsageError(EngineError):
    """The request cannot be understood or contradicts itself (exit status 2)."""


class InputError(EngineError):
    """A file or value from outside cannot be used as it is."""


class NotInDataError(EngineError):
    """The imported data do not hold what a question needs: a dimension, years, quantities, reporters."""


class StoreError(EngineError):
    """The data store refused: busy, full, damaged, or written by a newer version."""


class ResourceError(EngineError):
    """A file of the installation is missing or does not match its record."""


class CancelledError(EngineError):
    """Work stopped on request; raised by `CancelToken.check`."""

    def __init__(self) -> None:
        super().__init__("jobs.cancelled")
