"""Model files that come without a card: the card is made from what the file itself says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import onnxruntime  # type: ignore[import-untyped]  # it ships no types

from app.engine.errors import InputError, ResourceError
from app.engine.inference.cards import Card, Port, sha256_of
from app.engine.inference.sessions import CPU

_KINDS = {"tensor(float)": "float32", "tensor(int32)": "int32", "tensor(int64)": "int64", "tensor(uint8)": "uint8"}
_VERSION_DIGITS = 8


def card_of_file(path: Path, *, data: Mapping[str, str], command: str) -> Card:
    """Name, hash and ports of a model file; a size that the file leaves open is 0 in a port's shape."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("model.not_copied", path=str(path), reason=error.strerror or str(error)) from error
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(content, options, providers=[CPU])
    except Exception as error:  # its exceptions have no common base of their own
        raise ResourceError("model.not_a_model", path=str(path)) from error
    digest = sha256_of(content)
    return Card(
        model=path.stem,
        version=digest[:_VERSION_DIGITS],
        file=path.name,
        sha256=digest,
        inputs=tuple(_port(each) for each in session.get_inputs()),
        outputs=tuple(_port(each) for each in session.get_outputs()),
        labels={},
        data=dict(data),
        command=command,
    )


def _port(port: onnxruntime.NodeArg) -> Port:
    sizes = tuple(size if isinstance(size, int) else 0 for size in port.shape[1:])
    return Port(port.name, _KINDS.get(port.type, port.type), sizes)
